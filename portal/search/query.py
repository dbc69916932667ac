"""Read what somebody typed: words and phrases, and what else they may be called."""

import re
from dataclasses import dataclass, field

from portal.search import analysis
from portal.search.match import MOST_CONCEPTS, Alternative, Concept
from portal.search.synonyms import Renamed, Synonyms

LONGEST = 250  # characters of a query; what comes after is not read

_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”')


@dataclass(frozen=True)
class Query:
    """What was asked for, ready for an engine. Nothing in it can be an operator."""

    text: str
    words: tuple[str, ...] = ()  # folded, without stop words unless there is nothing else
    concepts: tuple[Concept, ...] = ()
    renamed: tuple[Renamed, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.concepts)


def parse(typed: str, synonyms: Synonyms) -> Query:
    """Return `typed` as words, phrases in quotation marks, and their synonyms; the longest match first."""
    text = " ".join(typed[:LONGEST].split())
    words: list[str] = []
    concepts: list[Concept] = []
    renamed: list[Renamed] = []
    for piece, quoted in _pieces(text):
        own = analysis.words(piece)
        words += own
        if quoted and own:
            concepts.append(Concept((Alternative(tuple(map(analysis.stem, own))),)))
        elif own:
            found, old = _concepts(own, synonyms)
            concepts += found
            renamed += old
    telling = [c for c in concepts if len(c.stems) > 1 or c.stems[0] not in _STOP_STEMS]
    return Query(
        text=text,
        words=tuple(word for word in words if word not in analysis.STOP_WORDS) or tuple(words),
        concepts=tuple((telling or concepts)[:MOST_CONCEPTS]),
        renamed=tuple(dict.fromkeys(renamed)),
    )


_STOP_STEMS = {analysis.stem(word) for word in analysis.STOP_WORDS}


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
        for length in range(min(synonyms.longest, len(stems) - at), 0, -1):
            typed = tuple(stems[at : at + length])
            if others := synonyms.by_stems.get(typed):
                concepts.append(Concept((Alternative(typed), *others)))
                renamed += [synonyms.renamed[typed]] if typed in synonyms.renamed else []
                at += length
                break
        else:
            concepts.append(Concept((Alternative((stems[at],)),)))
            at += 1
    return concepts, renamed
