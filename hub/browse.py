"""Looking through the hub: by topic, audience, kind and strand, with how many there are of each.

A hub holds some hundreds of pages, so what each is about is read in two queries and counted in
Python: the number of queries does not depend on the number of pages, nor on the filters.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import CharField, F, QuerySet, Value
from django.http import QueryDict

from hub.models import HubPage, HubSectionPage, Kind
from portal.content.enums import GuidanceStatus, Strand
from portal.content.register import changes
from portal.content.usefulness import most_useful

PAGE_SIZE = 20
NEWEST = 5
CHANGES = 4
GUIDANCE_CHANGES = 3
BY_DATE = {Kind.ARTICLE, Kind.CASE_STUDY, Kind.BULLETIN, Kind.MEETING}
PAST = {status.value for status in GuidanceStatus if status.is_past}
LONG_AGO = datetime.datetime.min.replace(tzinfo=datetime.UTC)


@dataclass
class Row:
    """What is known of a page while the list is narrowed: the values it has in each group."""

    pk: int
    title: str
    published: datetime.datetime
    changed: datetime.date | None
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
        self.rows, self.labels = _read(self.pages)
        if shelf:
            del self.labels["kind"]
        self.chosen = {
            name: [value for value in dict.fromkeys(params.getlist(name)) if value in offered]
            for name, (_, offered) in self.labels.items()
        }
        found = self._in_order([row for row in self.rows if self._fits(row)])
        self.page_obj = Paginator([row.pk for row in found], PAGE_SIZE).get_page(params.get("page"))

    @property
    def shown(self) -> list[HubPage]:
        """Return the pages that this page of the list shows."""
        return self.bring(self.page_obj.object_list)

    def bring(self, pks: Iterable[int]) -> list[HubPage]:
        """Return these pages, in this order."""
        found = HubPage.objects.in_bulk(list(pks))
        return [found[pk] for pk in pks if pk in found]

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
        return [group for name in self.labels if (group := self.group(name)).options]

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

    def group(self, name: str) -> Group:
        """Return one question of the form: only the boxes that lead somewhere."""
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

    def _in_order(self, rows: list[Row]) -> list[Row]:
        rows = sorted(rows, key=_name)
        by_date = self.shelf is None or Kind(self.shelf.holds) in BY_DATE
        return sorted(rows, key=lambda row: row.published, reverse=True) if by_date else rows


def _read(pages: QuerySet) -> tuple[list[Row], dict[str, tuple[str, dict]]]:
    """Return what each of `pages` is about, and each group with the labels of its values."""
    columns = ("pk", "title", "first_published_at", "changed_on", "content_type__model", "strand", "status")
    rows = {
        pk: Row(
            pk,
            title,
            published or LONG_AGO,
            changed,
            {
                "topic": set(),
                "audience": set(),
                "kind": {kind.removesuffix("page")},
                "strand": {strand},
                "status": {status},
            },
        )
        for pk, title, published, changed, kind, strand, status in pages.values_list(*columns)
    }
    labels: dict[str, tuple[str, dict]] = {
        "topic": ("Topic", {}),
        "audience": ("For", {}),
        "kind": ("Kind", dict(Kind.choices)),
        "strand": ("What schools work on", dict(Strand.choices)),
        "status": ("Status", dict(GuidanceStatus.choices)),
    }
    links = _links(pages, "topic").union(_links(pages, "audience"), all=True)
    for group, _, label, value, pk in sorted(links):
        if pk in rows:  # else it was published between the two queries
            rows[pk].values[group].add(value)
            labels[group][1][value] = label
    return list(rows.values()), labels


def _links(pages: QuerySet, group: str) -> QuerySet:
    """Return the query for (group, order, label, value, page): which topics or audiences `pages` have."""
    links = getattr(HubPage, f"{group}s").through.objects.filter(hubpage__in=pages.order_by())
    columns = {
        "group": Value(group, output_field=CharField()),
        "order": F(f"{group}__order"),
        "label": F(f"{group}__name"),
        "value": F(f"{group}__slug"),
    }
    return links.annotate(**columns).values_list(*columns, "hubpage_id")


def hub_home(request) -> dict:
    """Return what the first page of the hub shows to this reader: its rooms, or a list."""
    listing = Listing(request.GET, request.user)
    if listing.is_narrowed or "page" in request.GET:
        return {"listing": listing}
    current = [row for row in listing.rows if not row.values["status"] & PAST]
    topics = sorted((row for row in current if Kind.TOPIC in row.values["kind"]), key=_name)
    newest = sorted(current, key=lambda row: row.published, reverse=True)[:NEWEST]
    changed = sorted((row for row in current if row.changed), key=_changed, reverse=True)
    groups = {"topics": topics, "newest": newest, "changed": changed[:CHANGES], "useful": _useful(current)}
    pages = {page.pk: page for page in listing.bring({row.pk for rows in groups.values() for row in rows})}
    return {
        "listing": listing,
        **{name: [pages[row.pk] for row in rows if row.pk in pages] for name, rows in groups.items()},
        "shelves": _shelves({option.value: option.count for option in listing.group("kind").options}),
        "strands": listing.group("strand").options,
        "audiences": listing.group("audience").options,
        "guidance_changes": changes()[:GUIDANCE_CHANGES],
    }


def _useful(rows: list[Row]) -> list[Row]:
    """Return those of `rows` that most readers found useful in the last three months."""
    known = {row.pk: row for row in rows}
    return [known[pk] for pk, _ in most_useful(HubPage, limit=4 * NEWEST) if pk in known][:NEWEST]


def _name(row: Row) -> str:
    return row.title.casefold()


def _changed(row: Row) -> datetime.date:
    return row.changed or datetime.date.min


def _shelves(counts: dict[str, int]) -> list[dict]:
    """Return the shelves that hold something, with how much; topics stand on the page already."""
    order = {kind.value: number for number, kind in enumerate(Kind)}
    shelves = sorted(HubSectionPage.objects.live(), key=lambda shelf: order[shelf.holds])
    return [
        {"page": shelf, "count": counts[shelf.holds]}
        for shelf in shelves
        if shelf.holds in counts and shelf.holds != Kind.TOPIC
    ]


def shelf(request, section: HubSectionPage) -> dict:
    """Return what a shelf shows to this reader."""
    return {"listing": Listing(request.GET, request.user, section)}
