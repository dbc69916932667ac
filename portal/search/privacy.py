"""The search keeps what was looked for, and nothing of who looked for it."""

from portal.accounts.privacy import Holding
from portal.search import log


def describe() -> list[Holding]:
    """Return what readers' searches leave behind."""
    return [
        Holding(
            "search.SearchLog",
            "What was looked for, on which day, what was found and opened; without a name, address or"
            " account. Long numbers, e-mail, postcodes and what looks like a name are taken out first",
            "To see what nobody finds, and mend it",
            "Thirteen months; what fewer than three searches asked for, 30 days",
        ),
    ]


def export(user) -> dict:
    """Return nothing: no search is tied to anybody."""
    return {}


def erase(user) -> None:
    """Do nothing: no search is tied to anybody."""


def expire(before) -> int:
    """Delete searches that are kept no longer; return how many."""
    return log.expire()
