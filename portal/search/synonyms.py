"""Which words find which others: what the rooms know, compiled to stems and held for an edition.

A room registers a function that returns its pairs, and one that returns a number which rises with
them. So a change works on the next request, and nothing is indexed anew.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portal.search import analysis
from portal.search.match import Alternative

WEIGHT = 0.8  # of a synonym, beside what was typed
MOST = 8  # ways to say one thing
# What people in schools write as one word or as two.
WRITTEN_TWO_WAYS = [
    "anti-bullying", "co-operate", "drop-in", "e-learning", "e-mail", "e-safety", "half-term", "multi-agency",
    "on-line", "part-time", "play-time", "safe-guarding", "time-table", "well-being",
]  # fmt: skip


class Pair(NamedTuple):
    """Whoever looks for `words` also finds `others`, and the other way round where `both`.

    `old` marks words that nobody should use any more.
    """

    words: str
    others: str
    both: bool = True
    old: bool = False


@dataclass(frozen=True)
class Renamed:
    """An old name that was typed, and what it is called now."""

    old: str
    now: str


class Synonyms:
    """The pairs of every room, by the stems of what was typed, without stop words. There are no chains."""

    def __init__(self, pairs: Sequence[Pair]):
        self.by_stems: defaultdict[tuple[str, ...], list[Alternative]] = defaultdict(list)
        self.renamed: dict[tuple[str, ...], Renamed] = {}
        self.words = frozenset(
            word for pair in pairs for word in analysis.words(f"{pair.words} {pair.others}")
        )
        for pair in pairs:
            typed, others = tuple(analysis.stems(pair.words)), tuple(analysis.stems(pair.others))
            self._add(typed, others)
            if pair.both:
                self._add(others, typed)
            if pair.old:
                self.renamed.setdefault(telling(typed), Renamed(pair.words, pair.others))
        self.longest = max(map(len, self.by_stems), default=0)

    def of(self, typed: Sequence[str]) -> list[Alternative]:
        """Return what else these stems are called."""
        return self.by_stems.get(telling(typed), [])

    def _add(self, typed: tuple[str, ...], others: tuple[str, ...]) -> None:
        key = telling(typed)
        if not others or key == telling(others) or set(key) <= STOP_STEMS:
            return
        ways = self.by_stems[key]
        if len(ways) < MOST and all(way.stems != others for way in ways):
            ways.append(Alternative(others, WEIGHT))


STOP_STEMS = frozenset(analysis.stem(word) for word in analysis.STOP_WORDS)

_rooms: list[tuple[Callable[[], list[Pair]], Callable[[], int]]] = []
_building = threading.Lock()
_held: tuple[tuple[int, ...], Synonyms] | None = None


def telling(stems: Sequence[str]) -> tuple[str, ...]:
    """Return the stems that say something, without stop words; of stop words alone, all."""
    return tuple(stem for stem in stems if stem not in STOP_STEMS) or tuple(stems)


def register(pairs: Callable[[], list[Pair]], edition: Callable[[], int]) -> None:
    """Let the search use the pairs that `pairs()` returns; `edition()` rises when they change."""
    _rooms.append((pairs, edition))


def written_two_ways() -> list[Pair]:
    """Return a pair for each word that some write with a hyphen, and some without."""
    return [Pair(word.replace("-", ""), word) for word in WRITTEN_TWO_WAYS]


def synonyms() -> Synonyms:
    """Return the synonyms as they are now; a query for each room where they are held already."""
    global _held
    # Read before the pairs are: what changes meanwhile raises it, and the next request builds anew.
    wanted = tuple(edition() for _, edition in _rooms)
    with _building:
        if _held is None or _held[0] != wanted:
            of_rooms = [pair for pairs, _ in _rooms for pair in pairs()]
            _held = wanted, Synonyms([*of_rooms, *written_two_ways()])
        return _held[1]
