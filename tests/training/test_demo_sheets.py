"""Each sheet of the demonstration as page, PDF and Word file, blank and completed: made and read back."""

import io
import re
import zipfile
from collections import Counter

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader, PdfWriter

from tests.training.sheets import answers_for, demo_sheet, demo_slugs
from tests.training.test_word import fields_of
from training.sheets.filled import Filled, read, shown
from training.sheets.html import Look, Mode, html_of
from training.sheets.pdf import blank_pdf, filled_pdf
from training.sheets.tree import CHOSEN, Cell, Grid, Kind, Panel, Sheet
from training.sheets.word import blank_word, filled_word

EACH = pytest.mark.parametrize("slug", demo_slugs())
SIGN = "≥"
WRITTEN = {Kind.TEXT, Kind.SERVICE, Kind.PICK, Kind.DATE}
FIELD = {
    Kind.TEXT: "/Tx",
    Kind.SERVICE: "/Tx",
    Kind.DATE: "/Tx",
    Kind.PICK: "/Ch",
    Kind.TICK: "/Btn",
    Kind.CHOICE: "/Btn",
    Kind.SCALE: "/Btn",
}


def test_all_of_them_are_here():
    """Fourteen sheets, twenty-seven letters and forms, two for direct work."""
    letters = Counter(demo_sheet(slug).code[0] for slug in demo_slugs())
    assert letters == {"R": 14, "F": 27, "D": 2}


