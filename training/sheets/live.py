"""Rows of tables that come from the directory: put into the tree before any output is made of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from training.sheets.limits import MOST_ROWS
from training.sheets.tree import CHOSEN, Cell, Grid, Kind, Live, Panel, Part, Row, Sheet, Source

TEMPLATE = "live"  # stands in the names of a template's cells where the key of a row will


@dataclass(frozen=True)
class LiveRow:
    """A row to be: its key (letters and digits), its head, and what it says under each of `cells.FILLS`."""

    key: str
    head: str
    says: Mapping[str, str] = field(default_factory=dict)


Rows = Mapping[Source, Sequence[LiveRow]]


def sources_of(sheet: Sheet) -> set[Source]:
    """Return what the tables of `sheet` take rows from."""
    return {grid.live.source for grid in _grids(sheet.parts) if grid.live}


def with_rows(sheet: Sheet, rows: Rows) -> Sheet:
    """Return `sheet` with these rows in its tables. A table stays as it is where its source has none."""
    return replace(sheet, parts=tuple(_part(part, rows) for part in sheet.parts))


def keys_posted(sheet: Sheet, names: Sequence[str]) -> list[str]:
    """Return the keys of the rows that posted `names` of cells speak of, each once, in order."""
    starts = [re.escape(_before_key(grid.live)) for grid in _grids(sheet.parts) if grid.live]
    if not starts:
        return []
    pattern = re.compile(rf"(?:{'|'.join(starts)})([a-z]\d{{1,9}})_")
    found = (pattern.match(name) for name in names)
    return list(dict.fromkeys(match[1] for match in found if match))[:MOST_ROWS]


def _grids(parts: Sequence[Part]) -> Iterator[Grid]:
    for part in parts:
        if isinstance(part, Grid):
            yield part
        elif isinstance(part, Panel):
            yield from _grids(part.parts)


def _before_key(live: Live) -> str:
    """Return how the names of the cells of a live row begin."""
    names = (entry.name for entry in live.template.entries if isinstance(entry, Cell))
    return next(names, "").rpartition(f"{TEMPLATE}_")[0]


def _part(part: Part, rows: Rows) -> Part:
    if isinstance(part, Panel):
        return replace(part, parts=tuple(_part(one, rows) for one in part.parts))
    if isinstance(part, Grid) and part.live and (live := rows.get(part.live.source)):
        empty = [row for row in part.rows if not row.has_head]
        made = [_row(part.live, one) for one in live[: MOST_ROWS - len(empty)]]
        return replace(part, rows=(*made, *empty), example=())
    return part


def _row(live: Live, row: LiveRow) -> Row:
    entries: list[str | Cell] = [row.head]
    for entry, fill in zip(live.template.entries[1:], live.fills[1:], strict=True):
        text = row.says.get(fill, "")
        entries.append(_cell(entry, row, text) if isinstance(entry, Cell) else text)
    return Row(tuple(entries), has_head=True)


def _cell(cell: Cell, row: LiveRow, text: str) -> Cell:
    start, _, column = cell.name.rpartition(f"{TEMPLATE}_")
    begins = text if cell.kind != Kind.TICK and (cell.kind not in CHOSEN or text in cell.choices) else ""
    return replace(cell, name=f"{start}{row.key}_{column}", label=f"{row.head}: {cell.short}", start=begins)
