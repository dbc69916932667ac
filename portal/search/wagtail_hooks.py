"""What the search adds to Wagtail's admin: its menu, and the reports on what people search."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.documents.models import Document
from wagtail.snippets.models import register_snippet

from portal.search import adapters, outbox
from portal.search.document_report import DocumentReportView
from portal.search.reports import READS, SearchReportView, add_button
from portal.search.viewsets import SearchGroup

register_snippet(SearchGroup)


@hooks.register("register_admin_urls")
def report_urls():
    """Add the address of the reports."""
    return [
        path("reports/searches/", SearchReportView.as_view(), name="search_report"),
        path("reports/documents/", DocumentReportView.as_view(), name="search_documents"),
    ]


class ReportItem(MenuItem):
    """The reports, for those who may read them."""

    def is_shown(self, request):
        return request.user.has_perm(READS)


@hooks.register("register_reports_menu_item")
def report_item():
    """Offer the reports beside "Was this page useful?"."""
    address = reverse("search_report")
    return ReportItem("What people search", address, name="searches", icon_name="search", order=875)


@hooks.register("register_reports_menu_item")
def documents_item():
    """Offer the report on documents below it."""
    address = reverse("search_documents")
    return ReportItem("Documents in the search", address, name="documents", icon_name="doc-full", order=876)


@hooks.register("search_report_buttons")
def offer_best_bet(user, query: str) -> list[tuple[str, str]]:
    """Offer to put a page first for a query."""
    add = "wagtailsnippets_search_bestbet:add"
    return add_button(user, "search.add_bestbet", "Best bet", add, query=query)


@hooks.register("after_bulk_action")
def note_documents(request, action_type, objects, action) -> None:
    """Note documents that are put into another collection together: Wagtail writes that past the signals."""
    adapter = adapters.adapter_of(Document)
    documents = [each.pk for each in objects if isinstance(each, Document)]
    if adapter and documents:
        outbox.mark(map(adapter.key, documents))
