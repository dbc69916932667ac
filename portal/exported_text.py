"""Words for other programs' files: nothing in them may steer the program that opens the file.

Two ways with characters that turn text around or cannot be seen: a card leaves them out, as it is
read by many people; a spreadsheet writes their code, so that an editor finds and removes them.
"""

import re
import unicodedata

DEMONSTRATION = "Fictional demonstration data - do not use for a real child"
# What Unicode's bidirectional algorithm takes for a command (UAX #9, 2.1 to 2.6).
TURNS_TEXT = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_NUMBER = re.compile(r"[+-]\d[\d ]*(\.\d+)?")
_STARTS_FORMULA = ("=", "@", "\t", "\r", "\n", "\uff1d", "\uff20")
_STARTS_FORMULA_OR_NUMBER = ("+", "-", "\uff0b", "\uff0d")


def lines_of(text: str) -> list[str]:
    """Return the lines of `text` that hold words, without what cannot be seen or turns text around."""
    lines = (_seen(line) for line in _LINE_BREAK.split(text))
    return [line for line in lines if line]


def one_line(text: str) -> str:
    """Return `text` as one line, without what cannot be seen or turns text around."""
    return " ".join(lines_of(text))


def _seen(line: str) -> str:
    characters = (" " if character == "\t" else character for character in line)
    return " ".join("".join(c for c in characters if not _is_unseen(c)).split())


def _is_unseen(character: str) -> bool:
    """Return whether it is a control, half a character, a mark of byte order, or turns text around."""
    unseen = unicodedata.category(character) in {"Cc", "Cs"}
    return unseen or character == "\ufeff" or character in TURNS_TEXT


def cell(text: str) -> str:
    """Return `text` for a cell: what an XLSX file cannot hold, or turns text around, by its code."""
    return "".join(_as_code(c) if _is_unseen(c) and c not in "\t\n\r" else c for c in text)


def _as_code(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def harmless(text: str) -> str:
    """Return `text` so that a spreadsheet which opens a CSV file does not take it for a formula.

    A number keeps its sign: "+44 1632 960101" stands as it is.
    """
    risky = text.startswith(_STARTS_FORMULA)
    risky = risky or (text.startswith(_STARTS_FORMULA_OR_NUMBER) and not _NUMBER.fullmatch(text))
    return f"'{text}" if risky else text
