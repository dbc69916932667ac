"""The answers of a sheet for a spreadsheet: a row for each cell, or each table as it stands."""

import csv
import io
from collections.abc import Iterator

from openpyxl import Workbook

from portal.exported_text import DEMONSTRATION, harmless
from portal.exported_text import cell as safe
from training.sheets.filled import Filled, shown
from training.sheets.tree import Ask, Cell, Drawing, Grid, Letter, Panel, Part, Sheet

SHEET_NAME = 31  # letters that Excel takes for the name of a sheet
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def as_csv(sheet: Sheet, filled: Filled, demo: bool) -> bytes:
    """Return the sheet as one CSV file, part below part; no cell of it is a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    if demo:
        writer.writerow([DEMONSTRATION])
    for title, rows in tables_of(sheet, filled):
        writer.writerow([harmless(safe(title))])
        writer.writerows([harmless(safe(value)) for value in row] for row in rows)
        writer.writerow([])
    return ("\ufeff" + written.getvalue()).encode()


def as_xlsx(sheet: Sheet, filled: Filled, demo: bool) -> bytes:
    """Return the sheet as a workbook: a page for each table, one for all other answers."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.title = sheet.title
    workbook.properties.creator = ""
    for number, (title, rows) in enumerate(tables_of(sheet, filled), start=1):
        page = workbook.create_sheet(f"{number} {title.translate(NOT_IN_A_NAME)}"[:SHEET_NAME].strip())
        for row in ([[DEMONSTRATION]] if demo else []) + rows:
            page.append([safe(value) or None for value in row])
        for line in page.iter_rows():
            for one in line:
                if one.value is not None:
                    one.data_type = "s"  # never a formula
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def tables_of(sheet: Sheet, filled: Filled) -> list[tuple[str, list[list[str]]]]:
    """Return (title, rows) of each table of the sheet, the head first; before them what is in no table."""
    alone = [[cell.short, _answer(cell, filled)] for cell in _alone(sheet.parts)]
    first = [(sheet.title, [["Question", "Answer"], *alone])] if alone else []
    grids = [(grid.caption, _rows(grid, filled)) for grid in _grids(sheet.parts)]
    return [*first, *grids] or [(sheet.title, [["Nothing is filled in here."]])]


def _rows(grid: Grid, filled: Filled) -> list[list[str]]:
    rows = [[_entry(entry, filled) for entry in row.entries] for row in grid.rows]
    return [list(grid.heads), *rows]


def _entry(entry: str | Cell, filled: Filled) -> str:
    return entry if isinstance(entry, str) else _answer(entry, filled)


def _answer(cell: Cell, filled: Filled) -> str:
    return shown(cell, filled.of(cell))


def _grids(parts: tuple[Part, ...]) -> Iterator[Grid]:
    for part in parts:
        if isinstance(part, Grid):
            yield part
        elif isinstance(part, Panel):
            yield from _grids(part.parts)


def _alone(parts: tuple[Part, ...]) -> Iterator[Cell]:
    for part in parts:
        match part:
            case Ask(cells):
                yield from cells
            case Letter():
                yield from part.cells.values()
            case Panel():
                yield from _alone(part.parts)
            case Drawing(cell=Cell() as cell):
                yield cell
