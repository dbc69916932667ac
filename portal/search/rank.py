"""The one ranker: BM25F over what an engine found, so that every engine gives the same order.

BM25F: Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (2004).
The weights were chosen on that half of tests/search_eval/judgements.yaml which is not held out, and on
Cranfield's queries.
"""

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise, product

from portal.content.enums import GuidanceStatus
from portal.search import analysis
from portal.search.enums import EVERYWHERE, Group, Kind
from portal.search.match import Alternative, Concept
from portal.search.models import SearchDocument, SearchFacet
from portal.search.places import begins
from portal.search.synonyms import telling
from portal.search.understand import Wish

K1 = 1.2
# Field, weight, and how much its length counts.
FIELDS = [("title_stems", 3.0, 0.5), ("name_stems", 3.0, 0.3), ("body_stems", 1.0, 0.75)]
USUAL_LENGTH = {"title_stems": 4, "name_stems": 6, "body_stems": 150}
# What a title or a name adds that holds all of the query. One that holds half of it may do so by chance,
# so a share counts for less than it is.
TITLE_COVERAGE = 1.0
NAME_COVERAGE = 0.5
SHARED = 1.5
NEIGHBOURS = 0.25
WHOLE_TITLE = 1.6  # the query is the title, with or without the place that begins it
WHOLE_NAME = 1.6  # the query is one of the other names
SUPERSEDED = 0.4  # what no longer holds stands below what does
ELSEWHERE = 0.8  # another authority's entry, beside that of the reader's own
ORGANISATION = 0.7  # it leads to its services, which somebody more likely wants
DEFINITION = 0.6  # that of what was asked for stands in a card above the results
WISHED = {Wish.NUMBER: (Kind.SERVICE, 1.5), Wish.MEANING: (Kind.GLOSSARY, 1.5)}
MOST_WAYS = 64  # to say a whole query
COLUMNS = [
    "pk", "kind", "title", "names", "old_names", "weight", "status",
    "title_stems", "name_stems", "body_stems",
]  # fmt: skip


@dataclass(frozen=True)
class Corpus:
    """How many documents there are, and in how many of them a stem stands."""

    documents: int
    frequencies: dict[str, int]

    def holds(self, alternative: Alternative) -> int:
        """Return in how many documents it may stand at most."""
        return min(self.frequencies.get(stem, 0) for stem in alternative.stems)

    def rarity(self, alternative: Alternative) -> float:
        """Return the inverse document frequency; a phrase is as rare as the rarest of its words."""
        held = self.holds(alternative)
        return math.log(1 + max(self.documents - held + 0.5, 0) / (held + 0.5))


@dataclass(frozen=True)
class Reader:
    """Who asks: the area whose entries come first of two that tie, every area, and what is wished for.

    `places` has the stems of each area's name: a title without them is what people call the thing.
    """

    home: str = ""
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wish: Wish = Wish.NOTHING


@dataclass(frozen=True)
class Ranked:
    """A row and its score, higher is better; `why` has what made it, by name."""

    pk: int
    score: float
    kind: str = ""
    why: dict = field(default_factory=dict)

    @property
    def is_named(self) -> bool:
        """Return whether the query is its title or one of its names."""
        return self.why.get("name", 1) > 1


NOBODY = Reader()
_IN_BRACKETS = re.compile(r"\(([^)]+)\)")  # "When a pupil cannot face school (EBSA)"


class Asked:
    """What was asked for, with all that is the same for every row.

    `loose` are words of its names by themselves: they add to the fit, and to nothing else. `often` has how
    many times a concept is said: what is said twice counts twice, as in BM25 itself.
    """

    def __init__(
        self,
        concepts: Sequence[Concept],
        corpus: Corpus,
        loose: Sequence[Concept] = (),
        often: Mapping[Concept, int] | None = None,
    ):
        times = often or {}
        self.ways = [_worth(concept, corpus, times.get(concept, 1)) for concept in concepts]
        self.loose = [_worth(concept, corpus) for concept in loose]
        self.pairs = [_text((*a.stems, *b.stems)) for a, b in pairwise(concepts)]
        self.whole: dict[tuple[str, ...], float] = {}
        for said in islice(product(*(concept.alternatives for concept in concepts)), MOST_WAYS):
            stems = telling([stem for way in said for stem in way.stems])
            self.whole.setdefault(stems, min((way.weight for way in said), default=1.0))


