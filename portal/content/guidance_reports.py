"""The admin's screens on what rests on guidance: of one record, and of all that no longer holds."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from portal.content import impact
from portal.content.models import GuidanceRecord
from portal.content.screens import Screen, csv_answer

PAGE_SIZE = 100
READS = "content.view_guidancerecord"


class DependentsScreen(Screen):
    """A list of what rests on guidance, with counts; with `?download=1` the list as CSV."""

    permission_required = READS
    header_icon = "doc-full-inverse"
    template_name = "content/admin/dependents.html"
    file_name = ""
    lead = ""
    empty = ""

    @cached_property
    def found(self) -> list[impact.Dependent]:
        """Return the rows of the list."""
        raise NotImplementedError

    def get(self, request, **kwargs):
        if "download" not in request.GET:
            return super().get(request, **kwargs)
        rows = (
            [*cells[:-2], *(request.build_absolute_uri(path) if path else "" for path in cells[-2:])]
            for cells in (one.cells for one in self.found)
        )
        return csv_answer(self.file_name, impact.COLUMNS, rows)

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "by_kind": impact.by_kind(self.found),
            "by_owner": impact.by_owner(self.found),
            "page_obj": Paginator(self.found, PAGE_SIZE).get_page(self.request.GET.get("p")),
            "lead": self.lead,
            "empty": self.empty,
        }


class ImpactView(DependentsScreen):
    """What rests on one record, and whose it is."""

    page_title = "What rests on"
    empty = "Nothing rests on this record."

    @cached_property
    def record(self) -> GuidanceRecord:
        """Return the record of the address, or 404."""
        return get_object_or_404(GuidanceRecord, pk=self.kwargs["pk"])

    @cached_property
    def found(self) -> list[impact.Dependent]:
        return impact.resting_on([self.record], self.request)

    def get_page_subtitle(self):
        return self.record.title

    @property
    def file_name(self) -> str:
        """Return the name of the file."""
        return f"rests-on-{self.record.slug}"

    @property
    def lead(self) -> str:
        """Return how the record stands."""
        return (
            f"Status: {self.record.get_status_display().lower()}. When it changes, all of this is due for"
            " review that day and each owner gets one letter."
        )

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "changes": self.record.changes.select_related("by")[:5]}


class PastGuidanceView(DependentsScreen):
    """Everything that rests on guidance which no longer holds, across all records."""

    page_title = "Resting on past guidance"
    header_icon = "warning"
    file_name = "resting-on-past-guidance"
    lead = (
        "Pages and entries that cite a record which is superseded, historical or withdrawn. Readers see a"
        " banner on each. Read what holds now, change what must change, then cite the newer record."
    )
    empty = "Nothing rests on guidance that no longer holds."

    @cached_property
    def found(self) -> list[impact.Dependent]:
        return impact.resting_on_the_past(self.request)
