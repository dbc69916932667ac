"""What leaves the admin as a spreadsheet: text stays text, and every character has a place."""

import csv
from io import BytesIO, StringIO

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from directory.models import Organization
from portal.exported_text import DEMONSTRATION, TURNS_TEXT, cell, harmless
from tests.factories.directory import OrganizationFactory, ServiceFactory

LIST = "/admin/snippets/directory/service/?q=Hostile"
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1+cmd",
    "-2+3",
    "\u202egro.elpmaxe",
    "a\x07b",
    "\ttab",
    "x" * 40_000,
]


@pytest.fixture
def export(signed_in):
    """Export the list of services that are called "Hostile", as rows of text."""

    def rows(form):
        client = signed_in("directory.editor@ambleford.example.org")
        answer = client.get(f"/admin/snippets/directory/service/?q=Hostile&export={form}")
        assert answer.status_code == 200
        content = answer.getvalue()
        if form == "csv":
            return list(csv.reader(StringIO(content.decode())))
        sheet = load_workbook(BytesIO(content)).active
        assert {each.data_type for row in sheet for each in row} <= {"s", "n", "b", "d", "inlineStr"}
        return [["" if value is None else value for value in row] for row in sheet.values]

    return rows


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_organisation_and_service(export, demo, name, form):
    if connection.vendor == "postgresql" and len(name) > 150:
        pytest.skip("PostgreSQL refuses a name longer than its column")
    organization = OrganizationFactory()
    Organization.objects.filter(pk=organization.pk).update(name=name)
    ServiceFactory(name=f"Hostile {name}"[:150], organization=organization)
    rows = export(form)
    assert rows[0][0] == DEMONSTRATION
    assert rows[1][:2] == ["Name", "Organisation"]
    (row,) = rows[2:]
    expected = harmless(cell(name)) if form == "csv" else cell(name)[:32_767]
    assert row[1] == expected
    if form == "csv":
        assert not row[1].startswith(("=", "@", "+", "-", "\t"))


def test_outside_a_demonstration_the_headings_come_first(export, demo, settings):
    settings.DEMO = False
    ServiceFactory(name="Hostile one")
    assert export("csv")[0][0] == export("xlsx")[0][0] == "Name"


@pytest.mark.parametrize("number", ["+44 1632 960101", "-3", "+441632960101", "-1.5"])
def test_a_number_keeps_its_sign(number):
    assert harmless(number) == number


@given(st.text())
@hypothesis_settings(max_examples=2000, deadline=None)
def test_no_text_becomes_a_formula(text):
    safe = harmless(cell(text))
    assert not safe.startswith(("=", "@", "\t", "\r", "\n"))
    assert safe.removeprefix("'") == cell(text) or safe == cell(text)
    assert not TURNS_TEXT & set(safe)


@given(st.lists(st.text(st.characters(exclude_categories=[])), min_size=1, max_size=20))
@hypothesis_settings(max_examples=200, deadline=None)
def test_a_workbook_holds_any_text(texts):
    workbook = Workbook(write_only=True)
    workbook.create_sheet().append([cell(text) for text in texts])
    workbook.save(BytesIO())
