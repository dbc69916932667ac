"""How hard a text is to read: the same measure as on the page “Plain language check”."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LEAST = 30  # words: below this a reading age says nothing
YOUNGEST, OLDEST = 5, 25
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_STOP = re.compile(r"(?<![\s(.][A-Za-z])(?<!\b(?:Mr|Ms|Dr|St|No))(?<!\bMrs)[.!?]+[\"”’)]*(?:\s|$)")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True)
class Measure:
    """The number of words, the words in a sentence, and the reading age; None where a text is too short."""

    words: int
    per_sentence: float
    age: int | None


def measure(lines: Iterable[str]) -> Measure:
    """Return the measure of running text, line by line: a line ends a sentence.

    The age is the grade of Flesch and Kincaid (Kincaid, Fishburne, Rogers and Chissom, 1975, Research
    Branch Report 8-75): 0.39 x words a sentence + 11.8 x syllables a word - 15.59; and 5 years, for a
    pupil of grade 1 is six.
    """
    sentences = [found for line in lines for text in _STOP.split(line) if (found := WORD.findall(text))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Measure(0, 0.0, None)
    per_sentence = len(words) / len(sentences)
    grade = 0.39 * per_sentence + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    age = None if len(words) < LEAST else min(max(round(grade + 5), YOUNGEST), OLDEST)
    return Measure(len(words), round(per_sentence, 1), age)


def syllables(word: str) -> int:
    """Return how many syllables an English word has, near enough: groups of vowels, without a silent e."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if len(letters) <= 3:
        return 1
    return max(len(_VOWELS.findall(_SILENT.sub("", letters))), 1)
