"""The search keeps what was looked for, and nothing of who looked for it. Its entries name their owners."""

from django.db.models import QuerySet

from portal.accounts.privacy import Holding, RecordsNamingPeople
from portal.search import log

_records = RecordsNamingPeople("search", "So that every entry has someone who answers for it")

export = _records.export
erase = _records.erase


def describe() -> list[Holding]:
    """Return one entry for each model that names people, and one for what readers' searches leave behind."""
    return [
        *_records.describe(),
        Holding(
            "search.SearchLog",
            "What was looked for, on which day, what was found and opened; without a name, address or"
            " account. Long numbers, e-mail, postcodes and what looks like a name are taken out first",
            "To see what nobody finds, and mend it",
            "Thirteen months; what fewer than three searches asked for, 30 days",
        ),
    ]


def over(before) -> dict[str, QuerySet]:
    """Return the searches that are kept no longer."""
    return log.over()
