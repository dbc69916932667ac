"""What a sheet consists of, whatever it is shown on: the one tree behind every output.

    Sheet > Part > Cell

A part is prose, a question, a table, a panel around other parts, a letter, or a box to draw in; no more. Each
block of the editor is told in these (`from_blocks.py`), so an output knows seven things and not fifteen.
Nothing here asks a database or a request.
"""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace


class Kind(enum.StrEnum):
    """How a cell is filled in."""

    TEXT = "text"
    DATE = "date"
    SERVICE = "service"  # text, with the services of the directory offered
    TICK = "tick"
    CHOICE = "choice"  # a few, side by side
    PICK = "pick"  # many: a list
    SCALE = "scale"  # numbers from low to high


class Source(enum.StrEnum):
    """What the rows of a table may be made of."""

    SCHOOL = "school"  # the services that the reader's school uses
    NEEDS = "needs"  # the needs that the directory sorts its services by


CHOSEN = {Kind.CHOICE, Kind.PICK, Kind.SCALE}


@dataclass(frozen=True)
class Cell:
    """One thing to fill in.

    `name` never changes while its block, row and column stand. `label` says it all, row and column, for those
    who hear it alone; `short` is enough for those who see where it stands.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    short: str = ""
    help: str = ""
    lines: int = 1
    choices: tuple[str, ...] = ()
    start: str = ""  # text to begin with, which may be changed
    answer: str = ""  # the model answer, for trainers


@dataclass(frozen=True)
class Prose:
    """Text to read, as rich text that was cleaned when it was written."""

    html: str
    title: str = ""


@dataclass(frozen=True)
class Heading:
    """Where a part of the sheet begins."""

    text: str


@dataclass(frozen=True)
class Ask:
    """One or more cells below each other, each with its label in sight."""

    cells: tuple[Cell, ...]
    title: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a table: each entry is text that stands there, or a cell. The first may be the row's head."""

    entries: tuple["str | Cell", ...]
    has_head: bool = False


@dataclass(frozen=True)
class Live:
    """How a row from the directory looks: `fills` says what each entry of `template` begins with."""

    source: Source
    template: Row
    fills: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table with a caption and a head row. With `live` its named rows may come from the directory."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    help: str = ""
    example: tuple[str, ...] = ()  # one row done as an example, not to be filled in
    live: Live | None = None


@dataclass(frozen=True)
class Panel:
    """Parts that belong together: a scenario, one path of a branch."""

    title: str
    parts: tuple["Part", ...]


@dataclass(frozen=True)
class Letter:
    """Rich text with [[names]] in it, each the key of a cell."""

    html: str
    cells: dict[str, Cell] = field(hash=False)


@dataclass(frozen=True)
class Drawing:
    """A box to draw in. `height` is a share of a page. With a cell it may be said in words instead."""

    label: str
    height: str
    cell: Cell | None = None


@dataclass(frozen=True)
class Notes:
    """What only the trainer's edition shows."""

    html: str
    title: str = "For the trainer"


Part = Prose | Heading | Ask | Grid | Panel | Letter | Drawing | Notes


@dataclass(frozen=True)
class Sheet:
    """The whole of it, with what stands above and below the parts."""

    title: str
    code: str
    parts: tuple[Part, ...]
    standfirst: str = ""
    warn_names: bool = True
    landscape: bool = False
    credit: str = ""
    for_trainers: bool = False
    language: str = "en-GB"

    def for_everybody(self) -> "Sheet":
        """Return the sheet without what is for trainers alone."""
        return replace(self, parts=without_notes(self.parts), for_trainers=False)

    def as_sent(self) -> "Sheet":
        """Return the sheet as it is sent or printed when it is completed.

        A letter goes out without what was said to its writer.
        """
        if not any(isinstance(part, Letter) for part in self.parts):
            return self
        return replace(self, standfirst="", parts=tuple(p for p in self.parts if not isinstance(p, Prose)))

    @property
    def has_notes(self) -> bool:
        """Return whether a trainer's edition would say more."""
        return self.parts != without_notes(self.parts)

    def cells(self) -> dict[str, Cell]:
        """Return every cell by its name, in the order of the sheet."""
        return {cell.name: cell for cell in cells_of(self.parts)}


def cells_of(parts: Iterable[Part]) -> Iterator[Cell]:
    """Yield the cells of `parts`, in order, however deep they stand."""
    for part in parts:
        match part:
            case Ask():
                yield from part.cells
            case Grid():
                yield from (entry for row in part.rows for entry in row.entries if isinstance(entry, Cell))
            case Panel():
                yield from cells_of(part.parts)
            case Letter():
                yield from part.cells.values()
            case Drawing(cell=Cell() as cell):
                yield cell


def without_notes(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return `parts` as everybody gets them: no trainer's notes, no model answers."""
    return tuple(_plain(part) for part in parts if not isinstance(part, Notes))


def _plain(part: Part) -> Part:
    match part:
        case Panel():
            return replace(part, parts=without_notes(part.parts))
        case Grid():
            return replace(part, rows=tuple(replace(row, entries=_unanswered(row)) for row in part.rows))
    return part


def _unanswered(row: Row) -> tuple[str | Cell, ...]:
    return tuple(replace(one, answer="") if isinstance(one, Cell) else one for one in row.entries)
