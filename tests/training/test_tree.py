"""The tree of a sheet: one name for each thing to fill in, and a label that says where it stands."""

import copy
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training.sheets import every_block, raw_of, sheet_of, stream_of
from training.sheets.from_blocks import key_of, parts_of
from training.sheets.tree import Grid, Kind, Notes, Panel, cells_of, without_notes

TABLE = """
- table:
    id: partners
    caption: Our partners
    row_head: Service
    rows: [Police, School nurse]
    blank_rows: 1
    columns:
      - {id: does, head: What they do}
      - {id: ok, head: Done, cell: tick}
"""


def labels(sheet):
    return {name: cell.label for name, cell in sheet.cells().items()}


def test_a_cell_is_named_by_block_row_and_column_and_its_label_says_both():
    assert labels(sheet_of(TABLE)) == {
        "partners_1_does": "Police: What they do",
        "partners_1_ok": "Police: Done",
        "partners_2_does": "School nurse: What they do",
        "partners_2_ok": "School nurse: Done",
        "partners_blank1_name": "Our partners, row 3: Service",
        "partners_blank1_does": "Our partners, row 3: What they do",
        "partners_blank1_ok": "Our partners, row 3: Done",
    }


def test_a_row_without_a_name_is_called_by_what_stands_in_it():
    sheet = sheet_of("""
- table:
    id: t
    caption: Offers
    columns: [{id: who, head: Service, cell: service}, {id: what, head: Offer}]
    start: [[Family Help]]
    blank_rows: 1
""")
    assert labels(sheet)["t_1_what"] == "Offers, row 1 (Family Help): Offer"
    assert labels(sheet)["t_blank1_what"] == "Offers, row 2: Offer"
    assert sheet.cells()["t_1_who"].start == "Family Help"


def test_every_kind_of_block_has_its_part_and_every_cell_a_label():
    sheet = every_block()
    assert {type(part).__name__ for part in sheet.parts} == {
        "Prose", "Heading", "Ask", "Grid", "Panel", "Letter", "Drawing", "Notes",
    }  # fmt: skip
    assert set(Kind) == {cell.kind for cell in sheet.cells().values()}
    for cell in sheet.cells().values():
        assert re.fullmatch(r"[A-Za-z0-9_-]+", cell.name)
        assert cell.label.strip()
        assert cell.short.strip()


def test_no_name_is_given_twice():
    names = [cell.name for cell in cells_of(every_block().parts)]
    assert len(names) == len(set(names)) > 90


def test_every_row_of_a_table_is_as_long_as_its_heads():
    grids = [part for part in every_block().parts if isinstance(part, Grid)]
    assert len(grids) >= 8
    for grid in grids:
        assert {len(row.entries) for row in grid.rows} == {len(grid.heads)}


def test_few_short_choices_stand_side_by_side_and_many_are_a_list():
    cells = every_block().cells()
    assert cells["partners_1_working"].kind == Kind.CHOICE
    assert cells["partners_1_often"].kind == Kind.PICK


def test_what_a_list_offers_is_said_for_those_who_have_it_on_paper():
    partners = next(part for part in every_block().parts if isinstance(part, Grid))
    assert partners.help == "Add those you miss. How often: Daily, Weekly, Termly, Yearly or As needed."
    sheet = sheet_of(
        "- fields: {id: f, fields: [{id: a, label: A, help: Choose., cell: choice,"
        " choices: [a, b, c, d, e, f, g]}]}"
    )
    assert sheet.cells()["f_a"].kind == Kind.PICK
    assert sheet.cells()["f_a"].help == "Choose. One of: a, b, c, d, e, f or g."


def test_a_fixed_text_is_no_cell():
    sheet = every_block()
    assert "measures_1_old" not in sheet.cells()
    assert sheet.cells()["measures_1_now"].label == "Measures, row 1 (Ring on the first day): Now"


def test_without_notes_no_note_and_no_model_answer_is_left():
    parts = without_notes(every_block().parts)

    def notes(parts):
        for part in parts:
            if isinstance(part, Notes):
                yield part
            if isinstance(part, Panel):
                yield from notes(part.parts)

    assert list(notes(every_block().parts))
    assert not list(notes(parts))
    assert any(cell.answer for cell in cells_of(every_block().parts))
    assert not any(cell.answer for cell in cells_of(parts))


def test_names_stay_when_blocks_rows_and_words_move():
    raw, _ = raw_of(TABLE + "- lines: {id: own, label: Our own}\n")
    before = {cell.name for cell in cells_of(parts_of(stream_of(raw)))}
    changed = copy.deepcopy(raw)[::-1]
    rows = changed[1]["value"]["rows"]
    rows.reverse()
    rows[0]["value"]["head"] = "Nurse of the school"
    changed[1]["value"]["columns"].reverse()
    assert {cell.name for cell in cells_of(parts_of(stream_of(changed)))} == before


