"""Choose some of many people, without a script: filter, turn pages, and what was ticked stays ticked."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.http import QueryDict

PAGE_SIZE = 50


@dataclass(frozen=True)
class Row:
    """Somebody who can be chosen, or, with `why_not`, is shown only."""

    key: str  # public: it stands in the form
    number: int  # of the person
    name: str
    job_title: str = ""
    note: str = ""
    why_not: str = ""


class Chooser:
    """Who is there, who is shown, who is ticked. In: everybody, and what was posted."""

    def __init__(self, rows: Iterable[Row], posted: QueryDict):
        self.rows = list(rows)
        self.job_title = posted.get("job_title", "")
        self.words = posted.get("words", "")[:100]
        self.press = posted.get("press", "")
        self.asked = set(posted.getlist("person"))
        if self.press == "all":
            self.asked |= {row.key for row in self.shown}

    @cached_property
    def unknown(self) -> set[str]:
        """Return what was posted and names nobody of those who are there."""
        return self.asked - {row.key for row in self.rows}

    @cached_property
    def ticked(self) -> list[Row]:
        """Return those who were ticked and can be chosen."""
        return [row for row in self.rows if row.key in self.asked and not row.why_not]

    @cached_property
    def shown(self) -> list[Row]:
        """Return those whom the filter lets through."""
        words = self.words.casefold().split()
        return [
            row
            for row in self.rows
            if self.job_title in ("", row.job_title) and all(word in row.name.casefold() for word in words)
        ]

    @cached_property
    def can_be_ticked(self) -> int:
        """Return how many of those shown can be chosen."""
        return sum(not row.why_not for row in self.shown)

    @cached_property
    def page(self) -> Page:
        """Return the page of them that was asked for, `page:3`."""
        return Paginator(self.shown, PAGE_SIZE).get_page(self.press.removeprefix("page:"))

    @cached_property
    def ticked_elsewhere(self) -> list[Row]:
        """Return those who are ticked and not on this page."""
        here = {row.key for row in self.page}
        return [row for row in self.ticked if row.key not in here]

    @cached_property
    def job_titles(self) -> list[str]:
        """Return every job title there is."""
        return sorted({row.job_title for row in self.rows if row.job_title}, key=str.casefold)
