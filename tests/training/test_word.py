"""A sheet as a Word file: headings, head rows, and a field for each cell that holds what was typed."""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.training.sheets import answers_for, every_block, sheet_of
from training.sheets.filled import Filled, read, shown
from training.sheets.tree import Grid, Kind
from training.sheets.word import blank_word, filled_word
from training.sheets.word_fields import short

SHEET = every_block()


def opened(made: bytes):
    return Document(io.BytesIO(made))


def fields_of(made: bytes) -> dict[str, str]:
    """Return the text of each field by its tag; lines as lines."""
    found = {}
    for field in opened(made).element.body.iter(qn("w:sdt")):
        tag = field.find(qn("w:sdtPr")).find(qn("w:tag")).get(qn("w:val"))
        run = field.find(qn("w:sdtContent")).find(qn("w:r"))
        lines = ["\n" if part.tag == qn("w:br") else part.text or "" for part in run]
        assert tag not in found
        found[tag] = "".join(lines)
    return found


@pytest.fixture(scope="module")
def blank():
    return blank_word(SHEET)


def test_it_says_title_and_language(blank):
    document = opened(blank)
    assert document.core_properties.title == "Every block"
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.author == ""
    language = document.styles["Normal"].element.rPr.find(qn("w:lang"))
    assert language.get(qn("w:val")) == "en-GB"


def test_headings_are_headings(blank):
    styles = {paragraph.text: paragraph.style.name for paragraph in opened(blank).paragraphs}
    assert styles["T1 Every block"] == "Title"
    assert styles["Part A: what we do"] == "Heading 1"
    for text in ("The meeting", "Our partners", "Sana", "If your answer is “Yes”", "Draw who helps you"):
        assert styles[text] == "Heading 2"
    assert styles["read it"] == "List Bullet"


def test_every_table_has_a_head_row_that_repeats_and_a_caption(blank):
    captions = {}
    for table in opened(blank).tables:
        caption = table._tbl.tblPr.find(qn("w:tblCaption"))
        if caption is not None:
            captions[caption.get(qn("w:val"))] = table
    grids = [part for part in SHEET.parts if isinstance(part, Grid)]
    assert set(captions) == {grid.caption for grid in grids}
    for grid in grids:
        table = captions[grid.caption]
        assert [cell.text for cell in table.rows[0].cells] == list(grid.heads)
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert len(table.rows) == 1 + len(grid.rows) + bool(grid.example)
        for row in table.rows[1:]:
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None


def test_every_cell_is_a_field_with_its_label(blank):
    document = opened(blank)
    labels = {}
    for field in document.element.body.iter(qn("w:sdt")):
        properties = field.find(qn("w:sdtPr"))
        tag = properties.find(qn("w:tag")).get(qn("w:val"))
        labels.setdefault(tag.partition(".")[0], properties.find(qn("w:alias")).get(qn("w:val")))
    assert set(labels) == set(SHEET.cells())
    for name, cell in SHEET.cells().items():
        if cell.kind not in (Kind.CHOICE, Kind.SCALE):
            assert labels[name] == short(cell.label)
        assert len(labels[name]) <= 64


def test_a_completed_copy_holds_exactly_what_was_typed():
    answers = {**answers_for(SHEET), "principles": "One & <two>\n\n  three “é”"}
    filled = read(SHEET, answers)
    fields = fields_of(filled_word(SHEET, filled))
    for name, cell in SHEET.cells().items():
        if cell.kind in (Kind.CHOICE, Kind.SCALE):
            ticked = [one for n, one in enumerate(cell.choices, 1) if fields[f"{name}.{n}"] == "☒"]
            assert ticked == [answers[name]]
        elif cell.kind == Kind.TICK:
            assert fields[name] == "☒"
        else:
            assert fields[name] == shown(cell, filled.values[name])


def test_an_empty_field_is_room_and_starter_text_stands(blank):
    fields = fields_of(blank)
    assert fields["principles"].strip("\u00a0") == ""
    assert fields["partners_1_does"] == "Talks in assembly"
    assert fields["meeting_agreed"] == "☐"


def test_a_letter_repeats_what_was_typed():
    filled = Filled({"letter_parent": "Ms Okoro"})
    text = "\n".join(paragraph.text for paragraph in opened(filled_word(SHEET, filled)).paragraphs)
    assert "Dear Ms Okoro, thank you." in text
    assert "[Name of parent or carer]" in "\n".join(p.text for p in opened(blank_word(SHEET)).paragraphs)


def test_a_lying_sheet_lies():
    section = opened(blank_word(sheet_of("- lines: {id: a, label: A}", landscape=True))).sections[0]
    assert section.page_width > section.page_height


@pytest.mark.parametrize("length", [1, 64, 65, 300])
def test_a_label_fits_what_word_takes(length):
    text = "".join(chr(97 + number % 26) for number in range(length))
    assert len(short(text)) == min(length, 64)
    assert short(text).startswith(text[:30])
    assert short(text).endswith(text[-30:])