@settings(deadline=None)
@given(st.uuids(), st.uuids())
def test_an_id_of_wagtail_becomes_eight_digits(one, other):
    assert re.fullmatch("[0-9a-f]{8}", key_of(str(one), 1))
    assert (key_of(str(one), 1) == key_of(str(other), 1)) == (one.hex[:8] == other.hex[:8])


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_other_id_becomes_letters_digits_and_hyphens(text):
    assert re.fullmatch("[A-Za-z0-9-]{1,40}", key_of(text, 7))


BAD = [
    ("- lines: {id: a}", "line 1: [1].lines: This field is required."),
    ("- line: {id: a, label: A}", "“line” is not one of: instructions, "),
    ("- lines: {label: A}", "id is missing"),
    ("- lines: {id: A b, label: A}", "“A b” is no id"),
    ("- lines: {id: a, label: A, rows: 3}", "“rows” is not known here. Known: id, label, help, lines"),
    ("- lines: {id: a, label: A, lines: 99}", "Ensure this value is less than or equal to 12."),
    ("- lines: {id: a, label: A, lines: many}", "“many” is not a number"),
    ("- lines: {id: a, label: A}\n- lines: {id: a, label: B}", "have the same name: a."),
    (
        "- fields: {id: f, fields: [{id: a, label: A, cell: choice, choices: [x]}]}",
        "Write two choices or more",
    ),
    ("- fields: {id: f, fields: [{id: a, label: A, choices: [x, y]}]}", "Only “One of several choices”"),
    ("- fields: {id: f, fields: [{id: a, label: A}, {id: a, label: B}]}", "the id “a” is given twice"),
    ("- fields: {id: f, fields: [{id: a, label: A, cell: photo}]}", "Select a valid choice"),
    ("- table: {id: t, caption: T, columns: [{id: a, head: A}]}", "A table needs a row, or empty rows."),
    ("- table: {id: t, caption: T, blank_rows: 41, columns: [{id: a, head: A}]}", "less than or equal to 40"),
    (
        "- table: {id: t, caption: T, blank_rows: 40, start: [[x]], columns: [{id: a, head: A}]}",
        "At most 40 rows",
    ),
    ("- table: {id: t, caption: T, rows: [x], columns: [{id: a, head: A}]}", "Row 1 has a name: say what"),
    ("- table: {id: t, caption: T, start: [[x, y]], columns: [{id: a, head: A}]}", "text for 2 cells; there"),
    (
        "- table: {id: t, caption: T, blank_rows: 1, columns: [{id: a, head: A}, {id: b, head: A}]}",
        "Two columns have the same head.",
    ),
    (
        "- table: {id: t, caption: T, start: [[Z]],"
        " columns: [{id: a, head: A, cell: choice, choices: [X, Y]}]}",
        "Row 1: “Z” is no choice of “A”.",
    ),
    ("- letter: {id: l, text: 'Dear [[you]]'}", "[[you]] stands in the text and is not listed below."),
    ("- letter: {id: l, text: 'Dear', fields: {you: {label: You}}}", "“you” does not stand in the text"),
    (
        "- who_needs_to_know: {id: w, caption: W, facts: [F], roles: [A],"
        " purposes: [x, y], model_answer: {F: {B: x}}}",
        "names “B”, which is no role here",
    ),
    (
        "- who_needs_to_know: {id: w, caption: W, facts: [F], roles: [A],"
        " purposes: [x, y], model_answer: {F: {A: z}}}",
        "names “z”, which is no purpose here",
    ),
    ("- branch: {id: b, question: Q, paths: [{when: A, blocks: []}]}", "The minimum number of items is"),
    (
        "- branch: {id: b, question: Q, paths: [{when: A, blocks: [{lines: {id: l, label: L}}]},"
        " {when: B, blocks: [{branch: {id: c}}]}]}",
        "“branch” is not one of: instructions, trainer_notes, heading",
    ),
]


@pytest.mark.parametrize(("text", "message"), BAD, ids=[f"{n}" for n in range(len(BAD))])
def test_what_is_wrong_is_said_with_its_line(text, message):
    _, mistakes = raw_of(text)
    assert any(message in line for line in mistakes), mistakes
    assert all(line.startswith("sheet.yaml, line ") for line in mistakes)


def test_a_sheet_of_a_thousand_cells_is_refused():
    columns = ", ".join(f"{{id: c{n}, head: H{n}}}" for n in range(8))
    tables = "".join(
        f"- table: {{id: t{n}, caption: T{n}, blank_rows: 40, columns: [{columns}]}}\n" for n in range(4)
    )
    _, mistakes = raw_of(tables)
    assert "A sheet has at most 500 things to fill in; this has 1280." in mistakes[0]
