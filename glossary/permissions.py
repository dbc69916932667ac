"""What the roles may do with the glossary: portal editors everything, others read."""

MODELS = ("glossaryterm", "phrase")


def _may(actions: str, models) -> list[str]:
    return [f"glossary.{action}_{model}" for model in models for action in actions.split()]


_EVERYTHING = [
    *_may("view add change delete", MODELS),
    *_may("publish lock unlock", ["glossaryterm"]),
]

ROLE_PERMISSIONS = {
    "Trainer": _may("view", MODELS),
    "Directory editor": _may("view", MODELS),
    "Portal editor": _EVERYTHING,
    "Administrator": _EVERYTHING,
}
