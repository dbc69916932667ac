"""Read what somebody typed: words and phrases, and what else they may be called."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from portal.search import analysis
from portal.search.match import MOST_CONCEPTS, Alternative, Concept
from portal.search.synonyms import STOP_STEMS, Renamed, Synonyms

LONGEST = 250  # characters of a query; what comes after is not read
MOST_WORDS = 24  # of a query, likewise
STOP_WORDS_BETWEEN = 2  # that may stand within a name: "worry about a teacher"

_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”')


@dataclass(frozen=True)
class Query:
    """What was asked for, ready for an engine. Nothing in it can be an operator."""

    text: str
    words: tuple[str, ...] = ()  # folded, without stop words unless there is nothing else
    concepts: tuple[Concept, ...] = ()  # each once
    often: dict[Concept, int] = field(default_factory=dict)  # how many times it is said
    renamed: tuple[Renamed, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.concepts)


def clean(typed: str) -> str:
    """Return `typed` in compatible forms, without control characters, at most `LONGEST` long."""
    # Cut before and after: a compatible form can be eighteen times as long.
    plain = unicodedata.normalize("NFKC", typed[:LONGEST])
    return " ".join("".join(" " if unicodedata.category(c)[0] == "C" else c for c in plain).split())[:LONGEST]


def parse(typed: str, synonyms: Synonyms, rest: str | None = None) -> Query:
    """Return `typed` as words, phrases in quotation marks, and their synonyms; the longest match first.

    `rest` is what is left of it to be searched, where a part was understood as something else.
    """
    text = clean(typed)
    words: list[str] = []
    concepts: list[Concept] = []
    renamed: list[Renamed] = []
    for piece, quoted in _pieces(text if rest is None else rest):
        own = analysis.words(piece)[: MOST_WORDS - len(words)]
        words += own
        if quoted and own:
            concepts.append(Concept((Alternative(tuple(map(analysis.stem, own))),)))
        elif own:
            found, old = _concepts(own, synonyms)
            concepts += found
            renamed += old
    often = Counter([c for c in concepts if len(c.stems) > 1 or c.stems[0] not in STOP_STEMS] or concepts)
    return Query(
        text=text,
        words=tuple(word for word in words if word not in analysis.STOP_WORDS) or tuple(words),
        concepts=tuple(often)[:MOST_CONCEPTS],
        often=dict(often),
        renamed=tuple(dict.fromkeys(renamed)),
    )


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Return the parts of the text, each with whether it stood in quotation marks."""
    pieces, end = [], 0
    for found in _QUOTED.finditer(text):
        pieces += [(text[end : found.start()], False), (found[1] or found[2] or "", True)]
        end = found.end()
    return [*pieces, (text[end:], False)]


def _concepts(words: list[str], synonyms: Synonyms) -> tuple[list[Concept], list[Renamed]]:
    stems = [analysis.stem(word) for word in words]
    concepts, renamed, at = [], [], 0
    while at < len(stems):
        length, others = _longest(stems[at:], synonyms)
        typed = tuple(stems[at : at + length])
        concepts.append(Concept((Alternative(typed), *(way for way in others if way.stems != typed))))
        renamed += [old for old in [_old(typed, synonyms)] if old]
        at += length
    return concepts, renamed


def _longest(stems: list[str], synonyms: Synonyms) -> tuple[int, list[Alternative]]:
    """Return how many of the first stems are one name, and what else it is called. It ends where it tells."""
    for length in range(min(synonyms.longest + STOP_WORDS_BETWEEN, len(stems)), 0, -1):
        ends = {stems[0], stems[length - 1]}
        if (length == 1 or not ends & STOP_STEMS) and (others := synonyms.of(stems[:length])):
            return length, others
    return 1, []


def _old(typed: tuple[str, ...], synonyms: Synonyms) -> Renamed | None:
    return synonyms.renamed.get(tuple(stem for stem in typed if stem not in STOP_STEMS) or typed)
