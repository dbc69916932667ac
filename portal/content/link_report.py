"""The admin's report of links that lead nowhere, by owner."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from portal.content.guidance_reports import PAGE_SIZE, READS
from portal.content.link_check.check import DeadLink, dead_links
from portal.content.models import LinkCheck
from portal.content.screens import Screen, csv_answer

COLUMNS = ("Owner", "Where it stands", "Kind", "Link", "What it answers", "Dead since", "Last asked")


class DeadLinksView(Screen):
    """The list; with `?download=1` as CSV. Nothing here stops anybody from publishing."""

    permission_required = READS
    page_title = "Dead links"
    header_icon = "link"
    template_name = "content/admin/dead_links.html"

    @cached_property
    def found(self) -> list[DeadLink]:
        """Return the rows of the list."""
        return dead_links()

    def get(self, request, **kwargs):
        if "download" not in request.GET:
            return super().get(request, **kwargs)
        return csv_answer("dead-links", COLUMNS, (_cells(one) for one in self.found))

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "page_obj": Paginator(self.found, PAGE_SIZE).get_page(self.request.GET.get("p")),
            "newest": LinkCheck.objects.order_by("-checked_at").first(),
        }


def _cells(one: DeadLink) -> list[str]:
    days = (one.check.first_failed_at, one.check.checked_at)
    return [
        one.owner_name,
        one.place.title,
        one.place.kind,
        one.check.url,
        one.why,
        *(day.date().isoformat() if day else "" for day in days),
    ]
