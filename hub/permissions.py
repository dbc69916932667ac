"""What the roles may do with authors and key learnings. Pages go by Wagtail's permissions for the tree."""


def _may(actions: str, models: list[str]) -> list[str]:
    return [f"hub.{action}_{model}" for model in models for action in actions.split()]


_EVERYTHING = [
    *_may("view add change delete publish", ["keylearning"]),
    *_may("view add change delete", ["author"]),
    *_may("view change", ["comment"]),
]

ROLE_PERMISSIONS = {
    "Trainer": _may("view add change", ["author", "keylearning"]),
    "Directory editor": _may("view", ["author", "keylearning"]),
    "Portal editor": _EVERYTHING,
    "Administrator": _EVERYTHING,
}
