"""Names of questions, and characters that are not text."""

import re

from training.quizzes.formats.html import to_plain
from training.quizzes.formats.limits import LONGEST_NAME
from training.quizzes.formats.question import Text

WHITE = " \t\n\r\0\x0b"  # what Moodle takes for empty space at the ends of a text
SHORT_NAME = 80
NO_NAME = "Question"
# Control characters, halves of pairs, and code points that are no characters: no database holds all of them.
_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)


def lines_end_plainly(text: str) -> str:
    """Return `text` with the ends of lines that Unix has."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def only_text(text: str) -> tuple[str, int | None]:
    """Return (`text` with the replacement character for what is not text, where the first of it stood)."""
    found = _NOT_TEXT.search(text)
    return (_NOT_TEXT.sub("\ufffd", text), found.start()) if found else (text, None)


def name_of(typed: str, stem: Text) -> str:
    """Return the name of a question: the one that was `typed`, else the beginning of its text."""
    if name := _plain_name(typed):
        return name
    words = _plain_name(stem.plain)
    if len(words) <= SHORT_NAME:
        return words or NO_NAME
    start = words[: SHORT_NAME - 3]
    return (start.rpartition(" ")[0] or start) + "..."


def _plain_name(name: str) -> str:
    """Return `name` without tags, not even such as appear when the name is read as HTML once more."""
    before, name = "", name[: 4 * LONGEST_NAME]
    while name != before:
        before, name = name, to_plain(name)[:LONGEST_NAME].strip()
    return name
