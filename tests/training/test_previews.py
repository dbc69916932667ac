"""What an editor of a sheet sees before anything is saved: each output, of what the form holds just now."""

import io
import json

import pytest
from django.core.cache import cache
from django.urls import reverse
from docx import Document
from pypdf import PdfReader
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import querydict_from_html

from tests.training.conftest import READER, TRAINER, person
from training import previews
from training.blanks import blank_file
from training.enums import Holds
from training.models import (
    ActivityPage,
    ModulePage,
    ResourceSheetPage,
    ToolkitPage,
    ToolkitSectionPage,
    TrainingShelfPage,
)
from training.sheets.turns import PdfUnavailableError
from training.sheets.word_shown import shown

pytestmark = pytest.mark.django_db
MODES = ["", "form", "pdf", "docx", "trainer"]


def body_of(*blocks) -> dict:
    """Return what the editor's form posts for these blocks."""
    data = {"body-count": str(len(blocks)), "goes_with-count": "0"}
    for number, (kind, value) in enumerate(blocks):
        start = f"body-{number}"
        data |= {
            f"{start}-deleted": "",
            f"{start}-order": str(number),
            f"{start}-type": kind,
            f"{start}-id": "",
        }
        fields = value if isinstance(value, dict) else {"": value}
        data |= {f"{start}-value{'-' if name else ''}{name}": text for name, text in fields.items()}
    return data


def notes(text: str) -> str:
    """Return rich text as the editor's form posts it (Draft.js)."""
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "data": {}}
    block |= {"inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


@pytest.fixture
def trainer(training, signed_in):
    return signed_in(TRAINER)


@pytest.fixture
def add_form(trainer):
    """What a trainer posts who begins a sheet, and where the editor asks for its preview."""
    shelf = TrainingShelfPage.objects.get(holds=Holds.SHEET)
    names = ("training", "resourcesheetpage", shelf.pk)
    data = querydict_from_html(
        trainer.get(reverse("wagtailadmin_pages:add", args=names)).text, form_id="page-edit-form"
    )
    data.update({"title": "Not saved yet", "standfirst": "A line.", "code": "R9"})
    data.update(
        body_of(
            ("lines", {"label": "Typed a moment ago", "lines": "2", "help": ""}),
            ("trainer_notes", notes("Listen for stigma.")),
        )
    )
    return data, reverse("wagtailadmin_pages:preview_on_add", args=names)


def text_of(answer, mode: str) -> str:
    assert answer.status_code == 200
    if mode.endswith("pdf-file"):
        assert answer["Content-Type"] == "application/pdf"
        reader = PdfReader(io.BytesIO(answer.content))
        return str(reader.get_fields()) + "".join(page.extract_text() for page in reader.pages)
    if mode.endswith("docx-file"):
        return Document(io.BytesIO(answer.content)).element.xml
    return answer.text


def test_every_output_of_a_sheet_that_was_never_saved(trainer, add_form):
    data, address = add_form
    assert trainer.post(address, data).json() == {"is_valid": True, "is_available": True}
    before = ResourceSheetPage.objects.count()
    for mode in ["", "form", "docx", "trainer", *previews.FILES]:
        text = text_of(trainer.get(address, {"mode": mode, "in_preview_panel": "true"}), mode)
        assert "Typed a moment ago" in text, mode
        assert "Not saved yet" in text, mode
        assert ("Listen for stigma" in text) == mode.startswith("trainer"), mode
    assert 'name="' in trainer.get(address, {"mode": "form"}).text.split("<form method")[1]
    assert ResourceSheetPage.objects.count() == before


def test_what_is_typed_next_is_seen_next(trainer, add_form):
    data, address = add_form
    trainer.post(address, data)
    data["body-0-value-label"] = "Thought better of"
    trainer.post(address, data)
    for mode in ("", "form", "docx", "pdf-file"):
        text = text_of(trainer.get(address, {"mode": mode}), mode)
        assert "Thought better of" in text and "Typed a moment ago" not in text


def test_the_preview_of_the_pdf_leads_to_it_and_frames_it_with_a_script_of_ours(trainer, add_form):
    data, address = add_form
    trainer.post(address, data)
    answer = trainer.get(address, {"mode": "pdf"})
    assert 'href="?mode=pdf-file"' in answer.text
    assert 'data-pdf="?mode=pdf-file"' in answer.text
    assert "<script>" not in answer.text and "style=" not in answer.text
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    file = trainer.get(address, {"mode": "pdf-file"})
    assert file["Content-Disposition"] == "inline" and file["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in file["Cache-Control"]


def test_a_draft_of_a_sheet_that_is_live_and_each_revision_have_them_too(trainer, add_sheet, client):
    page = add_sheet(owner=person(TRAINER))
    page.title = "A new title"
    revision = page.save_revision()
    for address in (
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
        reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision.pk]),
    ):
        for mode in [*MODES, *previews.FILES]:
            assert "A new title" in text_of(trainer.get(address, {"mode": mode}), mode), mode
    assert "A new title" not in client.get(page.url).text


