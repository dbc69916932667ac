"""Write and drop rows of the index, with their filters and the count of their words."""

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import DatabaseError, connection
from django.db.models import F, Value
from django.db.models.functions import Greatest

from portal.search import adapters, analysis, places
from portal.search.adapters import Entry
from portal.search.enums import EVERYWHERE, Group
from portal.search.models import (
    LONGEST_BODY,
    SearchChange,
    SearchDocument,
    SearchEdition,
    SearchFacet,
)
from portal.search.places import Places

log = logging.getLogger(__name__)

ONLY = 1  # the table of the edition has one row
AT_ONCE = 200
LONGEST_TERM = 80
LONGEST_VALUE = 80
FACETS = {
    Group.TOPIC: "topics",
    Group.AUDIENCE: "audiences",
    Group.AREA: "areas",
    Group.TAG: "tags",
}
# What a row says of its thing. The rest follows from it, or is bookkeeping.
TOLD = (
    "kind", "title", "url", "summary", "body", "names", "old_names", "place", "status", "checked_on",
    "weight", "title_stems", "name_stems", "body_stems", "lookup",
)  # fmt: skip


def write(changes: Sequence[SearchChange], entries: Mapping[str, Entry]) -> None:
    """Put the entries into the index by their keys, in place of the rows that stand or stood there.

    What has no entry is taken out. Call it within a transaction that holds the notes of the outbox.
    """
    counts: Counter[str] = Counter()
    standing = {row.key: row for row in SearchDocument.objects.filter(key__in=[c.key for c in changes])}
    for change in changes:
        row = standing.get(change.key)
        counts.subtract(words_of(row) if row else change.words)
    drop([row.pk for row in standing.values()])
    rows = [document_of(c.key, entries[c.key], c.version) for c in changes if c.key in entries]
    SearchDocument.objects.bulk_create(rows)
    write_facets((row, entries[row.key]) for row in rows)
    for row in rows:
        counts.update(words_of(row))
    _count(counts)
    raise_edition()


def write_facets(rows: Iterable[tuple[SearchDocument, Entry]]) -> None:
    """Write by what each row, which stands in the index already, can be filtered."""
    known = places.by_stems(places.authorities())
    SearchFacet.objects.bulk_create(
        SearchFacet(document=row, group=group, value=value)
        for row, entry in rows
        for group, value in facets_of(entry, known)
    )


def drop(pks: list[int]) -> None:
    """Take these rows out of the index; the count of their words stays as it is."""
    for rows in (SearchFacet.objects.filter(document__in=pks), SearchDocument.objects.filter(pk__in=pks)):
        rows._raw_delete(rows.db)


def document_of(key: str, entry: Entry, version: int) -> SearchDocument:
    """Return the row for `entry`, not saved."""
    names, old = _lines(entry.names), _lines(entry.old_names)
    summary, body = _plain(entry.summary), _plain(entry.body)[:LONGEST_BODY]
    title = " ".join(_plain(entry.title).split())[:255]
    return SearchDocument(
        key=key,
        kind=str(entry.kind),
        title=title,
        url=entry.url,
        summary=summary,
        body=body,
        names="\n".join(names),
        old_names="\n".join(old),
        place=entry.place[:200],
        status=str(entry.status),
        checked_on=entry.checked_on,
        weight=entry.weight,
        title_stems=_padded(analysis.stems(title)),
        name_stems=_padded(analysis.stems("\n".join([*names, *old]))),
        body_stems=_padded(analysis.stems(f"{summary}\n{body}")),
        lookup=" ".join(analysis.words("\n".join([title, *names, *old]))),
        version=version,
    )


def facets_of(entry: Entry, known: Places) -> list[tuple[str, str]]:
    """Return by what `entry` can be filtered: pairs of a group and a value.

    What has no area of its own belongs to that of the `known` places with whose name its title begins.
    """
    values = {(str(Group.KIND), str(entry.kind))}
    for group, name in FACETS.items():
        values |= {(str(group), value[:LONGEST_VALUE]) for value in getattr(entry, name) if value}
    if not any(group == Group.AREA for group, _ in values):
        areas = places.named_first(entry.title, known) or [EVERYWHERE]
        values |= {(str(Group.AREA), area) for area in areas}
    return sorted(values)


def words_of(document: SearchDocument) -> list[str]:
    """Return the distinct words and, each with a "+" before it, stems of a row."""
    text = f"{document.title}\n{document.names}\n{document.old_names}\n{document.summary}\n{document.body}"
    words = set(analysis.words(text))
    stems = {analysis.stem(word) for word in words}
    return [*{word[:LONGEST_TERM] for word in words}, *{f"+{stem[:LONGEST_TERM]}" for stem in stems}]