def _worth(concept: Concept, corpus: Corpus, times: int = 1) -> list[tuple[str, float]]:
    """Return the ways to say a concept and what each is worth, said so many times.

    A rare synonym says no more than the word that was typed, where that stands anywhere.
    """
    most = corpus.rarity(concept.alternatives[0])
    return [
        (_text(way.stems), times * way.weight * min(corpus.rarity(way), most)) for way in concept.alternatives
    ]


def rank(
    rows: Iterable[dict],
    asked: Asked,
    reader: Reader = NOBODY,
    areas: Mapping[int, Collection[str]] | None = None,
) -> list[Ranked]:
    """Return `rows` (of `COLUMNS`), best first; of two alike the shorter title, then the alphabet.

    `areas` are the slugs of each row's areas, for those that have any.
    """
    ranked, areas = [], areas or {}
    for row in rows:
        why = explain(row, asked, reader, areas.get(row["pk"], ()))
        ranked.append((Ranked(row["pk"], math.prod(why.values()), row["kind"], why), row["title"]))
    ranked.sort(key=lambda each: (-round(each[0].score, 6), len(each[1]), each[1], each[0].pk))
    return [each for each, _ in ranked]


def explain(row: dict, asked: Asked, reader: Reader, areas: Collection[str]) -> dict[str, float]:
    """Return the factors of a row's score, by name."""
    count = len(asked.ways)
    titled = sum(any(text in row["title_stems"] for text, _ in ways) for ways in asked.ways) / count
    named = sum(any(text in row["name_stems"] for text, _ in ways) for ways in asked.ways) / count
    why = {
        "fit": sum(_fit(row, ways) for ways in [*asked.ways, *asked.loose]),
        "title": 1 + max(TITLE_COVERAGE * titled**SHARED, NAME_COVERAGE * named**SHARED),
        "beside": 1 + NEIGHBOURS * _beside_each_other(row, asked.pairs),
        "name": _name(row, asked, reader) if max(titled, named) == 1 else 1.0,
        "weight": row["weight"],
    }
    if row["kind"] == Kind.GLOSSARY:
        why["glossary"] = DEFINITION
    if row["kind"] == Kind.ORGANISATION:
        why["organisation"] = ORGANISATION
    if row["status"] in PAST:
        why["superseded"] = SUPERSEDED
    if reader.home and areas and reader.home not in areas:
        why["elsewhere"] = ELSEWHERE
    kind, more = WISHED.get(reader.wish, (None, 1.0))
    if row["kind"] == kind:
        why["wished"] = more
    return why


PAST = {status.value for status in GuidanceStatus if status.is_past}


def _fit(row: dict, ways: list[tuple[str, float]]) -> float:
    """Return what one concept adds: that of the best of its alternatives."""
    best = 0.0
    for text, value in ways:
        often = 0.0
        for column, weight, by_length in FIELDS:
            if count := row[column].count(text):
                length = row[column].count("  ") + 1
                often += weight * count / (1 - by_length + by_length * length / USUAL_LENGTH[column])
        best = max(best, value * often / (K1 + often))
    return best


def _beside_each_other(row: dict, pairs: list[str]) -> float:
    """Return the share of neighbouring words of the query that are neighbours in the row too."""
    texts = [row[column] for column, *_ in FIELDS]
    return sum(any(pair in text for text in texts) for pair in pairs) / len(pairs) if pairs else 0.0


def _name(row: dict, asked: Asked, reader: Reader) -> float:
    """Return how much the row gains because the query is its whole title or another of its names."""
    title = tuple(row["title_stems"].split())
    titles = [telling(title), *(telling(analysis.stems(said)) for said in _IN_BRACKETS.findall(row["title"]))]
    titles += [telling(title[len(place) :]) for place in reader.places.values() if begins(title, place)]
    best = max((asked.whole.get(each, 0.0) * (WHOLE_TITLE - 1) for each in titles), default=0.0)
    for name in f"{row['names']}\n{row['old_names']}".splitlines():
        best = max(best, asked.whole.get(telling(analysis.stems(name)), 0.0) * (WHOLE_NAME - 1))
    return 1 + best


def _text(stems: Sequence[str]) -> str:
    """Return the stems as a column of the index holds them."""
    return f" {'  '.join(stems)} "


def columns_of(pks: list[int]):
    """Return the rows that `rank` reads."""
    return SearchDocument.objects.filter(pk__in=pks).values(*COLUMNS)


def areas_of(pks: list[int]) -> dict[int, set[str]]:
    """Return the areas of these rows, of those that belong to any; one query."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    rows = SearchFacet.objects.filter(document__in=pks, group=Group.AREA).exclude(value=EVERYWHERE)
    for pk, value in rows.values_list("document", "value"):
        found[pk].add(value)
    return found
