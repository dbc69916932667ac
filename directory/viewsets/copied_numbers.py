"""The report of copied numbers in the admin."""

from directory.copied_numbers import MOST_PAGES, copied_numbers
from directory.viewsets.common import Screen


class CopiedNumbersView(Screen):
    """Pages with a typed number that the directory holds, and what to do about each."""

    permission_required = "directory.change_service"
    page_title = "Copied numbers"
    header_icon = "warning"
    template_name = "directory/admin/copied_numbers.html"

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "copies": copied_numbers(), "most_pages": MOST_PAGES}
