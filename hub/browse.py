"""Looking through the hub: by topic, audience, kind and strand, with how many there are of each.

A hub holds some hundreds of pages, so what each is about is read in three queries and counted in
Python: the number of queries does not depend on the number of pages, nor on the filters.
"""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from hub.enums import Strand
from hub.models import HubPage, HubSectionPage, Kind, TopicPage
from portal.content.enums import GuidanceStatus
from portal.content.models import Audience, Topic

PAGE_SIZE = 20
NEWEST = 5
CHANGES = 6
BY_DATE = {Kind.ARTICLE, Kind.CASE_STUDY, Kind.BULLETIN, Kind.MEETING}
PAST = {status.value for status in GuidanceStatus if status.is_past}


@dataclass
class Row:
    """What is known of a page while the list is narrowed: the values it has in each group."""

    pk: int
    values: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """One box: how many pages there would be, and whether it is ticked."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Group:
    """One question of the form with its boxes."""

    name: str
    legend: str
    options: list[Option]


@dataclass(frozen=True)
class Chip:
    """One choice that the reader made, and the address of the list without it."""

    legend: str
    label: str
    without: str


class Listing:
    """The pages that a reader may read, narrowed by what the reader chose.

    AND between groups, OR within one; each count leaves out the choices of its own group. A value
    that nobody offers is ignored. What is past stays out unless `status` asks for it.
    """

    def __init__(self, params: QueryDict, user, shelf: HubSectionPage | None = None):
        self.shelf = shelf
        self.pages = HubPage.objects.readable_by(user)
        if shelf:
            self.pages = self.pages.child_of(shelf)
        self.rows = _rows(self.pages)
        self.labels = _labels(with_kinds=shelf is None)
        self.chosen = {
            name: [value for value in dict.fromkeys(params.getlist(name)) if value in offered]
            for name, (_, offered) in self.labels.items()
        }
        self.found = [row for row in self.rows if self._fits(row)]
        self.page_obj = Paginator(self._in_order(), PAGE_SIZE).get_page(params.get("page"))

    @property
    def is_narrowed(self) -> bool:
        """Return whether the reader chose anything."""
        return any(self.chosen.values())

    @property
    def query(self) -> str:
        """Return what was chosen as a query string, without the page."""
        return urlencode(self.chosen, doseq=True)

    @property
    def groups(self) -> list[Group]:
        """Return the form: every group with the boxes that lead somewhere."""
        return [group for name in self.labels if (group := self._group(name)).options]

    @property
    def chips(self) -> list[Chip]:
        """Return each choice with the way to take it back."""
        return [
            Chip(legend, offered[value], self._without(name, value))
            for name, (legend, offered) in self.labels.items()
            for value in self.chosen[name]
        ]

    def _fits(self, row: Row, but: str = "") -> bool:
        """Return whether `row` has what was chosen in every group, the group `but` left aside."""
        if but != "status" and not self.chosen["status"] and row.values["status"] & PAST:
            return False
        return all(
            row.values[name].intersection(values)
            for name, values in self.chosen.items()
            if values and name != but
        )

    def _group(self, name: str) -> Group:
        legend, offered = self.labels[name]
        counts = dict.fromkeys(offered, 0)
        for row in self.rows:
            if self._fits(row, but=name):
                for value in row.values[name] & counts.keys():
                    counts[value] += 1
        options = [
            Option(value, label, counts[value], value in self.chosen[name])
            for value, label in offered.items()
            if counts[value] or value in self.chosen[name]
        ]
        return Group(name, legend, options)

    def _without(self, name: str, value: str) -> str:
        rest = {**self.chosen, name: [other for other in self.chosen[name] if other != value]}
        return f"?{urlencode(rest, doseq=True)}"

    def _in_order(self) -> QuerySet:
        found = self.pages.filter(pk__in=[row.pk for row in self.found])
        by_date = self.shelf is None or Kind(self.shelf.holds) in BY_DATE
        return found.order_by("-first_published_at", "title") if by_date else found.order_by("title")


def _rows(pages: QuerySet) -> list[Row]:
    """Return what each of `pages` is about, in three queries."""
    rows = {
        pk: Row(pk, {"kind": {kind.removesuffix("page")}, "strand": {strand}, "status": {status}})
        for pk, kind, strand, status in pages.values_list("pk", "content_type__model", "strand", "status")
    }
    for name, link, word in (
        ("topic", HubPage.topics.through, "topic__slug"),
        ("audience", HubPage.audiences.through, "audience__slug"),
    ):
        for row in rows.values():
            row.values[name] = set()
        for pk, slug in link.objects.filter(hubpage__in=pages.order_by()).values_list("hubpage_id", word):
            rows[pk].values[name].add(slug)
    return list(rows.values())


def _labels(with_kinds: bool) -> dict[str, tuple[str, dict[str, str]]]:
    """Return, for each group, its question and the label of each value."""
    groups = {
        "topic": ("Topic", dict(Topic.objects.values_list("slug", "name"))),
        "audience": ("For", dict(Audience.objects.values_list("slug", "name"))),
        "kind": ("Kind", dict(Kind.choices)),
        "strand": ("What schools work on", dict(Strand.choices)),
        "status": ("Status", dict(GuidanceStatus.choices)),
    }
    if not with_kinds:
        del groups["kind"]
    return groups


def hub_home(request) -> dict:
    """Return what the first page of the hub shows to this reader: its rooms, or a list."""
    listing = Listing(request.GET, request.user)
    if listing.is_narrowed or "page" in request.GET:
        return {"listing": listing}
    pages = HubPage.objects.readable_by(request.user)
    counts = {option.value: option.count for option in listing._group("kind").options}
    shelves = HubSectionPage.objects.live().public()
    return {
        "listing": listing,
        "topics": TopicPage.objects.readable_by(request.user).order_by("title"),
        "shelves": [
            {"page": shelf, "count": counts[shelf.holds]}
            for shelf in sorted(shelves, key=lambda shelf: list(Kind).index(Kind(shelf.holds)))
            if shelf.holds in counts and shelf.holds != Kind.TOPIC
        ],
        "strands": listing._group("strand").options,
        "newest": pages.order_by("-first_published_at", "title")[:NEWEST],
        "changed": pages.exclude(changed_on=None).order_by("-changed_on", "title")[:CHANGES],
    }


def shelf(request, section: HubSectionPage) -> dict:
    """Return what a shelf shows to this reader."""
    return {"listing": Listing(request.GET, request.user, section)}
