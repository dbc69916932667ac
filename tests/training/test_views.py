"""The pages of a sheet: to read, to fill in, to take away. Nothing that is typed is kept."""

import io
import logging
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from directory.models import Service
from tests.pages import main_of
from tests.traces import files_with, tables_with
from tests.training.conftest import READER, TRAINER
from training import blanks
from training.sheets import pdf

pytestmark = pytest.mark.django_db
SECRET = "Nobody-may-find-this-again"
SMALL = """
- lines: {id: a, label: What we do, lines: 2}
- table: {id: t, caption: Partners, blank_rows: 1, columns: [{id: s, head: Service, cell: service}]}
- trainer_notes: Listen for stigma.
"""


def test_the_page_shows_the_sheet_and_leads_to_form_and_files(client, add_sheet):
    page = add_sheet()
    main = main_of(client.get(page.url))
    for words in ("Our partners", "Talks in assembly", "Draw who helps you", "No names of children"):
        assert words in main
    for address in ("fill/", "blank.pdf", "blank.docx"):
        assert f'href="{page.url}{address}"' in main
    assert "Listen for" not in main
    assert "Model answer" not in main
    assert "trainer=1" not in main


def test_the_form_has_a_control_with_a_label_for_each_cell(client, add_sheet):
    page = add_sheet()
    main = main_of(client.get(f"{page.url}fill/"))
    for name, cell in page.sheet.cells().items():
        assert f'name="{name}"' in main
        single = f'for="cell-{name}"' in main
        assert single or f'for="cell-{name}-1"' in main, cell
    assert ">Talks in assembly</textarea>" in main
    assert main.count("<datalist") == 1
    assert "Set-Cookie" not in client.get(f"{page.url}fill/").headers
    assert "csrf" not in main


@pytest.mark.parametrize("sort", ["pdf", "docx", "csv", "xlsx"])
def test_a_completed_copy_is_a_file_that_nobody_stores(client, add_sheet, sort):
    page = add_sheet(SMALL)
    answer = client.post(f"{page.url}fill/", {"a": "We ring", "t_blank1_s": "Front Door", "as": sort})
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="T1-every-block-completed.{sort}"'
    assert "no-store" in answer["Cache-Control"]
    text = {
        "pdf": lambda made: "".join(p.extract_text() for p in PdfReader(io.BytesIO(made)).pages),
        "docx": lambda made: Document(io.BytesIO(made)).element.xml,
        "csv": bytes.decode,
        "xlsx": lambda made: str([c.value for row in load_workbook(io.BytesIO(made)).active for c in row]),
    }[sort](answer.content)  # fmt: skip
    assert "We ring" in text


def test_without_a_file_the_completed_copy_is_a_page_to_print(client, add_sheet):
    page = add_sheet(SMALL)
    answer = client.post(f"{page.url}fill/", {"a": "<b>We</b> ring"})
    assert "&lt;b&gt;We&lt;/b&gt; ring" in main_of(answer)
    assert "no-store" in answer["Cache-Control"]


def test_what_is_too_long_is_said_and_nothing_is_lost(client, add_sheet):
    page = add_sheet(SMALL)
    answer = client.post(f"{page.url}fill/", {"a": "x" * 5000, "t_blank1_s": "Front Door", "as": "pdf"})
    assert answer.status_code == 400
    assert "What we do: At most 4,000 characters; this has 5,000." in answer.text
    assert "x" * 5000 in answer.text
    assert 'value="Front Door"' in answer.text
    assert 'href="#cell-a"' in answer.text


def test_a_hostile_post_is_answered(client, add_sheet):
    page = add_sheet(SMALL)
    rows = {f"t_blank{number}_s": "x" for number in range(2000)}
    answer = client.post(f"{page.url}fill/", {**rows, "a": "\u202eevil\x00", "as": "../../pdf"})
    assert answer.status_code == 200
    assert "evil" in main_of(answer)
    assert "\u202e" not in answer.text
    assert client.post(f"{page.url}fill/", {f"n{n}": "x" for n in range(10_001)}).status_code == 400
    assert client.put(f"{page.url}fill/").status_code == 405
    assert client.post(f"{page.url}fill/", {"a": "x" * 3_000_000}).status_code in (400, 413)


