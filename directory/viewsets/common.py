"""What all screens of the directory in the admin share."""

from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet


def published(thing) -> str:
    """Return how a draftable thing stands, from its own row: Wagtail's own column asks more for each line."""
    if not thing.live:
        return "draft"
    return "live, with a draft" if thing.has_unpublished_changes else "live"


PUBLISHED = Column("live", accessor=published, label="Published", sort_key="live")


def harmless(text: str) -> str:
    """Return `text` so that a spreadsheet which opens the CSV file does not take it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


class ListView(IndexView):
    """A list whose export is safe to open."""

    custom_value_preprocess = IndexView.custom_value_preprocess | {str: {IndexView.FORMAT_CSV: harmless}}


class DirectoryViewSet(SnippetViewSet):
    """What all screens of the directory share."""

    # Plain "contains": an index of words stumbles over a lone quotation mark.
    search_backend_name = None
    index_view_class = ListView
    list_per_page = 50
    inspect_view_enabled = True

    @cached_property
    def export_filename(self):
        """Return the name of an exported file: as the menu says it."""
        return self.menu_label.lower().replace(" ", "-")
