"""Titles for what somebody has typed so far. They come from the database, whatever the engine."""

from django.db import connection

from portal.content.enums import PAST
from portal.search import analysis
from portal.search.enums import Group, Kind
from portal.search.models import SearchDocument, SearchFacet
from portal.search.query import LONGEST

SHORTEST = 2  # letters
MOST = 8
MOST_WORDS = 8
CANDIDATES = 60
COLUMNS = ["pk", "title", "kind", "url", "status", "weight", "lookup"]


def suggest(typed: str, home: str = "") -> list[dict]:
    """Return up to eight things whose names hold every word of `typed`, each whole or as it begins.

    In: what was typed, and the slug of the area whose entries win a tie. Out: title, kind and address.
    """
    words = analysis.words(typed[:LONGEST])[:MOST_WORDS]
    if len("".join(words)) < SHORTEST:
        return []
    pks = _candidates(words)
    near = _in_area(pks, home)
    rows = SearchDocument.objects.filter(pk__in=pks).values(*COLUMNS)
    best = sorted(rows, key=lambda row: _order(row, words, near))
    return [_item(row) for row in best[:MOST]]


def _item(row: dict) -> dict:
    return {"title": row["title"], "kind": str(Kind(row["kind"]).label), "url": row["url"]}


def _order(row: dict, words: list[str], near: set[int]) -> tuple:
    """Return by what suggestions stand: what holds now, begins so, is meant most, is near, is short."""
    title = analysis.words(row["title"])
    begins = " ".join(title).startswith(" ".join(words))
    in_title = all(any(part.startswith(word) for part in title) for word in words)
    past = row["status"] in PAST
    return past, not begins, not in_title, -row["weight"], row["pk"] not in near, len(title), row["title"]


def _candidates(words: list[str]) -> list[int]:
    """Return the likeliest rows. Words hold letters and digits only; each is quoted all the same."""
    if connection.vendor == "postgresql":
        asked = " & ".join(f"'{word}':*" for word in words)
        sql = (
            "SELECT id FROM search_searchdocument WHERE prefixes @@ %s::tsquery"
            " ORDER BY ts_rank(prefixes, %s::tsquery, 1) DESC, id LIMIT %s"
        )
        values = [asked, asked, CANDIDATES]
    else:
        sql = "SELECT rowid FROM search_prefixes WHERE search_prefixes MATCH %s ORDER BY rank, rowid LIMIT %s"
        values = [" AND ".join(f'"{word}"*' for word in words), CANDIDATES]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def _in_area(pks: list[int], home: str) -> set[int]:
    facets = SearchFacet.objects.filter(document__in=pks, group=Group.AREA, value=home)
    return set(facets.values_list("document", flat=True)) if home else set()
