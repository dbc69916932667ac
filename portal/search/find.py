"""One search: read the query, ask the engine, rank what it found, and say what was done."""

from dataclasses import dataclass, field

from portal.search import engines, rank
from portal.search.engines import Filters, Found
from portal.search.engines.base import MOST_CANDIDATES
from portal.search.enums import Group, Kind
from portal.search.match import RAREST, Match, least_of
from portal.search.models import SearchDocument, SearchTerm
from portal.search.query import Query, parse
from portal.search.synonyms import Renamed, synonyms

PER_PAGE = 20
FEW = 3  # with fewer results, a document may hold any of the words


@dataclass(frozen=True)
class Result:
    """One row of the results, and what made its score."""

    rank: int
    document: SearchDocument
    score: float
    why: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Understood:
    """A filter that was read from the words: `label` in readers' words, `words` as they were typed."""

    group: Group
    value: str
    label: str
    words: str


@dataclass(frozen=True)
class Card:
    """An answer above the results. `phone` as people write it, where there is a number to ring."""

    kind: Kind
    title: str
    url: str
    text: str
    phone: str = ""


@dataclass
class Results:
    """What a search found, and what was done to find it.

    `corrected` is what was searched in place of what was typed; `suggestion` is what may have been meant.
    """

    query: Query
    engine: str
    fallen_back: bool = False
    results: list[Result] = field(default_factory=list)
    total: int = 0
    pages: int = 0
    relaxed: bool = False
    corrected: str = ""
    suggestion: str = ""
    renamed: Renamed | None = None
    understood: list[Understood] = field(default_factory=list)
    filters: Filters = field(default_factory=dict)
    cards: list[Card] = field(default_factory=list)
    best_bets: list[SearchDocument] = field(default_factory=list)
    counts: dict[Group, dict[str, int]] = field(default_factory=dict)


def find(
    typed: str,
    filters: Filters | None = None,
    page: int = 1,
    home: str = "",
    engine=None,
    as_typed: bool = False,
) -> Results:
    """Return page `page` (from 1) of what `typed` finds under `filters`.

    Of two that fit as well, the one of the area `home` comes first. `as_typed` reads no filters from the
    words and corrects none.
    """
    engine = engine or engines.site_engine()
    query = parse(typed, synonyms())
    if not query:
        return Results(query, engine.name, filters=filters or {})
    corpus = corpus_of(query)
    found, relaxed = _ask(engine, query, corpus, filters or {})
    ranked = rank.rank(rank.columns_of(found.pks), query.concepts, corpus)
    start = (page - 1) * PER_PAGE
    shown = ranked[start : start + PER_PAGE]
    documents = SearchDocument.objects.in_bulk([each.pk for each in shown])
    results = [
        Result(start + place, documents[each.pk], each.score)
        for place, each in enumerate(shown, 1)
        if each.pk in documents
    ]
    return Results(
        query,
        engine.name,
        fallen_back=engine.fallen_back,
        results=results,
        total=found.total,
        pages=-(-min(found.total, MOST_CANDIDATES) // PER_PAGE),
        relaxed=relaxed,
        renamed=query.renamed[0] if query.renamed else None,
        filters=filters or {},
        counts=found.counts,
    )


def corpus_of(query: Query) -> rank.Corpus:
    """Return how often each stem of the query stands in the index: two queries."""
    stems = {stem for concept in query.concepts for way in concept.alternatives for stem in way.stems}
    rows = SearchTerm.objects.filter(is_stem=True, text__in=stems)
    return rank.Corpus(SearchDocument.objects.count(), dict(rows.values_list("text", "documents")))


def _ask(engine, query: Query, corpus: rank.Corpus, filters: Filters) -> tuple[Found, bool]:
    """Ask for documents that hold enough of the words; where that finds few, for any of them."""
    concepts = query.concepts
    if len(concepts) > RAREST:
        by_rarity = sorted(concepts, key=lambda concept: -corpus.rarity(concept.alternatives[0]))
        concepts = tuple(by_rarity[:RAREST])
    found = engine.find(Match(concepts, least_of(len(concepts))), filters)
    if found.total >= FEW or len(concepts) == 1:
        return found, False
    wider = engine.find(Match(concepts, 1), filters)
    return (wider, True) if wider.total > found.total else (found, False)