def raise_edition() -> None:
    """Let every process know that what it holds of the index is old."""
    following = Greatest(F("number") + 1, Value(time.time_ns() // 1000))
    if not SearchEdition.objects.filter(pk=ONLY).update(number=following):
        SearchEdition.objects.bulk_create([SearchEdition(pk=ONLY)], ignore_conflicts=True)
        SearchEdition.objects.filter(pk=ONLY).update(number=following)


def edition() -> int:
    """Return the number of the index as it is; it rises with every change."""
    return SearchEdition.objects.filter(pk=ONLY).values_list("number", flat=True).first() or 0


@dataclass(frozen=True)
class Difference:
    """Keys whose place in the index is not what readers may find now."""

    missing: list[str] = field(default_factory=list)  # readers may find it, and it is not there
    extra: list[str] = field(default_factory=list)  # it is there, and readers must not find it
    old: dict[str, int] = field(default_factory=dict)  # this version of it says something else by now
    unreadable: list[str] = field(default_factory=list)  # an adapter fails on it, so nobody can tell

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra or self.old or self.unreadable)

    def keys(self) -> list[str]:
        """Return what is to be indexed anew."""
        return [*self.missing, *self.extra, *self.old]


def compare(thorough: bool = True) -> Difference:
    """Return how the index differs from what readers may find now. Nothing is changed.

    What the outbox notes is no difference: it is still to be done. Unless `thorough`, only keys are
    compared: the texts, which take long, are not read.
    """
    noted = set(SearchChange.objects.filter(indexed=False).values_list("key", flat=True))
    held = set(SearchDocument.objects.values_list("key", flat=True)) - noted
    wanted = set(adapters.keys()) - noted
    if not thorough:
        return Difference(missing=sorted(wanted - held), extra=sorted(held - wanted))
    found, known = Difference(), places.by_stems(places.authorities())
    for keys in _batches(held | wanted):
        entries, unreadable = _entries(keys)
        keys = [key for key in keys if key not in unreadable]
        found.unreadable.extend(unreadable)
        rows = {
            row.key: row for row in SearchDocument.objects.filter(key__in=keys).prefetch_related("facets")
        }
        found.missing.extend(key for key in keys if key in entries and key not in rows)
        found.extra.extend(key for key in keys if key in rows and key not in entries)
        both = (key for key in keys if key in rows and key in entries)
        found.old.update(
            (key, rows[key].version) for key in both if not _says(rows[key], entries[key], known)
        )
    return found


def _entries(keys: list[str]) -> tuple[dict[str, Entry], list[str]]:
    """Return the entries of `keys`, and the keys of what an adapter fails on: it holds no other up."""
    try:
        return adapters.entries_of(keys), []
    except DatabaseError:
        raise
    except Exception:
        if len(keys) == 1:
            log.exception("The search could not read %s.", keys[0])
            return {}, keys
    entries: dict[str, Entry] = {}
    unreadable: list[str] = []
    for key in keys:
        found, failed = _entries([key])
        entries |= found
        unreadable += failed
    return entries, unreadable


def _says(row: SearchDocument, entry: Entry, known: Places) -> bool:
    """Return whether `row`, with its facets, is what would be written for `entry`."""
    wanted = document_of(row.key, entry, row.version)
    same = all(getattr(row, name) == getattr(wanted, name) for name in TOLD)
    return same and sorted((each.group, each.value) for each in row.facets.all()) == facets_of(entry, known)


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(keys)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


def _plain(text: str) -> str:
    """Return `text` without the one character that PostgreSQL cannot hold."""
    return text.replace("\0", " ")


def _lines(names: Iterable[str]) -> list[str]:
    plain = (" ".join(_plain(name).split()) for name in names)
    return [name for name in dict.fromkeys(plain) if name]


def _padded(stems: list[str]) -> str:
    """Return the stems with two spaces between: each can then be counted with a space on either side."""
    return f" {'  '.join(stems)} " if stems else ""


def _count(changes: Counter[str]) -> None:
    """Add to the number of documents of each term. In one order, so that two writers never lock up."""
    terms = [(term.removeprefix("+"), term.startswith("+"), by) for term, by in sorted(changes.items()) if by]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_searchterm (text, is_stem, documents) VALUES (%s, %s, %s)"
            " ON CONFLICT (text, is_stem) DO UPDATE"
            " SET documents = search_searchterm.documents + excluded.documents",
            terms,
        )
        cursor.executemany(
            "DELETE FROM search_searchterm WHERE text = %s AND is_stem = %s AND documents <= 0",
            [(text, is_stem) for text, is_stem, by in terms if by < 0],
        )