def squeezed(text: str) -> str:
    """Return `text` without spaces and hyphens: lines end elsewhere on paper."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def words_of_pdf(reader: PdfReader) -> str:
    pages = [page.extract_text() for page in reader.pages]
    return squeezed("".join(re.sub(r"•?[^\n]*Page \d+ of \d+", "", text) for text in pages))


def grids(parts) -> list[Grid]:
    found: list[Grid] = []
    for part in parts:
        if isinstance(part, Grid):
            found.append(part)
        elif isinstance(part, Panel):
            found += grids(part.parts)
    return found


def completed(sheet: Sheet) -> tuple[dict[str, str], Filled]:
    """Return an answer for each cell, and the sheet as filled in with them."""
    answers = answers_for(sheet)
    filled = read(sheet, answers)
    assert filled.values == answers
    assert filled.problems == {}
    return answers, filled


@EACH
def test_the_page_and_the_form(slug):
    """Each cell is a control with a label in the form; each answer is text in the completed page."""
    sheet = demo_sheet(slug)
    answers, filled = completed(sheet)
    form = html_of(sheet.parts, Look(Mode.FORM, filled))
    page = html_of(sheet.parts, Look(Mode.TEXT, filled))
    for name, cell in sheet.cells().items():
        assert f'name="{name}"' in form
        assert f'for="cell-{name}{"-1" if cell.kind in (Kind.CHOICE, Kind.SCALE) else ""}"' in form
        if cell.kind != Kind.TICK:
            assert shown(cell, answers[name]) in page
    assert "<input" not in page
    assert form.count("<caption>") == form.count('<th scope="col">') - sum(
        len(grid.heads) - 1 for grid in grids(sheet.parts)
    )


@EACH
def test_the_blank_pdf_and_what_a_reader_types_into_it(slug):
    sheet = demo_sheet(slug)
    made = PdfReader(io.BytesIO(blank_pdf(sheet)))
    says_what_it_is(made, sheet)
    cells = sheet.cells()
    fields = made.get_fields()
    assert {name: field.get("/TU") for name, field in fields.items()} == {
        name: cell.label for name, cell in cells.items()
    }
    assert {name: field["/FT"] for name, field in fields.items()} == {
        name: FIELD[cell.kind] for name, cell in cells.items()
    }
    for name, cell in cells.items():
        if cell.start:
            assert fields[name]["/V"] == cell.start
    keeps_what_is_typed(made, sheet)


def says_what_it_is(made: PdfReader, sheet: Sheet) -> None:
    root = made.root_object
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert made.metadata.title == f"{sheet.code} {sheet.title}"
    lying = made.pages[0].mediabox.width > made.pages[0].mediabox.height
    assert lying == sheet.landscape
    assert all(page.extract_text().strip() for page in made.pages)


def keeps_what_is_typed(made: PdfReader, sheet: Sheet) -> None:
    """Fill the fields in as a PDF reader does, write the file, and read it again."""
    typed = {
        name: f"Typed {number} é" if cell.kind not in CHOSEN else cell.choices[-1]
        for number, (name, cell) in enumerate(sheet.cells().items())
        if cell.kind in WRITTEN
    }
    ticks = {name: "/on" for name, cell in sheet.cells().items() if cell.kind == Kind.TICK}
    writer = PdfWriter(clone_from=made)
    for page in writer.pages:
        writer.update_page_form_field_values(page, {**typed, **ticks}, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    kept = {name: field.get("/V") for name, field in PdfReader(out).get_fields().items()}
    assert {name: kept[name] for name in {**typed, **ticks}} == {**typed, **ticks}


@EACH
def test_the_completed_pdf_holds_exactly_what_was_typed(slug):
    sheet = demo_sheet(slug)
    answers, filled = completed(sheet)
    made = PdfReader(io.BytesIO(filled_pdf(sheet, filled)))
    says_what_it_is(made, sheet)
    assert made.get_fields() is None
    said = words_of_pdf(made)
    for text, times in expected(sheet, answers).items():
        assert said.count(text) >= times, text
    # No sheet has this sign, every answer in words has: so nothing stands there twice, and nothing was added.
    assert said.count(SIGN) == sum(SIGN in answer for answer in answers.values())


def expected(sheet: Sheet, answers: dict[str, str]) -> Counter[str]:
    """Return how often each answer must stand on paper."""
    return Counter(
        squeezed(shown(cell, answers[name])) for name, cell in sheet.cells().items() if cell.kind != Kind.TICK
    )


@EACH
def test_the_word_files(slug):
    sheet = demo_sheet(slug)
    answers, filled = completed(sheet)
    blank, done = blank_word(sheet), filled_word(sheet, filled)
    for made in (blank, done):
        is_in_order(made, sheet)
    fields = fields_of(done)
    named = {name.partition(".")[0] for name in fields_of(blank)}
    assert named == {name.partition(".")[0] for name in fields} == set(sheet.cells())
    for name, cell in sheet.cells().items():
        assert in_word(fields, cell) == shown(cell, answers[name])


def in_word(fields: dict[str, str], cell: Cell) -> str:
    """Return the answer that a Word file holds for `cell`."""
    if cell.kind == Kind.TICK:
        return "yes" if fields[cell.name] == "☒" else ""
    if cell.kind in (Kind.CHOICE, Kind.SCALE):
        ticked = [one for place, one in enumerate(cell.choices, 1) if fields[f"{cell.name}.{place}"] == "☒"]
        return ", ".join(ticked)
    return fields[cell.name]


def is_in_order(made: bytes, sheet: Sheet) -> None:
    """Assert title, headings and tables with head rows that come again on each page."""
    assert zipfile.ZipFile(io.BytesIO(made)).testzip() is None
    document = Document(io.BytesIO(made))
    assert document.core_properties.title == sheet.title
    assert document.core_properties.language == "en-GB"
    styles = Counter(paragraph.style.name for paragraph in document.paragraphs)
    assert styles["Title"] == 1
    captioned = {}
    for table in document.tables:
        caption = table._tbl.tblPr.find(qn("w:tblCaption"))
        if caption is not None:
            captioned[caption.get(qn("w:val"))] = table
    whole = grids(sheet.parts)
    assert set(captioned) == {grid.caption for grid in whole}
    for grid in whole:
        head = captioned[grid.caption].rows[0]
        assert [cell.text for cell in head.cells] == list(grid.heads)
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
