"""Pieces of a file that know their line, and characters with a backslash before them.

An escaped character is put out of sight while the file is taken apart: it becomes a code point that is no
character (the file holds none of them, see `words.only_text`), and comes back with `Piece.text`.
"""

import re
from dataclasses import dataclass

from training.quizzes.formats.words import WHITE

_ESCAPED = ":#={}~"
_HIDDEN = {character: chr(0xFDD0 + place) for place, character in enumerate([*_ESCAPED, "\n"])}
_SHOWN = {ord(hidden): character for character, hidden in _HIDDEN.items()}
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_REPLACED = {"\\": "\\", **_HIDDEN, "n": _HIDDEN["\n"]}


def hide(text: str) -> str:
    r"""Return `text` with its escapes out of sight: \: \# \= \{ \} \~ \n, and \\ as one backslash."""
    return _ESCAPE.sub(lambda match: _REPLACED[match[1]], text)


def escape(text: str) -> str:
    r"""Return `text` so that GIFT reads it as it is: one line, a backslash before what means something."""
    return re.sub(rf"[\\{_ESCAPED}]", r"\\\g<0>", text).replace("\n", r"\n")


@dataclass(frozen=True)
class Piece:
    """A piece of a file: what is there, escapes out of sight, and the line that it begins on."""

    hidden: str
    line: int

    def __bool__(self):
        return bool(self.hidden)

    @property
    def text(self) -> str:
        """The piece as its author meant it, without empty space around it."""
        return self.hidden.translate(_SHOWN).strip(WHITE)

    def cut(self, start: int, end: int | None = None) -> "Piece":
        """Return the piece from `start` to `end`, without empty space around it."""
        inside = self.hidden[start:end]
        bare = inside.lstrip(WHITE)
        start += len(inside) - len(bare)
        return Piece(bare.rstrip(WHITE), self.line + self.hidden.count("\n", 0, start))

    def strip(self) -> "Piece":
        return self.cut(0)

    def split(self, mark: str, most: int) -> list["Piece"]:
        """Return what stands between the first `most` marks, and what is after them."""
        pieces, line = [], self.line
        for part in self.hidden.split(mark, most):
            pieces.append(Piece(part, line).strip())
            line += part.count("\n")
        return pieces

    def partition(self, mark: str) -> tuple["Piece", "Piece | None"]:
        """Return what stands before the first `mark` and after it: None where there is no mark."""
        at = self.hidden.find(mark)
        if at < 0:
            return self.strip(), None
        return self.cut(0, at), self.cut(at + len(mark))
