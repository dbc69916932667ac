"""What the roles may do with the directory: editors everything, others nothing."""

PUBLISHED = ("service", "organization", "leadrule", "protocol", "thresholdlevel")
RECORDS = ("assurance", "schoollink", "keycontact")


def _may(actions: str, models) -> list[str]:
    return [f"directory.{action}_{model}" for model in models for action in actions.split()]


_EVERYTHING = [
    *_may("view add change delete publish", PUBLISHED),
    *_may("lock unlock", ["service"]),
    *_may("view add change delete", RECORDS),
    *_may("view change delete", ["report"]),
]

ROLE_PERMISSIONS = {
    "Directory editor": _EVERYTHING,
    "Portal editor": _EVERYTHING,
    "Administrator": _EVERYTHING,
}