ROWS = [
    ("a", "x" * 4_001, "At most 4,000 characters; this has 4,001."),
    ("t_blank1_s", "x" * 201, "At most 200 characters; this has 201."),
]


@pytest.mark.parametrize(("name", "text", "said"), ROWS)
def test_each_answer_has_its_limit(client, add_sheet, name, text, said):
    page = add_sheet(SMALL)
    answer = client.post(f"{page.url}fill/", {name: text, "as": "docx"})
    assert answer.status_code == 400
    assert said in answer.text
    assert text in answer.text


def test_names_that_the_sheet_does_not_have_are_passed_over(client, add_sheet):
    page = add_sheet(SMALL)
    tampered = ["a_", "A", "t_blank2_s", "t_blank1_s[]", "__proto__", "a\x00", "'; DROP TABLE x", "trainer"]
    answer = client.post(f"{page.url}fill/", {**dict.fromkeys(tampered, SECRET), "a": "We ring"})
    assert "We ring" in main_of(answer)
    assert SECRET not in answer.text


@pytest.mark.parametrize("sort", ["csv", "xlsx"])
@pytest.mark.parametrize("typed", ["=1+1", "+1+A1", "-A1", "@SUM(A1)", "\t=1", '=HYPERLINK("https://a.b")'])
def test_what_looks_like_a_formula_is_text(client, add_sheet, sort, typed):
    page = add_sheet(SMALL)
    made = client.post(f"{page.url}fill/", {"t_blank1_s": typed, "as": sort}).content
    if sort == "csv":
        assert not re.search(r"(?m)(^|[,;])\"?[=+@\t-]", made.decode("utf-8-sig"))
        return
    cells = [cell for row in load_workbook(io.BytesIO(made)).active for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]


def test_a_number_keeps_its_sign(client, add_sheet):
    page = add_sheet(SMALL)
    made = client.post(f"{page.url}fill/", {"t_blank1_s": "+44 1632", "as": "csv"}).content
    assert "\r\n+44 1632\r\n" in made.decode("utf-8-sig")


def test_a_school_that_asks_for_many_files_gets_them_all(client, add_sheet, monkeypatch):
    """120 different blank files one after the other, and one of them a thousand times: each is made once."""
    page = add_sheet(SMALL)
    made = []

    def make(sheet):
        made.append(sheet.title)
        return b"%PDF-"

    monkeypatch.setitem(blanks.MAKERS, "pdf", make)
    for number in range(120):
        page.title = f"Sheet {number}"
        page.save()
        assert client.get(f"{page.url}blank.pdf").status_code == 200
    for _ in range(1000):
        assert blanks.blank_file(page.sheet, "pdf") == b"%PDF-"
    assert client.get(f"{page.url}blank.pdf").status_code == 200
    assert made == [f"Sheet {number}" for number in range(120)]


def test_nothing_that_is_typed_is_kept(client, add_sheet, caplog, capfd):
    page = add_sheet(SMALL)
    caplog.set_level(logging.DEBUG)
    for sort in ("pdf", "docx", "csv", "xlsx", "page"):
        client.post(f"{page.url}fill/", {"a": SECRET, "t_blank1_s": SECRET, "as": sort})
    client.post(f"{page.url}fill/", {"a": SECRET * 500, "as": "pdf"})
    assert SECRET not in caplog.text
    assert SECRET not in "".join(capfd.readouterr())
    assert tables_with(SECRET) == []
    assert files_with(SECRET, Path(settings.VAR_DIR), Path(settings.MEDIA_ROOT)) == []


