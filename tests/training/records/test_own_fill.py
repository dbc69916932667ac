"""The form of a school's own sheet: filled in, shown, taken away; nothing that is typed is kept."""

import csv
import io
import json
import logging

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from tests.factories.training import add_sheet
from tests.pages import main_of
from tests.training.conftest import ELSEWHERE, LEAD, READER, person
from tests.training.sheets import answers_for, every_stored_block
from training.models import ResourceSheetPage
from training.records.models import KeptCopy, OwnSheet
from training.records.own_sheets import adapt, sheet_of

SECRET = "Only for my own eyes 4711"


@pytest.fixture
def own(db) -> OwnSheet:
    """A sheet of every block that the reader's school made its own."""
    page = add_sheet(body=json.dumps(every_stored_block()), title="Our plan", code="R9")
    return adapt(person(READER), ResourceSheetPage.objects.get(pk=page.pk))


@pytest.fixture
def form(own) -> str:
    """The address of its form."""
    return reverse("training:own_fill", args=[own.public_id])


def test_it_is_filled_in_and_taken_away(signed_in, own, form):
    client = signed_in(LEAD)
    assert f'href="{form}"' in main_of(client.get(reverse("training:own_sheet", args=[own.public_id])))
    main = main_of(client.get(form))
    assert f'action="{form}"' in main
    assert "Ravensmoor High’s own version" in main
    assert "Keep a copy" not in main
    typed = answers_for(sheet_of(own))
    longest = max(typed, key=lambda name: len(typed[name]))
    shown = main_of(client.post(form, {**typed, "as": "page"}))
    for sort in ("pdf", "docx", "csv", "xlsx", "ics"):
        answer = client.post(form, {**typed, "as": sort, **_a_date(own)})
        assert answer.status_code == 200, sort
        assert answer["Content-Disposition"] == f'attachment; filename="our-plan-completed.{sort}"'
        assert "no-store" in answer["Cache-Control"]
        if sort == "docx":
            assert typed[longest] in Document(io.BytesIO(answer.content)).element.xml
        if sort == "pdf":
            text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
            assert typed[longest].split()[0] in text
    assert typed[longest] in shown


def _a_date(own) -> dict:
    """Return an answer in the first date of the sheet that lies ahead."""
    dates = [name for name, cell in sheet_of(own).cells().items() if cell.kind == "date"]
    return {dates[0]: timezone.localdate().replace(year=timezone.localdate().year + 1).isoformat()}


def test_nothing_that_is_typed_stays(signed_in, own, form, caplog, django_assert_max_num_queries):
    client = signed_in(READER)
    name = next(name for name, cell in sheet_of(own).cells().items() if cell.kind == "text")
    client.get(form)
    with caplog.at_level(logging.DEBUG), django_assert_max_num_queries(25) as asked:
        assert SECRET in main_of(client.post(form, {name: SECRET, "as": "page"}))
        assert client.post(form, {name: SECRET, "as": "docx"}).status_code == 200
    writes = ("INSERT", "UPDATE", "DELETE")
    assert not [one["sql"] for one in asked.captured_queries if one["sql"].startswith(writes)]
    assert SECRET not in caplog.text
    assert not KeptCopy.objects.exists()
    own.refresh_from_db()
    assert SECRET not in str(own.body)


def test_hostile_answers(signed_in, own, form):
    client = signed_in(READER)
    sheet = sheet_of(own)
    name = next(name for name, cell in sheet.cells().items() if cell.kind == "text")
    many = {f"{name}{number}": "x" for number in range(900)} | {"__proto__": "x", f"{name}'--": "x"}
    assert "\u202e" not in main_of(client.post(form, {**many, name: "a\u202eb\x00\x07c", "as": "page"}))
    assert "There is a problem" in main_of(client.post(form, {name: "x" * 9_000}), 400)
    assert client.post(form, {f"n{number}": "x" for number in range(10_001)}).status_code == 400
    rows = csv.reader(io.StringIO(client.post(form, {name: "=1+1", "as": "csv"}).content.decode()))
    assert not [cell for row in rows for cell in row if cell.startswith("=")]


def test_who_opens_it(signed_in, client, form):
    assert client.get(form).status_code == client.post(form).status_code == 302
    assert signed_in(ELSEWHERE).get(form).status_code == 404
    assert signed_in(ELSEWHERE).post(form, {"as": "docx"}).status_code == 404


def test_a_superseded_origin_stays_flagged(signed_in, own, form):
    client = signed_in(READER)
    assert "app-banner--due" not in main_of(client.get(form))
    ResourceSheetPage.objects.filter(pk=own.origin_id).update(status="superseded")
    assert "is superseded now" in main_of(client.get(form))
    assert "is superseded now" in main_of(client.post(form, {"as": "page"}))
