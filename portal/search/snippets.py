"""The piece of a text that shows why it was found, with the words of the query marked.

It works on plain text. Each piece is escaped before anything is put around it, so the only markup that
can come out is `<mark>`.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portal.search import analysis
from portal.search.match import Concept

LONGEST_READ = 20_000  # characters of a text in which a window is looked for
WIDTH = 230  # characters shown
LEAD = 60  # characters before the first word that is marked, where its sentence began long before
MOST_WINDOWS = 120

_WORD = re.compile(r"[^\W_]+(?:['’`´][^\W_]+)*")
_SENTENCE = re.compile(r"(?:^|(?<=[.!?:;\n]))\s*(?=\S)")


@dataclass(frozen=True)
class Hit:
    """Where a concept stands in the text, from one character up to another."""

    start: int
    end: int
    concept: int


class Marker:
    """Marks the words of one query. Each word that it meets is stemmed once."""

    def __init__(self, concepts: Iterable[Concept]):
        self.ways: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for number, concept in enumerate(concepts):
            for way in concept.alternatives:
                self.ways.setdefault(way.stems[0], []).append((way.stems, number))
        self._stems: dict[str, str] = {}

    def marked(self, text: str) -> SafeString:
        """Return the whole of `text`, escaped, with the words of the query marked."""
        text = _plain(text)
        return _html(text, self.hits(text), 0, len(text))

    def snippet(self, *texts: str, title: str = "") -> SafeString:
        """Return the densest window of the texts, which follow each other, marked; their start where none is.

        A window begins where a sentence does, unless the word to show would lie outside it. What the title
        above it says already needs no window of its own.
        """
        text = _plain("\n".join(text[:LONGEST_READ] for text in texts if text))[:LONGEST_READ]
        hits = self.hits(text)
        said = {hit.concept for hit in self.hits(_plain(title))}
        start = self._best_start(text, [hit for hit in hits if hit.concept not in said])
        end = _end(text, start)
        before, after = ("… " if _mid_sentence(text, start) else ""), (" …" if end < len(text) else "")
        return mark_safe(before + _html(text, hits, start, end) + after)

    def hits(self, text: str) -> list[Hit]:
        """Return where the query's words and phrases stand; those that overlap are left out."""
        words = list(_WORD.finditer(text))
        stems = [self._stem(word[0]) for word in words]
        hits: list[Hit] = []
        at = 0
        for place, stem in enumerate(stems):
            if place < at or stem not in self.ways:
                continue
            fitting = [w for w in self.ways[stem] if tuple(stems[place : place + len(w[0])]) == w[0]]
            if fitting:
                way, concept = max(fitting, key=lambda each: len(each[0]))
                at = place + len(way)
                hits.append(Hit(words[place].start(), words[at - 1].end(), concept))
        return hits

    def _stem(self, word: str) -> str:
        known = self._stems.get(word)
        if known is None:
            known = self._stems[word] = " ".join(analysis.stems(word))
        return known

    def _best_start(self, text: str, hits: list[Hit]) -> int:
        hits = hits[:MOST_WINDOWS]
        sentences = [found.end() for found in _SENTENCE.finditer(text)] if hits else []
        starts = {0}
        for hit in hits:
            before = bisect_right(sentences, hit.start)
            sentence = sentences[before - 1] if before else 0
            starts.add(sentence if hit.end - sentence < WIDTH else _word_start(text, hit.start - LEAD))
        return max(sorted(starts), key=lambda start: self._worth(hits, start))

    def _worth(self, hits: list[Hit], start: int) -> tuple[int, int, int]:
        """Return how many concepts a window shows, how often (at most thrice), and how early it stands."""
        shown = [hit for hit in hits if start <= hit.start and hit.end <= start + WIDTH]
        return len({hit.concept for hit in shown}), min(len(shown), 3), -start


def _plain(text: str) -> str:
    """Return `text` composed, without control characters or empty lines."""
    text = unicodedata.normalize("NFC", text)
    shown = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    lines = [" ".join(line.split()) for line in shown.split("\n") if line.strip()]
    # A heading or a cell of a table has no full stop: a dot keeps it apart from what follows.
    return "\n".join(f"{line} ·" if line[-1].isalnum() else line for line in lines).removesuffix(" ·")


def _html(text: str, hits: list[Hit], start: int, end: int) -> SafeString:
    pieces, at = [], start
    for hit in hits:
        if hit.start >= at and hit.end <= end:
            pieces += [escape(text[at : hit.start]), f"<mark>{escape(text[hit.start : hit.end])}</mark>"]
            at = hit.end
    pieces.append(escape(text[at:end]))
    return mark_safe("".join(pieces))  # every piece is escaped above


def _word_start(text: str, near: int) -> int:
    near = max(near, 0)
    space = text.find(" ", near)
    return space + 1 if 0 <= space < near + LEAD and near else near


def _mid_sentence(text: str, start: int) -> bool:
    return bool(start) and text[:start].rstrip()[-1:] not in set(".!?:;") and text[start - 1] != "\n"


def _end(text: str, start: int) -> int:
    if len(text) - start <= WIDTH:
        return len(text)
    space = text.rfind(" ", start, start + WIDTH)
    return space if space > start else start + WIDTH
