"""What all screens of the directory in the admin share."""

from io import BytesIO

from django.conf import settings
from django.utils.functional import cached_property
from openpyxl import load_workbook
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from portal.content.screens import Screen as Screen
from portal.exported_text import DEMONSTRATION, cell, harmless


def published(thing) -> str:
    """Return how a draftable thing stands, from its own row: Wagtail's own column asks more for each line."""
    if not thing.live:
        return "draft"
    return "live, with a draft" if thing.has_unpublished_changes else "live"


PUBLISHED = Column("live", accessor=published, label="Published", sort_key="live")


class ListView(IndexView):
    """A list whose export is safe to open, and says so where it holds demonstration data."""

    def preprocess_field_value(self, field, value, export_format):
        """Return the value for a cell: as text it is never a formula, and XLSX can hold it."""
        value = super().preprocess_field_value(field, value, export_format)
        if not isinstance(value, str):
            return value
        return harmless(cell(value)) if export_format == self.FORMAT_CSV else cell(value)

    def stream_csv(self, queryset):
        """Yield the lines of the file, in a demonstration a warning first."""
        if settings.DEMO:
            yield f"{DEMONSTRATION}\r\n".encode()
        yield from super().stream_csv(queryset)

    def write_xlsx(self, queryset, output):
        """Write the workbook, in a demonstration with a warning in its first row."""
        if not settings.DEMO:
            super().write_xlsx(queryset, output)
            return
        written = BytesIO()
        super().write_xlsx(queryset, written)
        workbook = load_workbook(written)
        workbook.active.insert_rows(1)
        workbook.active["A1"] = DEMONSTRATION
        workbook.save(output)


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
