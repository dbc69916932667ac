"""Areas and guidance name the person who keeps them right; readers say what was useful, without a name."""

from django.db.models import QuerySet

from portal.accounts.privacy import Holding, RecordsNamingPeople
from portal.content import usefulness

LINES = "lines about pages (blanked)"
WAYS = {LINES: lambda rows: rows.update(line="")}

_records = RecordsNamingPeople("content", "So that every published fact has someone who answers for it")

export = _records.export
erase = _records.erase


def describe() -> list[Holding]:
    """Return one entry for each model that names people, and one for what readers wrote."""
    return [
        *_records.describe(),
        Holding(
            "content.Usefulness",
            "Whether a page was useful, a line about it and the day, without a name or address of the reader",
            "To make the page better",
            "The line: twelve months",
        ),
    ]


def over(before) -> dict[str, QuerySet]:
    """Return what readers wrote more than twelve months ago."""
    return {LINES: usefulness.old_lines(before)}
