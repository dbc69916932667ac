"""What may have been meant: words that stand nowhere, and the nearest of our own that do.

The vocabulary is the count of words of the index, so it holds published text only. Distance is
Damerau-Levenshtein's (two letters that changed places are one mistake), by rapidfuzz.
"""

import math
import re
import threading

from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal.search import analysis, index
from portal.search.models import SearchTerm
from portal.search.synonyms import Synonyms

SHORTEST = 4  # letters of a word that is corrected
LONGEST = 30
TWO_MISTAKES = 7  # from so many letters on, two mistakes may be meant
CANDIDATES = 20
OTHER_FIRST_LETTER = 0.6  # people rarely mistake the first letter
# Never offered to anybody: an unlucky guess about a child would hurt.
NEVER = frozenset({
    "abused", "dead", "death", "died", "fatal", "kill", "killed", "murder", "murdered", "naked", "porn",
    "raped", "rape", "sex", "sexual", "suicide",
})  # fmt: skip

_WORD = re.compile(r"[^\W_]+(?:['’`´][^\W_]+)*")
_building = threading.Lock()
_held: tuple[int, dict[str, int]] | None = None


def correction(text: str, synonyms: Synonyms) -> str:
    """Return `text` with its unknown words put right, or "" where there is nothing to put right."""
    typed = {word for word in analysis.words(text) if SHORTEST <= len(word) <= LONGEST and word.isalpha()}
    typed -= synonyms.words | analysis.STOP_WORDS
    known = SearchTerm.objects.filter(text__in=typed, is_stem=False).values_list("text", flat=True)
    unknown = typed - set(known) if typed else typed
    better = {word: meant for word in unknown if (meant := nearest(word, vocabulary(), synonyms))}
    if not better:
        return ""
    return _WORD.sub(lambda found: better.get("".join(analysis.words(found[0])), found[0]), text)


def nearest(word: str, frequencies: dict[str, int], synonyms: Synonyms) -> str:
    """Return the known word that `word` most likely stands for, or ""."""
    most = 2 if len(word) >= TWO_MISTAKES else 1
    words = [*frequencies, *(synonyms.words - frequencies.keys())]
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=CANDIDATES)
    near = [(_cost(word, other, distance, frequencies), other) for other, distance, _ in found]
    near = [(cost, other) for cost, other in near if len(other) >= SHORTEST and other not in NEVER]
    if not near:
        return ""
    meant = min(near)[1]
    # Another form of a word that we have finds the same: no mistake.
    return "" if analysis.stem(meant) == analysis.stem(word) else meant


def _cost(word: str, other: str, distance: float, frequencies: dict[str, int]) -> float:
    first = 0 if other[0] == word[0] else OTHER_FIRST_LETTER
    return distance + first - 0.1 * math.log1p(frequencies.get(other, 1))


def vocabulary() -> dict[str, int]:
    """Return every word of the index that could be meant, and in how many documents it stands.

    Read once for an edition of the index, and only where somebody typed a word that stands nowhere.
    """
    global _held
    number = index.edition()
    with _building:
        if _held is None or _held[0] != number:
            rows = SearchTerm.objects.filter(is_stem=False).values_list("text", "documents")
            _held = number, {text: count for text, count in rows if len(text) >= SHORTEST and text.isalpha()}
        return _held[1]
