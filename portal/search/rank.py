"""The one ranker: BM25F over what an engine found, so that every engine gives the same order.

BM25F: Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (2004).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.search.match import Alternative, Concept
from portal.search.models import SearchDocument

K1 = 1.2
# Field, weight, and how much its length counts.
FIELDS = [("title_stems", 3.0, 0.5), ("name_stems", 3.0, 0.3), ("body_stems", 1.0, 0.75)]
USUAL_LENGTH = {"title_stems": 4, "name_stems": 6, "body_stems": 200}
TITLE_COVERAGE = 1.0
NEIGHBOURS = 0.25
WHOLE_NAME = 1.5  # the query is the title, or one of its names
COLUMNS = ["pk", "title_stems", "name_stems", "body_stems", "weight"]


@dataclass(frozen=True)
class Corpus:
    """How many documents there are, and in how many of them a stem stands."""

    documents: int
    frequencies: dict[str, int]

    def rarity(self, alternative: Alternative) -> float:
        """Return the inverse document frequency; a phrase is as rare as the rarest of its words."""
        held = min(self.frequencies.get(stem, 0) for stem in alternative.stems)
        return math.log(1 + (self.documents - held + 0.5) / (held + 0.5))


@dataclass(frozen=True)
class Ranked:
    """A row and its score, higher is better."""

    pk: int
    score: float


def rank(rows: Iterable[dict], concepts: Sequence[Concept], corpus: Corpus) -> list[Ranked]:
    """Return `rows` (of `COLUMNS`), best first; the newer row first where two are alike."""
    typed = _text([stem for concept in concepts for stem in concept.stems])
    ranked = [Ranked(row["pk"], score(row, concepts, corpus, typed)) for row in rows]
    return sorted(ranked, key=lambda each: (-round(each.score, 6), each.pk))


def score(row: dict, concepts: Sequence[Concept], corpus: Corpus, typed: str) -> float:
    """Return how well a row fits what was asked."""
    fit = sum(_fit(row, concept, corpus) for concept in concepts)
    covered = sum(any(_text(way.stems) in row["title_stems"] for way in c.alternatives) for c in concepts)
    fit *= 1 + TITLE_COVERAGE * covered / len(concepts)
    fit *= 1 + NEIGHBOURS * _beside_each_other(row, concepts)
    if typed == row["title_stems"]:
        fit *= WHOLE_NAME
    return fit * row["weight"]


def _fit(row: dict, concept: Concept, corpus: Corpus) -> float:
    """Return what one concept adds: that of the best of its alternatives."""
    best = 0.0
    for way in concept.alternatives:
        text, often = _text(way.stems), 0.0
        for field, weight, by_length in FIELDS:
            if count := row[field].count(text):
                length = row[field].count("  ") + 1
                often += weight * count / (1 - by_length + by_length * length / USUAL_LENGTH[field])
        best = max(best, way.weight * corpus.rarity(way) * often / (K1 + often))
    return best


def _beside_each_other(row: dict, concepts: Sequence[Concept]) -> float:
    """Return the share of neighbouring words of the query that are neighbours in the row too."""
    pairs = [(*a.stems, *b.stems) for a, b in pairwise(concepts)]
    texts = [row[field] for field, *_ in FIELDS]
    return sum(any(_text(pair) in text for text in texts) for pair in pairs) / len(pairs) if pairs else 0.0


def _text(stems: Sequence[str]) -> str:
    """Return the stems as a column of the index holds them."""
    return f" {'  '.join(stems)} "


def columns_of(pks: list[int]):
    """Return the rows that `rank` reads."""
    return SearchDocument.objects.filter(pk__in=pks).values(*COLUMNS)
