"""A sheet as PDF: tagged, in its language, each field named; what was typed stands in it whole."""

import io
import re
import sys

import pytest
from pypdf import PdfReader, PdfWriter

from tests.training.sheets import answers_for, every_block, sheet_of
from training.sheets.filled import Filled, read
from training.sheets.pdf import blank_pdf, filled_pdf
from training.sheets.turns import PdfUnavailableError

LONG = " ".join(f"word{number}" for number in range(600))


@pytest.fixture(scope="module")
def sheet():
    return every_block()


@pytest.fixture(scope="module")
def blank(sheet):
    return blank_pdf(sheet)


def opened(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def words(made: bytes) -> str:
    """Return what stands on the pages, without the spaces that lines and hyphens make."""
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in opened(made).pages))
    return re.sub(r"•*T1EveryblockPage\d+of\d+", "", text)


def test_it_is_tagged_and_says_its_title_and_language(blank):
    root = opened(blank).root_object
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert opened(blank).metadata.title == "T1 Every block"
    assert b"pdfuaid" in opened(blank).root_object["/Metadata"].get_object().get_data()


def test_every_cell_is_a_field_with_its_label(sheet, blank):
    fields = opened(blank).get_fields()
    assert {name: field.get("/TU") for name, field in fields.items()} == {
        name: cell.label for name, cell in sheet.cells().items()
    }
    kinds = {sheet.cells()[name].kind: field["/FT"] for name, field in fields.items()}
    assert kinds == {
        "text": "/Tx", "date": "/Tx", "service": "/Tx", "pick": "/Ch",
        "tick": "/Btn", "choice": "/Btn", "scale": "/Btn",
    }  # fmt: skip


def test_every_field_stands_on_a_page_and_in_the_tags(blank):
    for page in opened(blank).pages:
        for note in page.get("/Annots", []):
            assert "/StructParent" in note.get_object()


def test_head_cells_are_tagged_as_such(blank):
    roles = [str(found) for found in re.findall(rb"/S */(\w+)", _whole(blank))]
    assert {"b'H1'", "b'H2'", "b'Table'", "b'TH'", "b'TD'", "b'Form'"} <= set(roles)


def _whole(made: bytes) -> bytes:
    """Return the file with its packed objects written out."""
    writer = PdfWriter(clone_from=opened(made))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_starter_text_is_in_the_fields(blank):
    fields = opened(blank).get_fields()
    assert fields["partners_1_does"]["/V"] == "Talks in assembly"
    assert fields["measures_2_now"]["/V"] == "By text message"
    assert fields["partners_2_does"]["/V"] == ""


def test_what_a_pdf_reader_writes_into_it_is_kept(blank):
    writer = PdfWriter(clone_from=opened(blank))
    for page in writer.pages:
        writer.update_page_form_field_values(
            page,
            {"principles": "One\nTwo é", "meeting_agreed": "/on", "partners_1_often": "Weekly"},
            auto_regenerate=False,
        )
    out = io.BytesIO()
    writer.write(out)
    fields = PdfReader(out).get_fields()
    assert fields["principles"]["/V"] == "One\nTwo é"
    assert fields["meeting_agreed"]["/V"] == "/on"
    assert fields["partners_1_often"]["/V"] == "Weekly"


def test_a_completed_copy_holds_exactly_what_was_typed(sheet):
    answers = {**answers_for(sheet), "principles": LONG}
    made = filled_pdf(sheet, read(sheet, answers))
    assert opened(made).get_fields() is None
    text = words(made)
    for name, answer in answers.items():
        if sheet.cells()[name].kind in ("text", "service"):
            assert re.sub(r"\s+", "", answer) in text


def test_a_completed_letter_goes_without_what_was_said_to_its_writer():
    sheet = sheet_of(
        "- instructions: Hand it over in person.\n"
        "- letter: {id: l, text: 'Dear [[who]], hello.', fields: {who: {label: Name}}}\n",
        standfirst="For the writer.",
    )
    said = words(filled_pdf(sheet, Filled({"l_who": "Ms Okoro"})))
    assert "DearMsOkoro,hello." in said
    assert "Handitover" not in said
    assert "Forthewriter" not in said
    assert "Handitover" in words(blank_pdf(sheet))


def test_what_was_typed_is_never_markup():
    sheet = sheet_of("- lines: {id: a, label: A}")
    made = filled_pdf(sheet, Filled({"a": '<img src="file:///etc/passwd"><b>x</b>'}))
    assert '<imgsrc="file:///etc/passwd"><b>x</b>' in words(made)


def test_no_address_is_asked_and_no_file_is_read(caplog):
    sheet = sheet_of("- instructions: Read this.")
    part = type(sheet.parts[0])('<p>Read <img src="file:///etc/hostname"></p>')
    with caplog.at_level("DEBUG", logger="weasyprint"):
        filled_pdf(type(sheet)("A", "", (part,)), Filled())
    assert "A sheet may not fetch file:///etc/hostname" in caplog.text


def test_a_lying_sheet_lies():
    sheet = sheet_of("- lines: {id: a, label: A}", landscape=True)
    box = opened(blank_pdf(sheet)).pages[0].mediabox
    assert box.width > box.height


def test_without_pango_it_says_so(monkeypatch):
    class Broken:
        def __getattr__(self, name):
            raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setitem(sys.modules, "weasyprint", Broken())
    with pytest.raises(PdfUnavailableError):
        blank_pdf(sheet_of("- lines: {id: a, label: A}"))
