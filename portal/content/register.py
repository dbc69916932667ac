"""What the pages of the guidance register show: groups, chains, and what rests on a record."""

from dataclasses import dataclass

from wagtail.models import Page, ReferenceIndex

from portal.content.enums import GuidanceStatus
from portal.content.models import GuidanceRecord

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
    groups = ReferenceIndex.get_grouped_references_to(record)
    citing = [thing for thing, references in groups if any(r.model_path == "cites" for r in references)]
    pages = Page.objects.live().public().in_bulk([thing.pk for thing in citing if isinstance(thing, Page)])
    found = []
    for thing in citing:
        if isinstance(thing, Page):
            url = thing.get_url(request) if thing.pk in pages else None
        elif getattr(thing, "live", True) and not getattr(thing, "is_gone", False):
            url = thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""
        else:
            url = None
        if url is not None:
            kind = str(thing._meta.verbose_name)
            found.append(Dependent(str(thing), url, kind[:1].upper() + kind[1:]))
    return sorted(found, key=lambda each: (each.kind, each.title.casefold()))