def test_blank_files_are_made_once(client, add_sheet, monkeypatch):
    page = add_sheet(SMALL)
    first = client.get(f"{page.url}blank.pdf")
    assert first["Content-Type"] == "application/pdf"
    assert first["Content-Disposition"] == 'attachment; filename="T1-every-block-blank.pdf"'
    monkeypatch.setitem(blanks.MAKERS, "pdf", None)
    for _ in range(5):
        assert client.get(f"{page.url}blank.pdf").content == first.content
    assert client.get(f"{page.url}blank.docx").content.startswith(b"PK")


def test_a_changed_sheet_is_made_anew(client, add_sheet):
    page = add_sheet(SMALL)
    first = client.get(f"{page.url}blank.docx").content
    page.title = "Another title"
    page.save()
    assert client.get(f"{page.url}blank.docx").content != first


def test_only_trainers_get_the_trainers_edition(client, add_sheet, signed_in):
    page = add_sheet(SMALL)

    def edition():
        made = client.get(f"{page.url}blank.docx?trainer=1")
        return "Listen for stigma" in Document(io.BytesIO(made.content)).element.xml

    assert not edition()
    signed_in(READER)
    assert not edition()
    assert "trainer=1" not in main_of(client.get(page.url))
    signed_in(TRAINER)
    assert edition()
    assert "trainer=1" in main_of(client.get(page.url))
    assert "no-store" in client.get(f"{page.url}blank.docx?trainer=1")["Cache-Control"]


def test_without_pango_there_is_a_clear_answer(client, add_sheet, monkeypatch):
    page = add_sheet(SMALL)

    def broken(*args, **kwargs):
        raise pdf.PdfUnavailableError

    monkeypatch.setitem(blanks.MAKERS, "pdf", broken)
    monkeypatch.setattr("training.views.sheets.filled_pdf", broken)
    cache.clear()
    answer = client.get(f"{page.url}blank.pdf")
    assert answer.status_code == 503
    assert f'href="{page.url}blank.docx"' in answer.text
    answer = client.post(f"{page.url}fill/", {"a": "We ring", "as": "pdf"})
    assert answer.status_code == 503
    assert "No PDF can be made just now" in answer.text
    assert ">We ring</textarea>" in answer.text


@pytest.mark.parametrize("address", ["fill/", "blank.pdf", "blank.docx"])
def test_a_sheet_that_is_not_open_is_not_given_away(client, add_sheet, address):
    page = add_sheet(SMALL, access="dsl")
    answer = client.get(f"{page.url}{address}")
    assert answer.status_code == 302
    assert answer["Location"].endswith(page.url)
    gate = client.get(page.url)
    assert "What we do" not in gate.text
    assert "School leads can read the rest" in gate.text


@pytest.mark.parametrize("address", ["fill/", "blank.pdf", "blank.docx"])
def test_a_draft_is_not_there(client, add_sheet, address):
    page = add_sheet(SMALL)
    page.unpublish()
    assert client.get(f"{page.url}{address}").status_code == 404


def test_a_service_that_is_gone_stays_a_word(client, add_sheet):
    page = add_sheet(SMALL)
    service = Service.objects.filter(live=True).first()
    assert f'value="{service.name}"' in client.get(f"{page.url}fill/").text.replace("&amp;", "&")
    name = service.name
    service.unpublish()
    answer = client.post(f"{page.url}fill/", {"t_blank1_s": name})
    assert name in main_of(answer).replace("&amp;", "&").replace("&#x27;", "'")


def test_a_page_asks_few_questions(client, add_sheet, django_assert_max_num_queries):
    page = add_sheet()
    for address in ("", "fill/"):
        client.get(f"{page.url}{address}")
        with django_assert_max_num_queries(15):
            answer = client.get(f"{page.url}{address}")
        assert len(answer.content) < 100_000


def test_the_shelf_lists_it(client, add_sheet):
    page = add_sheet()
    assert f'href="{page.url}"' in main_of(client.get("/training/sheets/"))
    assert "/training/sheets/" in main_of(client.get("/training/"))
