"""What the roles may do with what editors add to the search."""


def _may(actions: str, models: list[str]) -> list[str]:
    return [f"search.{action}_{model}" for model in models for action in actions.split()]


_EVERYTHING = [
    *_may("view add change delete publish", ["elsewherepage"]),
    *_may("view add change delete", ["bestbet"]),
    *_may("view", ["searchlog"]),
]

ROLE_PERMISSIONS = {
    "Trainer": _may("view", ["elsewherepage"]),
    "Directory editor": _may("view add change publish", ["elsewherepage"]),
    "Portal editor": _EVERYTHING,
    "Administrator": _EVERYTHING,
}
