"""The ratings of two copies of one sheet, side by side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from training.sheets.filled import Filled
from training.sheets.tree import Cell, Grid, Kind, Panel, Part, Row

START, WIDTH = 10, 100  # of the line of a chart, in its own units


@dataclass(frozen=True)
class Mark:
    """One statement: what it was rated the first time and the second. 0 where it was not."""

    said: str
    first: int
    second: int
    low: int
    high: int

    @property
    def change(self) -> str:
        """Return the change in words."""
        if not (self.first and self.second):
            return "not rated both times"
        difference = self.second - self.first
        return f"{difference:+d}" if difference else "no change"

    @property
    def first_at(self) -> int:
        """Return where the first rating stands on the line of a chart."""
        return self._at(self.first)

    @property
    def second_at(self) -> int:
        """Return where the second stands."""
        return self._at(self.second)

    @property
    def points(self) -> list[int]:
        """Return where each number of the scale stands."""
        return [self._at(number) for number in range(self.low, self.high + 1)]

    def _at(self, number: int) -> int:
        return START + round(WIDTH * (number - self.low) / max(1, self.high - self.low))


@dataclass(frozen=True)
class Rated:
    """One rating of a sheet: its question and its marks."""

    question: str
    help: str
    marks: tuple[Mark, ...]

    @property
    def both(self) -> list[Mark]:
        """Return the statements that were rated both times."""
        return [mark for mark in self.marks if mark.first and mark.second]

    @property
    def means(self) -> tuple[float, float] | None:
        """Return the mean of each time, over what was rated both times."""
        if not self.both:
            return None
        count = len(self.both)
        return sum(mark.first for mark in self.both) / count, sum(mark.second for mark in self.both) / count


def has_ratings(parts: Iterable[Part]) -> bool:
    """Return whether there is anything to compare."""
    return any(True for _ in _grids(parts))


def compared(parts: Iterable[Part], first: Filled, second: Filled) -> list[Rated]:
    """Return each rating of a sheet with what was rated in two copies of it."""
    found = []
    for grid in _grids(parts):
        marks = [
            _mark(_said(row, head, cell, grid), cell, first, second)
            for row in grid.rows
            for head, cell in zip(grid.heads, row.entries, strict=True)
            if isinstance(cell, Cell) and cell.kind == Kind.SCALE
        ]
        found.append(Rated(grid.caption, grid.help, tuple(marks)))
    return found


def _grids(parts: Iterable[Part]) -> Iterator[Grid]:
    for part in parts:
        if isinstance(part, Panel):
            yield from _grids(part.parts)
        elif isinstance(part, Grid) and any(_scales(row) for row in part.rows):
            yield part


def _scales(row: Row) -> list[Cell]:
    return [cell for cell in row.entries if isinstance(cell, Cell) and cell.kind == Kind.SCALE]


def _said(row: Row, head: str, cell: Cell, grid: Grid) -> str:
    """Return the statement; with the head of its column where a row is rated more than once."""
    first = row.entries[0]
    said = first if isinstance(first, str) else cell.label.split(":")[0]
    return f"{said} ({head})" if len(_scales(row)) > 1 else said


def _mark(said: str, cell: Cell, first: Filled, second: Filled) -> Mark:
    return Mark(
        said,
        int(first.of(cell) or 0),
        int(second.of(cell) or 0),
        int(cell.choices[0]),
        int(cell.choices[-1]),
    )
