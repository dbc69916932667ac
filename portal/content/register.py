"""What the pages of the guidance register show: the list and its facets, chains, what rests on a record."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from portal.content.citations import citations
from portal.content.enums import PAST, GuidanceKind, GuidanceStatus
from portal.content.models import GuidanceChange, GuidanceRecord
from portal.content.readable import address, kind_name, readable

ARCHIVE = "past"
LONG_AGO = datetime.date.min


@dataclass(frozen=True)
class Listing:
    """What a reader asked of the list. A value that is not on its list counts as not given."""

    status: str = ""
    kind: str = ""
    text: str = ""

    @classmethod
    def asked(cls, parameters) -> "Listing":
        """Return the listing that the parameters of an address ask for."""
        status, kind = parameters.get("status", ""), parameters.get("kind", "")
        return cls(
            status=status if status in {ARCHIVE, *GuidanceStatus.values} else "",
            kind=kind if kind in GuidanceKind.values else "",
            text=" ".join(parameters.get("q", "").split())[:100],
        )

    @property
    def is_active(self) -> bool:
        """Return whether anything narrows the list."""
        return bool(self.status or self.kind or self.text)

    @property
    def query(self) -> str:
        """Return the parameters of an address that asks for the same, encoded."""
        given = {"status": self.status, "kind": self.kind, "q": self.text}
        return urlencode({name: value for name, value in given.items() if value})

    def records(self) -> QuerySet[GuidanceRecord]:
        """Return the records, by title. What no longer holds comes only to those who ask for it."""
        found = GuidanceRecord.objects.filter(live=True).select_related("replaced_by").order_by("title", "pk")
        if self.status == ARCHIVE:
            found = found.filter(status__in=PAST)
        elif self.status:
            found = found.filter(status=self.status)
        else:
            found = found.exclude(status__in=PAST)
        if self.kind:
            found = found.filter(kind=self.kind)
        for word in self.text.split():
            found = found.filter(
                Q(title__icontains=word) | Q(issuer__icontains=word) | Q(summary__icontains=word)
            )
        return found


def statuses() -> list[tuple[str, str]]:
    """Return the choices of the status facet, as (value, words)."""
    return [
        *((each.value, str(each.label)) for each in GuidanceStatus),
        (ARCHIVE, "The archive"),
    ]


def in_archive() -> int:
    """Return how many records no longer hold."""
    return GuidanceRecord.objects.filter(live=True, status__in=PAST).count()


def grouped(records) -> dict[str, list[GuidanceRecord]]:
    """Return `records` as `current`, `coming` and `past`, each in their order."""
    groups = {"current": [], "coming": [], "past": []}
    for record in records:
        status = record.guidance_status
        groups["past" if status.is_past else "coming" if status.is_coming else "current"].append(record)
    return groups


def changes() -> QuerySet[GuidanceChange]:
    """Return the changes of the register that readers may see, the newest first."""
    return GuidanceChange.objects.filter(record__live=True).select_related("record__replaced_by")


def lines(record: GuidanceRecord) -> list[list[GuidanceRecord]]:
    """Return each line of replacement through `record`, newest first; the record alone is one of one.

    A record that took the place of two has two lines: nothing stands between editions of another
    text. Drafts are left out. It costs one query, however long the lines are.
    """
    records = {each.pk: each for each in GuidanceRecord.objects.filter(live=True)}
    head = [record]
    while (newer := records.get(head[0].replaced_by_id)) and newer not in head:
        head.insert(0, newer)
    return [[*head[:-1], *tail] for tail in _lines_below(record, list(records.values()), head)]


def _lines_below(record, records, seen) -> list[list[GuidanceRecord]]:
    """Return the lines that begin with `record` and go down to the oldest, the latest in force first."""
    older = [each for each in records if each.replaced_by_id == record.pk and each not in seen]
    if not older:
        return [[record]]
    older.sort(key=lambda each: each.in_force_from or LONG_AGO, reverse=True)
    return [[record, *tail] for each in older for tail in _lines_below(each, records, [*seen, each])]


@dataclass(frozen=True)
class Readable:
    """Something that rests on a record: `url` is empty where it has no page of its own."""

    title: str
    url: str
    kind: str


def what_rests_on(record: GuidanceRecord, request=None) -> list[Readable]:
    """Return everything that cites `record` and that every reader may see, by kind and title.

    It costs one query for what cites what, and a constant number for each kind that does.
    """
    found = [
        Readable(str(thing), address(thing, request), kind_name(thing))
        for kind, cited in citations([record.pk]).items()
        for thing in readable(kind).filter(pk__in=list(cited))
    ]
    return sorted(found, key=lambda each: (each.kind, each.title.casefold()))
