"""One search: read the query, ask the engine, rank what it found, and say what was done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Count, Subquery, Value

from portal.search import analysis, bets, cards, engines, places, rank, spelling, understand
from portal.search.cards import Card
from portal.search.engines import Engine, Filters, Found
from portal.search.engines.base import MOST_CANDIDATES
from portal.search.enums import EVERYWHERE, Group
from portal.search.match import MOST_CONCEPTS, RAREST, Alternative, Concept, Match, least_of
from portal.search.models import SearchDocument, SearchFacet, SearchTerm
from portal.search.query import Query, clean, parse
from portal.search.synonyms import Renamed, Synonyms, synonyms, telling
from portal.search.understand import Reading, Understood

__all__ = ["PER_PAGE", "Card", "Result", "Results", "Understood", "find"]

PER_PAGE = 20
FEW = 3  # with fewer results, a document may hold any of the words
WHOLLY = 1 + rank.NAME_COVERAGE
LOOSE = 0.3  # what a word of a name counts by itself


@dataclass(frozen=True)
class Result:
    """One row of the results, and what made its score."""

    rank: int
    document: SearchDocument
    score: float
    why: dict = field(default_factory=dict)


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


@dataclass(frozen=True)
class _Attempt:
    """One way to read the query, and what the engine found for it."""

    reading: Reading
    query: Query
    corpus: rank.Corpus
    found: Found
    filters: Filters
    relaxed: bool = False
    loose: tuple[Concept, ...] = ()

    @property
    def is_full(self) -> bool:
        """Return whether something holds enough of the words."""
        return bool(self.found.total) and not self.relaxed

    @property
    def has_unknown(self) -> bool:
        """Return whether a word was asked for that stands nowhere, by no name."""
        return any(not any(map(self.corpus.holds, each.alternatives)) for each in self.query.concepts)

    @property
    def areas(self) -> list[str]:
        """Return the areas that were chosen or named."""
        return self.filters.get(Group.AREA, [])


def find(
    typed: str,
    filters: Filters | None = None,
    page: int = 1,
    home: str = "",
    engine: Engine | None = None,
    as_typed: bool = False,
) -> Results:
    """Return page `page` (from 1) of what `typed` finds under `filters`.

    Of two that fit as well, the one of the area `home` comes first. `as_typed` reads no filters from the
    words and corrects none.
    """
    search = _Search(engine or engines.site_engine(), synonyms(), filters or {}, home, as_typed)
    text = clean(typed)
    if not analysis.words(text):
        query = parse(text, search.synonyms)
        return Results(query, search.engine.name, filters=search.filters)
    return search.results(text, max(page, 1))


class _Search:
    """One search of one reader."""

    def __init__(self, engine: Engine, known: Synonyms, filters: Filters, home: str, as_typed: bool):
        self.engine = engine
        self.synonyms = known
        self.filters = {group: values for group, values in filters.items() if values}
        self.home = home
        self.as_typed = as_typed
        self.areas = places.authorities()
        self.places = places.by_stems(self.areas)

    def results(self, text: str, page: int) -> Results:
        """Return what was found, and what was done for it."""
        attempt = self.attempt(text)
        corrected = suggestion = ""
        better = "" if self.as_typed else spelling.correction(text, self.synonyms)
        if better and attempt.is_full and not attempt.has_unknown:
            suggestion = better
        elif better:
            second = self.attempt(better)
            if second.found.total and (second.is_full or not attempt.found.total):
                attempt, corrected = second, better
            else:
                suggestion = better
        wanted = [] if self.filters else bets.best_bets(corrected or text)
        return replace(
            self.shown(attempt, page, wanted),
            query=replace(attempt.query, text=text),
            corrected=corrected,
            suggestion=suggestion,
            best_bets=wanted if page == 1 else [],
        )

    def attempt(self, text: str) -> _Attempt:
        """Return what is found for `text`: as it is understood if that finds all of it, else as it stands."""
        reading = self.read(text)
        if reading.filters:
            attempt = self.ask(text, reading, strictly=True)
            if attempt.is_full and not (reading.weak and not self.titled(attempt)):
                return attempt
        plain = replace(reading, rest=understand.read(text, [], []).rest, filters=())
        return self.ask(text, plain)

    def read(self, text: str) -> Reading:
        """Return how `text` is understood; a group that the reader has chosen from is not read from it."""
        if self.as_typed:
            return understand.read(text, [], [])
        kinds: list[str] = []
        if Group.KIND not in self.filters and understand.names_kind(text):
            wanted = [kind.value for kind in understand.KIND_WORDS]
            there = SearchFacet.objects.filter(group=Group.KIND, value__in=wanted)
            kinds = list(there.values_list("value", flat=True).distinct())
        return understand.read(text, [] if Group.AREA in self.filters else self.areas, kinds)

    def ask(self, text: str, reading: Reading, strictly: bool = False) -> _Attempt:
        """Ask for documents that hold enough of the words; where that finds few, for any of them."""
        query = parse(text, self.synonyms, reading.rest)
        filters = {**self.filters, **understand.by_group(reading.filters)}
        named = self.named_places(reading)
        corpus = corpus_of([*query.concepts, *named])
        concepts = deciding(query.concepts, corpus)
        found = self.engine.find(Match(concepts, least_of(len(concepts))), in_force(filters))
        attempt = _Attempt(reading, query, corpus, found, filters, loose=named)
        loose = loosened(concepts)
        if found.total >= FEW or len(loose) == 1 or strictly:
            return attempt
        wider = self.engine.find(Match(loose, 1), in_force(filters))
        if wider.total == found.total:
            return attempt
        return replace(attempt, found=wider, relaxed=True, loose=(*named, *loose[len(concepts) :]))

    def named_places(self, reading: Reading) -> tuple[Concept, ...]:
        """Return the places that the words name: what names them too fits better than what does not."""
        return tuple(Concept((Alternative(self.places[slug]),)) for slug in reading.places)

    def titled(self, attempt: _Attempt) -> bool:
        """Return whether the first result has all of the words in its title or its names."""
        first = self.ranked(attempt)[:1]
        return bool(first) and first[0].why["title"] >= WHOLLY

    def ranked(self, attempt: _Attempt) -> list[rank.Ranked]:
        """Return the candidates in order."""
        place = attempt.areas[0] if len(attempt.areas) == 1 else self.home
        reader = rank.Reader(place, self.places, attempt.reading.wish)
        pks = attempt.found.pks
        asked = rank.Asked(attempt.query.concepts, attempt.corpus, attempt.loose, attempt.query.often)
        return rank.rank(rank.columns_of(pks), asked, reader, rank.areas_of(pks))

    def shown(self, attempt: _Attempt, page: int, wanted: list[SearchDocument]) -> Results:
        """Return a page of the results, with the answers above them; what is `wanted` is not repeated."""
        above = {each.pk: each for each in wanted}
        ranked = [each for each in self.ranked(attempt) if each.pk not in above]
        start = (page - 1) * PER_PAGE
        shown = ranked[start : start + PER_PAGE]
        reading = attempt.reading
        answers = cards.chosen(ranked, reading.wish, wanted, bool(reading.places)) if page == 1 else []
        documents = above | SearchDocument.objects.in_bulk([*(each.pk for each in shown), *answers])
        results = [
            Result(start + place, documents[each.pk], each.score, each.why)
            for place, each in enumerate(shown, 1)
            if each.pk in documents
        ]
        return Results(
            attempt.query,
            self.engine.name,
            fallen_back=getattr(self.engine, "fallen_back", False),
            results=results,
            total=attempt.found.total,
            pages=-(-min(attempt.found.total, MOST_CANDIDATES) // PER_PAGE),
            relaxed=attempt.relaxed or attempt.has_unknown,
            renamed=attempt.query.renamed[0] if attempt.query.renamed else None,
            understood=list(attempt.reading.filters),
            filters=attempt.filters,
            cards=cards.made([documents[pk] for pk in answers if pk in documents], self.home),
            counts=attempt.found.counts | {Group.AREA: counts_by_area(attempt)},
        )


def deciding(concepts: tuple[Concept, ...], corpus: rank.Corpus) -> tuple[Concept, ...]:
    """Return the concepts that decide what matches: of many, the rarest of those that stand anywhere."""
    if len(concepts) <= RAREST:
        return concepts
    present = [each for each in concepts if any(corpus.holds(way) for way in each.alternatives)]
    return tuple(sorted(present or concepts, key=lambda each: -corpus.rarity(each.alternatives[0]))[:RAREST])


def loosened(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """Return the concepts, and the words of each name by themselves; what stood in quotation marks stays."""
    words = [
        Concept((Alternative((stem,), LOOSE),))
        for concept in concepts
        if len(concept.alternatives) > 1 and len(concept.stems) > 1
        for stem in telling(concept.stems)
    ]
    return tuple(dict.fromkeys([*concepts, *words]))[:MOST_CONCEPTS]


def in_force(filters: Filters) -> Filters:
    """Return the filters as the engine takes them: what belongs to no area is found in each."""
    areas = filters.get(Group.AREA)
    return {**filters, Group.AREA: [*areas, EVERYWHERE]} if areas else filters


def counts_by_area(attempt: _Attempt) -> dict[str, int]:
    """Return how many there would be of each area, with what belongs to none."""
    counts = attempt.found.counts.get(Group.AREA, {})
    slugs = {*counts, *attempt.areas} - {EVERYWHERE}
    return {slug: counts.get(slug, 0) + counts.get(EVERYWHERE, 0) for slug in slugs}


def corpus_of(concepts: Iterable[Concept]) -> rank.Corpus:
    """Return how often each stem of `concepts` stands in the index, and how many rows that has: one query."""
    stems = {stem for concept in concepts for way in concept.alternatives for stem in way.stems}
    everything = SearchDocument.objects.order_by().values(one=Value(1)).annotate(rows=Count("pk"))
    rows = list(
        SearchTerm.objects.filter(is_stem=True, text__in=stems)
        .annotate(everything=Subquery(everything.values("rows")))
        .values_list("text", "documents", "everything")
    )
    return rank.Corpus(rows[0][2] if rows else 0, {text: documents for text, documents, _ in rows})
