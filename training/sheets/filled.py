"""What somebody typed into a sheet: read from a posted form, with limits, and kept nowhere."""

import datetime
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.exported_text import TURNS_TEXT
from training.sheets.limits import ALL_ANSWERS, LONG_ANSWER, SHORT_ANSWER
from training.sheets.tree import CHOSEN, Cell, Kind, Sheet

TICKED = "yes"


@dataclass(frozen=True)
class Filled:
    """Answers by the name of their cell, none of them empty; and what is wrong with some, by cell."""

    values: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    def of(self, cell: Cell) -> str:
        """Return what was typed into `cell`, or nothing."""
        return self.values.get(cell.name, "")


def begun(sheet: Sheet) -> Filled:
    """Return the starter texts of a sheet, as if they had been typed."""
    return Filled({name: cell.start for name, cell in sheet.cells().items() if cell.start})


def read(sheet: Sheet, posted: Mapping[str, str]) -> Filled:
    """Return what `posted` says for the cells of `sheet`.

    Names that the sheet does not have are passed over, and so is a choice that it does not offer. What is too
    long is a problem, and is kept, so that nobody loses what they wrote.
    """
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    for name, cell in sheet.cells().items():
        text = cleaned(posted.get(name, ""))
        if value := _accepted(cell, text):
            values[name] = value
            if said := _too_long(cell, value):
                problems[name] = said
    total = sum(map(len, values.values()))
    if total > ALL_ANSWERS and values:
        longest = max(values, key=lambda name: len(values[name]))
        problems.setdefault(
            longest, f"All answers together may have {ALL_ANSWERS:,} characters; these have {total:,}."
        )
    return Filled(values, problems)


def cleaned(text: str) -> str:
    """Return `text` without what cannot be seen or turns text around, and without spaces at its ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = (c for c in text if c == "\n" or not _is_unwanted(c))
    return "\n".join(line.rstrip() for line in "".join(kept).split("\n")).strip()


def _is_unwanted(character: str) -> bool:
    unseen = unicodedata.category(character) in {"Cc", "Cs", "Cn", "Co"}
    return unseen or character in TURNS_TEXT or character in "\ufeff\u2028\u2029"


def _accepted(cell: Cell, text: str) -> str:
    """Return `text` if it can be the answer of `cell`, else nothing."""
    if cell.kind == Kind.TICK:
        return TICKED if text else ""
    if cell.kind in CHOSEN:
        return text if text in cell.choices else ""
    return text if cell.lines > 1 or cell.kind == Kind.TEXT else " ".join(text.split())


def longest(cell: Cell) -> int:
    """Return how many characters an answer of `cell` may have."""
    return LONG_ANSWER if cell.kind == Kind.TEXT else SHORT_ANSWER


def _too_long(cell: Cell, value: str) -> str:
    most = longest(cell)
    if len(value) <= most:
        return ""
    return f"At most {most:,} characters; this has {len(value):,}."


def shown(cell: Cell, value: str) -> str:
    """Return an answer as people read it: a date in words."""
    if cell.kind != Kind.DATE:
        return value
    try:
        day = datetime.date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day} {day:%B %Y}"
