"""Tables whose rows come from the directory: the services of a school, the needs and who helps with them."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from directory.models import SchoolLink, Service
from portal.content.models import HelpWith
from tests.training.conftest import READER, person
from tests.training.sheets import raw_of, sheet_of
from training.from_directory import GONE, NONE, need_rows, rows_for, school_rows
from training.sheets.filled import begun
from training.sheets.limits import MOST_ROWS
from training.sheets.live import LiveRow, keys_posted, with_rows
from training.sheets.tree import Source

PARTNERS = """
- table:
    id: t
    caption: Partners
    row_head: Partner
    rows_from: school
    rows: [Police, School nurse]
    blank_rows: 1
    columns:
      - {id: s, head: Service, cell: service, fill: service}
      - {id: used, head: "In use?", cell: choice, choices: ["Yes", "No", Lapsed], fill: used}
      - {id: reach, head: How to reach them, lines: 2, fill: reach}
      - {id: link, head: Our link person, lines: 2, fill: link}
      - {id: when, head: Last confirmed, cell: date, fill: confirmed}
"""
NEEDS = """
- table:
    id: n
    caption: Needs
    row_head: Need
    rows_from: needs
    blank_rows: 2
    columns: [{id: s, head: Services, cell: given, fill: services}, {id: ok, head: "Enough?", cell: tick}]
"""


def heads(sheet):
    return [row.entries[0] for row in sheet.parts[0].rows if row.has_head]


def test_on_paper_the_rows_with_names_stand():
    assert heads(sheet_of(PARTNERS)) == ["Police", "School nurse"]


def test_rows_from_the_directory_take_their_place_and_the_empty_ones_stay():
    says = {"service": "Safer schools", "used": "Lapsed", "confirmed": "2026-05-04"}
    sheet = with_rows(sheet_of(PARTNERS), {Source.SCHOOL: [LiveRow("s7", "Midmere Police", says)]})
    assert heads(sheet) == ["Midmere Police"]
    cells = sheet.cells()
    assert list(cells)[:5] == ["t_s7_s", "t_s7_used", "t_s7_reach", "t_s7_link", "t_s7_when"]
    assert "t_blank1_s" in cells
    assert cells["t_s7_when"].label == "Midmere Police: Last confirmed"
    assert begun(sheet).values == {
        "t_s7_s": "Safer schools",
        "t_s7_used": "Lapsed",
        "t_s7_when": "2026-05-04",
    }


def test_what_is_no_choice_begins_empty():
    rows = {Source.SCHOOL: [LiveRow("s7", "Police", {"used": "Perhaps"})]}
    assert begun(with_rows(sheet_of(PARTNERS), rows)).values == {}


@pytest.fixture(scope="module")
def partners():
    """The sheet, read once: it is the same for every example."""
    return sheet_of(PARTNERS)


@given(count=st.integers(0, 100))
def test_there_are_never_too_many_rows(partners, count):
    rows = [LiveRow(f"s{number}", f"Service {number}") for number in range(1, count + 1)]
    sheet = with_rows(partners, {Source.SCHOOL: rows})
    assert len(sheet.parts[0].rows) <= MOST_ROWS
    assert len({cell.name for cell in sheet.cells().values()}) == len(list(sheet.cells()))


@given(names=st.lists(st.text(max_size=30), max_size=20))
def test_only_names_of_live_rows_are_read(partners, names):
    assert keys_posted(partners, names) == []
    assert keys_posted(partners, [*names, "t_s12_link", "t_s12_s", "t_1_s", "t_blank1_s"]) == ["s12"]


def test_a_table_of_such_rows_needs_a_head():
    _, mistakes = raw_of(
        PARTNERS.replace("row_head: Partner", "").replace("rows: [Police, School nurse]", "")
    )
    assert "say what the first column is called" in " ".join(mistakes)


@pytest.mark.django_db
def test_a_school_begins_with_its_own_services(client, signed_in, add_sheet):
    page = add_sheet(PARTNERS)
    reader = person(READER)
    link = SchoolLink.objects.filter(school=reader.school, service__live=True).first()
    link.link_person, link.confirmed_on, link.used_now = (
        "The attendance lead",
        datetime.date(2026, 5, 4),
        False,
    )
    link.save()
    signed_in(READER)
    assert "Begin with our school’s services" in client.get(page.url).text
    form = client.get(f"{page.url}fill/?rows=directory").text
    assert link.service.name in form
    assert "The attendance lead" in form
    assert 'value="2026-05-04"' in form
    name = f"t_s{link.service_id}_link"
    answer = client.post(f"{page.url}fill/?rows=directory", {name: "Somebody else"})
    assert "Somebody else" in answer.text
    assert str(link.service.organization) in answer.text


@pytest.mark.django_db
def test_nobody_else_is_offered_it(client, add_sheet):
    page = add_sheet(PARTNERS)
    assert "Begin with" not in client.get(page.url).text
    form = client.get(f"{page.url}fill/?rows=directory").text
    assert "Police" in form
    assert not any(link.link_person in form for link in SchoolLink.objects.exclude(link_person=""))


@pytest.mark.django_db
def test_a_service_that_goes_between_form_and_answer_takes_nothing_with_it(client, signed_in, add_sheet):
    page = add_sheet(PARTNERS)
    reader = person(READER)
    signed_in(READER)
    link = SchoolLink.objects.filter(school=reader.school, service__live=True).first()
    link.delete()
    name = f"t_s{link.service_id}_link"
    answer = client.post(f"{page.url}fill/", {name: "Ask the nurse"})
    assert "Ask the nurse" in answer.text
    assert str(link.service.organization) in answer.text
    Service.objects.filter(pk=link.service_id).update(live=False)
    answer = client.post(f"{page.url}fill/", {name: "Ask the nurse"})
    assert "Ask the nurse" in answer.text
    assert GONE in answer.text


@pytest.mark.django_db
def test_a_need_that_nobody_near_helps_with_is_a_gap(client, add_sheet):
    HelpWith.objects.create(name="Zebras", slug="zebras", order=999)
    page = add_sheet(NEEDS)
    assert "Begin with what the directory holds" in client.get(page.url).text
    form = client.get(f"{page.url}fill/?rows=directory").text
    assert NONE in form.split(">Zebras<")[1]
    says = {row.head: row.says["services"] for row in need_rows()}
    service = Service.objects.in_lists().get(name="Thistledown Bereavement")
    for need in service.help_with.all():
        assert service.name in says[need.name] or " more" in says[need.name]


@pytest.mark.django_db
def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(demo):
    reader = person(READER)
    services = list(Service.objects.listed())
    counts = set()
    for number in (2, 30):
        SchoolLink.objects.filter(school=reader.school).delete()
        SchoolLink.objects.bulk_create(
            SchoolLink(school=reader.school, service=service, link_person="x")
            for service in services[:number]
        )
        school_rows(reader.school)
        with CaptureQueriesContext(connection) as asked:
            rows = rows_for(sheet_of(PARTNERS + NEEDS), reader)
        assert len(rows[Source.SCHOOL]) == number
        counts.add(len(asked))
    assert len(counts) == 1