def test_nothing_that_is_only_previewed_is_kept_in_the_cache(trainer, add_form, add_sheet, monkeypatch):
    data, address = add_form
    trainer.post(address, data)
    kept, put = [], cache.set
    monkeypatch.setattr(
        cache, "set", lambda key, *more, **named: (kept.append(key), put(key, *more, **named))
    )
    for mode in previews.FILES:
        text_of(trainer.get(address, {"mode": mode}), mode)
    assert not [key for key in kept if key.startswith("sheet:")]
    blank_file(add_sheet("- lines: {id: a, label: A}").sheet, "docx")
    assert [key for key in kept if key.startswith("sheet:")]


def test_a_mode_that_there_is_not_is_the_page(trainer, add_form):
    data, address = add_form
    trainer.post(address, data)
    assert "Fill it in on the screen" in trainer.get(address, {"mode": "../etc"}).text


def test_half_a_sheet_is_no_error(trainer, add_form):
    """No block, no title, nothing: each preview answers."""
    data, address = add_form
    for name in [name for name in data if name.startswith("body-")]:
        del data[name]
    data.update(
        {"body-count": "0", "goes_with-count": "0", "title": "", "slug": "", "standfirst": "", "code": ""}
    )
    assert trainer.post(address, data).json()["is_available"]
    for mode in [*MODES, *previews.FILES]:
        assert trainer.get(address, {"mode": mode}).status_code == 200, mode


def test_without_pango_the_preview_says_so(trainer, add_form, monkeypatch):
    def broken(sheet):
        raise PdfUnavailableError

    monkeypatch.setitem(previews.MAKERS, "pdf", broken)
    data, address = add_form
    trainer.post(address, data)
    assert trainer.get(address, {"mode": "pdf"}).status_code == 200
    answer = trainer.get(address, {"mode": "pdf-file"})
    assert answer.status_code == 503 and "No such file can be made" in answer.text


def test_a_sheet_for_others_is_previewed_in_full_by_who_writes_it(trainer, add_form):
    data, address = add_form
    data["access"] = "dsl"
    trainer.post(address, data)
    for mode in ("", "form"):
        assert "Typed a moment ago" in trainer.get(address, {"mode": mode}).text


def test_nobody_else_gets_a_preview(client, signed_in, training, add_sheet):
    page = add_sheet()
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    for mode in [*MODES, *previews.FILES]:
        assert client.get(address, {"mode": mode}).status_code == 302
    signed_in(READER)
    for mode in [*MODES, *previews.FILES]:
        assert client.get(address, {"mode": mode}).status_code in (302, 403)


KINDS = [
    (ToolkitPage, Holds.UNIT),
    (ModulePage, Holds.MODULE),
    (ToolkitSectionPage, ToolkitPage),
    (ActivityPage, ToolkitSectionPage),
]


@pytest.mark.parametrize(("kind", "parent"), KINDS)
def test_every_other_kind_is_previewed_before_it_is_saved(trainer, demo, kind, parent):
    where = TrainingShelfPage.objects.get(holds=parent) if parent in Holds else parent.objects.first()
    names = ("training", kind._meta.model_name, where.pk)
    form = trainer.get(reverse("wagtailadmin_pages:add", args=names)).text
    data = querydict_from_html(form, form_id="page-edit-form")
    data.update({"title": "Not saved yet", "standfirst": "A line.", "number": "9.9"})
    data.update({f"{one.name}-count": "0" for one in kind._meta.fields if isinstance(one, StreamField)})
    address = reverse("wagtailadmin_pages:preview_on_add", args=names)
    assert trainer.post(address, data).json() == {"is_valid": True, "is_available": True}
    assert "Not saved yet" in trainer.get(address).text


def test_a_word_file_is_told_with_its_headings_and_tables(add_sheet):
    html = shown(previews.MAKERS["docx"](add_sheet().sheet))
    assert "<h2>" in html and "<th>" in html and "Talks in assembly" in html
    assert html.count("<table>") == html.count("</table>") > 2


def test_what_stands_in_a_word_file_is_text_and_no_markup(add_sheet):
    page = add_sheet("- lines: {id: a, label: '<b>x</b> & <script>', lines: 2}")
    html = shown(previews.MAKERS["docx"](page.sheet))
    assert "&lt;b&gt;x&lt;/b&gt; &amp; &lt;script&gt;" in html and "<script>" not in html
