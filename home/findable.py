"""What the search finds of the front door: its pages of text."""

from wagtail.rich_text import get_text_for_indexing

from home.models import AccessibilityStatementPage, HomePage, PlainPage
from portal.search.adapters import Adapter, Entry, LeftOut, joined, register
from portal.search.enums import Kind

STATEMENT = ("scope", "non_accessible", "alternatives", "contact", "enforcement", "preparation")


class PlainPageAdapter(Adapter):
    """A page of text: privacy, cookies, contact."""

    model = PlainPage

    def entry(self, page) -> Entry:
        """Return what readers see of it."""
        return Entry(
            kind=Kind.PAGE,
            title=page.title,
            url=page.get_url() or "",
            summary=page.summary,
            body=joined(page.body.stream_block.get_searchable_content(page.body)),
            status=page.status,
            checked_on=page.last_reviewed,
        )


class StatementAdapter(Adapter):
    """The accessibility statement."""

    model = AccessibilityStatementPage

    def entry(self, page) -> Entry:
        """Return what readers see of it."""
        return Entry(
            kind=Kind.PAGE,
            title=page.title,
            url=page.get_url() or "",
            body=joined(get_text_for_indexing(getattr(page, field)) for field in STATEMENT),
            status=page.status,
            checked_on=page.last_reviewed,
        )


register(
    PlainPageAdapter,
    StatementAdapter,
    LeftOut(HomePage, "Everybody is on it already, and what stands on it is found by itself."),
)
