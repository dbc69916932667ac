"""The admin's reports on the log: what nobody finds, what nobody opens, what is looked for most."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Avg, Count, F, IntegerField, Max, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import NoReverseMatch, reverse
from wagtail import hooks

from portal.content.screens import Screen, csv_answer
from portal.search.models import SearchLog
from portal.search.redact import TAKEN_OUT

READS = "search.view_searchlog"
PAGE_SIZE = 50
ENOUGH = 3  # searches, before few openings of what was found mean anything
FEW_OPENED = 0.2
SLOW = 500  # milliseconds


@dataclass(frozen=True)
class Report:
    """One way to look at the log."""

    name: str
    label: str
    about: str


REPORTS = [
    Report(
        "nothing", "Found nothing", "What people looked for and did not find. Add a synonym, or write it."
    ),
    Report(
        "unopened",
        "Rarely opened",
        f"Searched {ENOUGH} times or more, and fewer than one in five opened a result: the right one is"
        " missing or stands too low. Only browsers with JavaScript tell what was opened.",
    ),
    Report(
        "corrected",
        "Corrected",
        "What was searched under another spelling. A name that is right may be unknown here.",
    ),
    Report(
        "relaxed", "Some words only", "No page holds all the words, so pages with some of them were shown."
    ),
    Report("top", "Most searched", "What people look for most."),
    Report("slow", "Slow", f"Searches that took more than {SLOW} milliseconds on average."),
]


@dataclass(frozen=True)
class Row:
    """One query, all its searches together."""

    query: str
    times: int
    most: int
    opened: int
    took: int
    last: object

    @property
    def share(self) -> int:
        """Return how many of a hundred searches led to an opened result."""
        return round(100 * self.opened / self.times)

    @property
    def judgement(self) -> str:
        """Return what to copy into the list of judged queries, to be completed by hand."""
        words = self.query.replace("\\", "").replace('"', "")
        return f'- query: "{words}"\n  stratum: log\n  held_out: false\n  wanted:\n    /where/it/stands/: 3'


def rows(name: str) -> list[Row]:
    """Return the rows of a report, the most frequent first. What was taken out names nothing to mend."""
    counted = (
        SearchLog.objects.exclude(query__contains=TAKEN_OUT)
        .order_by()
        .values("query")
        .annotate(
            times=Count("pk"),
            most=Max("results"),
            opened=Count("clicked_rank"),
            took=Cast(Avg("milliseconds"), IntegerField()),
            last=Max("day"),
            nothing=Count("pk", filter=Q(results=0)),
            corrections=Count("pk", filter=Q(corrected=True)),
            relaxations=Count("pk", filter=Q(relaxed=True)),
        )
    )
    chosen = _chosen(name, counted).order_by("-times", "query")
    columns = ["query", "times", "most", "opened", "took", "last"]
    return [Row(**row) for row in chosen.values(*columns)]


def _chosen(name: str, counted: QuerySet) -> QuerySet:
    wanted = {
        "nothing": Q(nothing__gt=0),
        "unopened": Q(times__gte=ENOUGH, most__gt=0, opened__lt=F("times") * FEW_OPENED),
        "corrected": Q(corrections__gt=0),
        "relaxed": Q(relaxations__gt=0),
        "slow": Q(took__gt=SLOW),
    }
    return counted.filter(wanted.get(name, Q()))


class SearchReportView(Screen):
    """What people search, for those who read what readers say of every page."""

    permission_required = READS
    page_title = "What people search"
    header_icon = "search"
    template_name = "search/admin/report.html"

    def get(self, request, **kwargs):
        if "download" not in request.GET:
            return super().get(request, **kwargs)
        head = ["Query", "Searches", "Results", "Opened", "Milliseconds", "Last"]
        cells = ([r.query, r.times, r.most, r.opened, r.took, r.last] for r in rows(self.report.name))
        return csv_answer(f"searches-{self.report.name}", head, cells)

    @property
    def report(self) -> Report:
        """Return the report that was asked for; the first where none was."""
        asked = self.request.GET.get("show", "")
        return next((report for report in REPORTS if report.name == asked), REPORTS[0])

    def get_context_data(self, **kwargs):
        page = Paginator(rows(self.report.name), PAGE_SIZE).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "reports": REPORTS,
            "report": self.report,
            "page_obj": page,
            "rows": [(row, buttons(self.request.user, row.query)) for row in page],
            "search": reverse("search:search"),
        }


def buttons(user, query: str) -> list[tuple[str, str]]:
    """Return (label, address) of what `user` may do about a query: what rooms offer by their hook.

    The hook is `search_report_buttons`: a function of the user and the query that returns such pairs.
    """
    return [pair for offer in hooks.get_hooks("search_report_buttons") for pair in offer(user, query)]


def add_button(user, permission: str, label: str, name: str, **fields: str) -> list[tuple[str, str]]:
    """Return the button that opens the form `name` with `fields` filled in, where `user` may."""
    try:
        address = reverse(name)
    except NoReverseMatch:
        return []
    address += f"?{urlencode(fields)}" if fields else ""
    return [(label, address)] if user.has_perm(permission) else []
