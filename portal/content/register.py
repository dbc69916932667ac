"""What the pages of the guidance register show: groups, chains, and what rests on a record."""

from dataclasses import dataclass

from portal.content.enums import GuidanceStatus
from portal.content.models import Governed, GuidanceRecord
from portal.content.readable import address, readable

COMING = {GuidanceStatus.DRAFT, GuidanceStatus.ENACTED}


def grouped() -> dict[str, list[GuidanceRecord]]:
    """Return the live records as `current`, `coming` and `past`, each by title."""
    groups = {"current": [], "coming": [], "past": []}
    for record in GuidanceRecord.objects.filter(live=True).select_related("replaced_by").order_by("title"):
        status = record.guidance_status
        groups["past" if status.is_past else "coming" if status in COMING else "current"].append(record)
    return groups


def editions(record: GuidanceRecord) -> list[GuidanceRecord]:
    """Return the live editions of one piece of guidance, newest first; the record alone is one.

    It costs one query, however long the chain is.
    """
    records = {each.pk: each for each in GuidanceRecord.objects.filter(live=True)}
    newest, seen = record, {record.pk}
    while newest.replaced_by_id in records and newest.replaced_by_id not in seen:
        newest = records[newest.replaced_by_id]
        seen.add(newest.pk)
    chain, level, seen = [], [newest], {newest.pk}
    while level:
        chain += level
        pks = {each.pk for each in level}
        level = [each for each in records.values() if each.replaced_by_id in pks and each.pk not in seen]
        seen |= {each.pk for each in level}
    return chain


@dataclass(frozen=True)
class Dependent:
    """Something that rests on a record: `url` is empty where it has no page of its own."""

    title: str
    url: str
    kind: str


def what_rests_on(record: GuidanceRecord, request=None) -> list[Dependent]:
    """Return everything that cites `record` and that every reader may see, by kind and title.

    It costs a constant number of queries for each kind of content.
    """
    found = [
        Dependent(str(thing), address(thing, request), _capitalised(kind._meta.verbose_name))
        for kind in Governed.kinds()
        for thing in readable(kind).filter(cites=record)
    ]
    return sorted(found, key=lambda each: (each.kind, each.title.casefold()))


def _capitalised(text) -> str:
    return str(text)[:1].upper() + str(text)[1:]
