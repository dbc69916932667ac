"""The answers of a sheet in a spreadsheet: all of them, and never a formula."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.training.sheets import answers_for, every_block, sheet_of
from training.sheets.filled import Filled, read, shown
from training.sheets.tables import as_csv, as_xlsx

SHEET = every_block()
TWO = sheet_of("- table: {id: t, caption: '=1+1', blank_rows: 1, columns: [{id: a, head: A}]}")


def rows_of(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))


def values_of(made: bytes) -> list[str]:
    workbook = load_workbook(io.BytesIO(made))
    return [cell.value for page in workbook for row in page.iter_rows() for cell in row if cell.value]


def test_every_answer_is_in_both():
    filled = read(SHEET, answers_for(SHEET))
    wanted = {shown(SHEET.cells()[name], value) for name, value in filled.values.items()}
    assert wanted <= {cell for row in rows_of(as_csv(SHEET, filled, demo=False)) for cell in row}
    assert wanted <= set(values_of(as_xlsx(SHEET, filled, demo=False)))


def test_heads_and_row_names_stand_with_them():
    rows = rows_of(as_csv(SHEET, Filled(), demo=False))
    at = rows.index(["Our partners"])
    assert rows[at + 1][:2] == ["Service", "What they can do for us"]
    assert [row[0] for row in rows[at + 2 : at + 4]] == ["Police", "School nurse"]


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_cell_is_a_formula(text):
    filled = read(TWO, {"t_blank1_a": text})
    for row in rows_of(as_csv(TWO, filled, demo=False)):
        for cell in row:
            assert not cell.startswith(("=", "@", "\t"))
    workbook = load_workbook(io.BytesIO(as_xlsx(TWO, filled, demo=False)))
    assert all(cell.data_type in ("s", "n") for page in workbook for row in page.iter_rows() for cell in row)


def test_a_formula_is_kept_as_text():
    filled = Filled({"t_blank1_a": "=SUM(A1)"})
    assert ["'=SUM(A1)"] in rows_of(as_csv(TWO, filled, demo=False))
    assert "=SUM(A1)" in values_of(as_xlsx(TWO, filled, demo=False))


def test_a_demonstration_says_so():
    assert rows_of(as_csv(TWO, Filled(), demo=True))[0][0].startswith("Fictional demonstration data")
    assert values_of(as_xlsx(TWO, Filled(), demo=True))[0].startswith("Fictional demonstration data")


def test_a_sheet_without_anything_to_fill_in_is_still_a_file():
    sheet = sheet_of("- instructions: Read this.")
    assert rows_of(as_csv(sheet, Filled(), demo=False))
    assert values_of(as_xlsx(sheet, Filled(), demo=False))
