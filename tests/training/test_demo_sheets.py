"""Each sheet of the demonstration as page, PDF and Word file, blank and completed: made and read back."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

import pytest
from django.utils.html import escape
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
# What people type: quotation marks, dashes, what could be markup, other alphabets, a long word, lines.
TYPED = "“it’s 5–6” – <b>R&D</b> Łódź Олена Ελένη Donaudampfschifffahrtsgesellschaft"
LINES = "\nsecond line\n\n  third"
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
    answers = {
        name: f"{answer} {TYPED}{LINES * (sheet.cells()[name].kind == Kind.TEXT)}"
        if SIGN in answer
        else answer
        for name, answer in answers_for(sheet).items()
    }
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
            assert escape(shown(cell, answers[name])) in page
    assert "<input" not in page
    assert form.count("<caption>") == form.count('<th scope="col">') - sum(
        len(grid.heads) - 1 for grid in grids(sheet.parts)
    )


@EACH
def test_the_blank_pdf_and_what_a_reader_types_into_it(slug):
    sheet = demo_sheet(slug)
    made = PdfReader(io.BytesIO(blank_pdf(sheet)))
    says_what_it_is(made, sheet)
    is_tagged(made, sheet)
    cells = sheet.cells()
    fields = made.get_fields()
    assert len(made.root_object["/AcroForm"]["/Fields"]) == len(fields)  # no name twice
    assert {name: field.get("/TU") for name, field in fields.items()} == {
        name: cell.label for name, cell in cells.items()
    }
    assert {name: field["/FT"] for name, field in fields.items()} == {
        name: FIELD[cell.kind] for name, cell in cells.items()
    }
    for name, cell in cells.items():
        if cell.start:
            assert fields[name]["/V"] == cell.start
    ends_on_a_used_page(made)
    keeps_what_is_typed(made, sheet)


@EACH
def test_each_label_says_row_and_column_and_is_said_once(slug):
    """A field is heard alone: so its label names the row and the column, and no two are the same."""
    sheet = demo_sheet(slug)
    labels = Counter(cell.label for cell in sheet.cells().values())
    assert [label for label, times in labels.items() if times > 1] == []
    for grid in grids(sheet.parts):
        for row in grid.rows:
            for head, entry in zip(grid.heads, row.entries, strict=True):
                if isinstance(entry, Cell):
                    assert head.casefold() in entry.label.casefold()
                    assert (row.entries[0] if row.has_head else grid.caption) in entry.label


def elements(root) -> Iterator:
    """Yield each element of the tags below `root`."""
    one = root.get_object()
    for child in one if isinstance(one, list) else [one.get("/K")] if isinstance(one, dict) else []:
        if child is not None:
            yield from elements(child)
    if isinstance(one, dict) and "/S" in one:
        yield one


def is_tagged(made: PdfReader, sheet: Sheet) -> None:
    """Assert one main heading, a table for each grid whose cells know their heads, a form for each field."""
    found = list(elements(made.root_object["/StructTreeRoot"]["/K"]))
    roles = Counter(str(one["/S"]) for one in found)
    whole = grids(sheet.parts)
    assert roles["/H1"] == 1
    assert roles["/Caption"] >= len(whole)  # one more where a caption has a line of help
    assert roles["/Table"] == roles["/THead"] >= len(whole)  # what goes on over the page begins with its head
    assert roles["/TH"] >= sum(len(grid.heads) + sum(row.has_head for row in grid.rows) for grid in whole)
    heads = {one["/ID"] for one in found if one["/S"] == "/TH"}
    for one in found:
        if one["/S"] == "/TD":
            assert set(one["/A"]["/Headers"]) <= heads
            assert one["/A"]["/Headers"]
    notes = [note.get_object() for page in made.pages for note in page.get("/Annots", [])]
    assert all("/StructParent" in note for note in notes)
    assert roles["/Form"] >= len(sheet.cells())


def ends_on_a_used_page(made: PdfReader) -> None:
    """Assert that a last page is worth its paper, and that every field lies on its page."""
    for page in made.pages:
        for note in page.get("/Annots", []):
            left, one, right, other = map(float, note.get_object()["/Rect"])
            assert 0 <= left < right <= page.mediabox.width
            assert 0 <= min(one, other) < max(one, other) <= page.mediabox.height
    last = made.pages[-1]
    lowest = min((float(note.get_object()["/Rect"][3]) for note in last.get("/Annots", [])), default=0)
    assert len(made.pages) == 1 or lowest < 0.8 * float(last.mediabox.height)


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
        name: f"Typed {number} “é” – it’s" if cell.kind not in CHOSEN else cell.choices[-1]
        for number, (name, cell) in enumerate(sheet.cells().items())
        if cell.kind in WRITTEN
    }
    marked = {name: _mark(cell) for name, cell in sheet.cells().items() if cell.kind not in WRITTEN}
    writer = PdfWriter(clone_from=made)
    for page in writer.pages:
        writer.update_page_form_field_values(page, {**typed, **marked}, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    again = PdfReader(out)
    kept = {name: field.get("/V") for name, field in again.get_fields().items()}
    assert kept == {**typed, **marked}
    seen = [note.get_object() for page in again.pages for note in page.get("/Annots", [])]
    for note in seen:
        if note.get("/FT") == "/Tx":
            assert b"Tj" in note["/AP"]["/N"].get_object().get_data()  # it is drawn, not stored alone
    assert sum(note.get("/AS", "/Off") != "/Off" for note in seen) == len(marked)


def _mark(cell: Cell) -> str:
    """Return what a PDF reader writes where `cell` is ticked, or its last choice is taken."""
    return "/on" if cell.kind == Kind.TICK else f"/{len(cell.choices) - 1}"


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
