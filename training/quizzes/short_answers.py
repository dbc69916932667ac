"""What somebody typed, compared with what was expected: words with Moodle's asterisk, and numbers."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal

from training.quizzes.content.schema import Item
from training.quizzes.enums import ItemType

_ASTERISK = re.compile(r"(?<!\\)\*")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?")
LONGEST_NUMBER = 40

Fits = Callable[[object], bool]


def answers_of(item: Item) -> Iterator[tuple[dict, Fits]]:
    """Yield each expected answer of a short-answer or numerical item, with what says whether a response fits.

    In their order, as in Moodle: the first that fits counts, so a "*" for any other answer comes last.
    """
    for answer in item["answers"]:
        if item["type"] == ItemType.NUMERICAL:
            yield answer, _near(answer, item["unit"])
        else:
            yield answer, _like(answer["text"], item["case_sensitive"])


def fitting_answer(item: Item, response: object) -> dict | None:
    """Return the expected answer that counts for `response`, whose feedback is shown, or None."""
    return next((answer for answer, fits in answers_of(item) if fits(response)), None)


def _near(answer: dict, unit: str) -> Fits:
    if answer["value"] == "*":
        return lambda response: number(response, unit) is not None
    value, tolerance = Decimal(answer["value"]), Decimal(answer["tolerance"])

    def fits(response) -> bool:
        given = number(response, unit)
        return given is not None and abs(given - value) <= tolerance

    return fits


def _like(expected: str, case_sensitive: bool) -> Fits:
    r"""Return whether a text is `expected`, where * stands for any letters, and \* for an asterisk."""
    pieces = [piece.replace(r"\*", "*") for piece in _ASTERISK.split(_tidy(expected, case_sensitive))]

    def fits(response) -> bool:
        return isinstance(response, str) and _in_order(_tidy(response, case_sensitive), pieces)

    return fits


def _in_order(text: str, pieces: list[str]) -> bool:
    """Return whether `text` begins with the first piece, ends with the last, and has the others between.

    Each is looked for once, from the left: no pattern can make this slow.
    """
    first, *rest = pieces
    if not rest:
        return text == first
    if not text.startswith(first):
        return False
    place = len(first)
    for piece in rest[:-1]:
        found = text.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return len(text) - place >= len(rest[-1]) and text.endswith(rest[-1])


def _tidy(text: str, case_sensitive: bool) -> str:
    """Return `text` as it is compared: one way to write each letter, single spaces, straight apostrophes."""
    plain = unicodedata.normalize("NFC", text).replace("’", "'").replace("‘", "'")
    plain = " ".join(plain.split())
    return plain if case_sensitive else unicodedata.normalize("NFC", plain.casefold())


def number(typed: object, unit: str = "") -> Decimal | None:
    """Return the number that somebody typed, with or without its unit; None where it is none."""
    if not isinstance(typed, str):
        return None
    text = typed.strip()
    if unit and text.casefold().endswith(unit.casefold()):
        text = text[: -len(unit)].strip()
    text = text.replace("−", "-").replace(",", "").replace(" ", "")
    if len(text) > LONGEST_NUMBER or not text.isascii() or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text)
