"""What the roles may do with what every room shares."""

PUBLISHED = ("area", "guidancerecord")
LISTS = ("topic", "audience", "helpwith", "tag")


def _may(actions: str, models) -> list[str]:
    return [f"content.{action}_{model}" for model in models for action in actions.split()]


_EVERYTHING = [
    *_may("view add change delete publish", PUBLISHED),
    *_may("view add change delete", LISTS),
    *_may("change", ["portalsettings"]),
    *_may("view", ["usefulness"]),
]

ROLE_PERMISSIONS = {
    "Trainer": _may("view", [*PUBLISHED, *LISTS]),
    "Directory editor": [
        *_may("view add change publish", ["area"]),
        *_may("view add change", ["tag"]),
        *_may("view", ["guidancerecord", "topic", "audience", "helpwith"]),
    ],
    "Portal editor": _EVERYTHING,
    "Administrator": _EVERYTHING,
}
