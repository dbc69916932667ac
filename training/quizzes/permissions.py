"""What the roles may do with the question bank and with marks. Quizzes themselves are pages."""


def _may(actions: str, models: list[str]) -> list[str]:
    return [f"quizzes.{action}_{model}" for model in models for action in actions.split()]


_EVERYTHING = [*_may("view add change delete publish", ["bankitem"]), *_may("add view", ["regrade"])]

ROLE_PERMISSIONS = {
    "Trainer": _may("view add change", ["bankitem"]),
    "Directory editor": _may("view", ["bankitem"]),
    "Portal editor": _EVERYTHING,
    "Administrator": _EVERYTHING,
}
