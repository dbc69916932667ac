"""Write and drop rows of the index, with their filters and the count of their words."""

import time
from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Greatest

from portal.search import analysis
from portal.search.adapters import Entry
from portal.search.enums import Group
from portal.search.models import LONGEST_BODY, SearchDocument, SearchEdition, SearchFacet

ONLY = 1  # the table of the edition has one row
LONGEST_TERM = 80
FACETS = {
    Group.TOPIC: "topics",
    Group.AUDIENCE: "audiences",
    Group.AREA: "areas",
    Group.TAG: "tags",
}


def write(key: str, entry: Entry | None, version: int, words_before: list[str]) -> None:
    """Put `entry` into the index as `key`, in place of a row that had `words_before`; None takes it out."""
    drop(list(SearchDocument.objects.filter(key=key).values_list("pk", flat=True)))
    words: list[str] = []
    if entry:
        document = document_of(key, entry, version)
        document.save(force_insert=True)
        SearchFacet.objects.bulk_create(_facets(document, entry))
        words = words_of(document)
    _count(Counter(words) - Counter(words_before), 1)
    _count(Counter(words_before) - Counter(words), -1)


def drop(pks: list[int]) -> None:
    """Take these rows out of the index; the count of their words stays as it is."""
    for rows in (SearchFacet.objects.filter(document__in=pks), SearchDocument.objects.filter(pk__in=pks)):
        rows._raw_delete(rows.db)


def document_of(key: str, entry: Entry, version: int) -> SearchDocument:
    """Return the row for `entry`, not saved."""
    names, old = _lines(entry.names), _lines(entry.old_names)
    body = entry.body[:LONGEST_BODY]
    return SearchDocument(
        key=key,
        kind=entry.kind,
        title=entry.title[:255],
        url=entry.url,
        summary=entry.summary,
        body=body,
        names="\n".join(names),
        old_names="\n".join(old),
        place=entry.place[:200],
        status=entry.status,
        checked_on=entry.checked_on,
        weight=entry.weight,
        title_stems=_padded(analysis.stems(entry.title)),
        name_stems=_padded(analysis.stems("\n".join([*names, *old]))),
        body_stems=_padded(analysis.stems(f"{entry.summary}\n{body}")),
        lookup=" ".join(analysis.words("\n".join([entry.title, *names, *old]))),
        version=version,
    )


def words_of(document: SearchDocument) -> list[str]:
    """Return the distinct words and, each with a "+" before it, stems of a row."""
    text = f"{document.title}\n{document.names}\n{document.old_names}\n{document.summary}\n{document.body}"
    words = {word[:LONGEST_TERM] for word in analysis.words(text)}
    return [*words, *{f"+{analysis.stem(word)}"[: LONGEST_TERM + 1] for word in words}]


def raise_edition() -> None:
    """Let every process know that what it holds of the index is old."""
    following = Greatest(F("number") + 1, Value(time.time_ns() // 1000))
    if not SearchEdition.objects.filter(pk=ONLY).update(number=following):
        SearchEdition.objects.bulk_create([SearchEdition(pk=ONLY)], ignore_conflicts=True)
        SearchEdition.objects.filter(pk=ONLY).update(number=following)


def edition() -> int:
    """Return the number of the index as it is; it rises with every change."""
    return SearchEdition.objects.filter(pk=ONLY).values_list("number", flat=True).first() or 0


def _facets(document: SearchDocument, entry: Entry) -> list[SearchFacet]:
    values = {(Group.KIND, str(entry.kind))}
    values |= {(group, value) for group, name in FACETS.items() for value in getattr(entry, name) if value}
    return [SearchFacet(document=document, group=group, value=value) for group, value in sorted(values)]


def _lines(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))


def _padded(stems: list[str]) -> str:
    """Return the stems with two spaces between: each can then be counted with a space on either side."""
    return f" {'  '.join(stems)} " if stems else ""


def _count(terms: Counter, by: int) -> None:
    """Add `by` to the number of documents of each term. In one order, so that two writers never lock up."""
    rows = [(term.removeprefix("+"), term.startswith("+"), by) for term in sorted(terms)]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_searchterm (text, is_stem, documents) VALUES (%s, %s, %s)"
            " ON CONFLICT (text, is_stem) DO UPDATE"
            " SET documents = search_searchterm.documents + excluded.documents",
            rows,
        )
        if by < 0:
            cursor.execute("DELETE FROM search_searchterm WHERE documents <= 0")
