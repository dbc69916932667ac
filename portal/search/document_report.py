"""The admin's report on documents: which are found by their text, and why others are not."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Case, When
from django.urls import reverse
from wagtail.documents.models import Document

from portal.content.screens import Screen
from portal.search import texts
from portal.search.models import DocumentText
from portal.search.reports import PAGE_SIZE, READS

FOUND = "Found by its title and its text"
WAITING = "Found by its title; its text will be read within minutes"
PRIVATE = "Not in the search: its collection is private"


@dataclass(frozen=True)
class Row:
    """One document, and what the search makes of it."""

    document: Document
    state: str

    @property
    def edit_url(self) -> str:
        """Return the address of its form."""
        return reverse("wagtaildocs:edit", args=[self.document.pk])


def state(document: Document, is_public: bool, read) -> str:
    """Return in one sentence what the search makes of `document`."""
    if not is_public:
        return PRIVATE
    if read is None:
        return WAITING
    if not read.problem:
        return FOUND
    if read.has_text:
        return f"Found by its title and part of its text, because {read.problem}"
    return f"Found by its title; its text could not be read because {read.problem}"


def rows(documents) -> list[Row]:
    """Return the rows for `documents`."""
    public = set(
        texts.public_documents().filter(pk__in=[d.pk for d in documents]).values_list("pk", flat=True)
    )
    hashes = [document.file_hash for document in documents]
    kept = DocumentText.objects.filter(file_hash__in=hashes).defer("text")
    kept = kept.annotate(has_text=Case(When(text="", then=False), default=True))
    read = {each.file_hash: each for each in kept}
    return [Row(d, state(d, d.pk in public, read.get(d.file_hash))) for d in documents]


class DocumentReportView(Screen):
    """All documents, the newest first."""

    permission_required = READS
    page_title = "Documents in the search"
    header_icon = "doc-full"
    template_name = "search/admin/documents.html"

    def get_context_data(self, **kwargs):
        documents = Document.objects.order_by("-created_at", "-pk")
        page = Paginator(documents, PAGE_SIZE).get_page(self.request.GET.get("p"))
        return {**super().get_context_data(**kwargs), "page_obj": page, "rows": rows(list(page))}
