"""The training of a school as its lead sees it: every status in words, nothing of others, no score."""

import csv
import datetime
import io
import re
from types import SimpleNamespace
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given as given_by
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from portal.accounts import memberships, roles
from portal.accounts.models import Membership
from portal.exported_text import DEMONSTRATION
from tests.factories.accounts import SchoolFactory, UserFactory
from tests.factories.training import add_module
from tests.training.conftest import TRAINER
from tests.training.test_copies import main_of
from tests.training.test_learning import on_day  # noqa: F401
from training.models import ModulePage
from training.records import assigning, certificates, plans, school_files
from training.records.matrix import Cell, State
from training.records.models import (
    Assignment,
    CpdEntry,
    How,
    LearningRecord,
    Outcome,
    Sort,
    SupervisionEntry,
)
from training.records.plans import Content, Entry, Group
from training.records.school_record import record_of
from training.records.school_training import Column, Row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]

DAY = datetime.date
IN_TWO_DAYS = DAY(2026, 11, 30)
MATRIX = reverse("records:school_training")
SECRET = "Nobody-may-find-this-again"
QUIZ = Entry(Sort.QUIZ, "Signs quiz", number=990_001)
TASK = Entry(Sort.TASK, "Ring the front door once", key="ring")
SESSION = Entry(Sort.SESSION, "Staff briefing", key="briefing")


def at(name, *args) -> str:
    return reverse(f"records:{name}", args=args)


@pytest.fixture(autouse=True)
def _today(on_day):  # noqa: F811
    """Live on 28 November 2026."""
    on_day(2026, 11, 28)


@pytest.fixture
def school():
    return SchoolFactory(name="Meadow School")


@pytest.fixture
def lead(school):
    return UserFactory(role=roles.SCHOOL_LEAD, school=school, name="Lena Lead", job_title="Head")


@pytest.fixture
def rita(school):
    return UserFactory(role=roles.READER, school=school, name="Rita Reader", job_title="Mentor")


@pytest.fixture
def elsewhere():
    """Give the lead of another school."""
    return UserFactory(role=roles.SCHOOL_LEAD, school=SchoolFactory(name="Hill"), name="Other Lead")


@pytest.fixture
def plan(school, lead):
    """Give a plan of the school: a module, a quiz and a task; one of two more."""
    entries = (Entry(Sort.PAGE, "Signs", number=module().pk), QUIZ, TASK)
    return plan_of(school, "Induction", [Group("First week", entries)])


def plan_of(school, name, groups, **fields):
    return plans.add(Content(name, groups=tuple(groups), **fields), school=school)


def module() -> ModulePage:
    return ModulePage.objects.filter(slug="signs").first() or add_module(
        title="Signs", slug="signs", version=3, minutes=90, valid_months=12
    )


def give(plan, *people, school, due_on=IN_TWO_DAYS):
    assigning.assign(plan, people, school=school, by=None, due_on=due_on)
    return list(Assignment.objects.filter(plan=plan, person__in=people, ended=None))


def did(who, entry, day, outcome=Outcome.DONE, how=How.DECLARED, **fields) -> LearningRecord:
    return LearningRecord.objects.create(
        person=who,
        sort=entry.sort,
        number=entry.number,
        key=entry.key,
        title=entry.title,
        done_on=day,
        outcome=outcome,
        how=how,
        **{"school_id": who.school_id, **fields},
    )


def signs() -> Entry:
    return Entry(Sort.PAGE, "Signs", number=module().pk)


def all_of_it(who, day, **fields):
    did(who, signs(), day, how=How.READ, version="3", **fields)
    did(who, QUIZ, day, Outcome.PASSED, How.PASSED, **fields)
    did(who, TASK, day, **fields)


def cells(main, name) -> list[str]:
    """Return the cells of one person: job title first."""
    for row in re.findall(r"<tr>.*?</tr>", main, re.S):
        if f">{name}</a>" in row:
            return [re.sub(r"\s+", " ", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]
    raise AssertionError(f"{name} is not there")


def names(main) -> list[str]:
    return re.findall(r'<th scope="row"><a[^>]*>(.*?)</a>', main)


def record_at(who, school, left=False) -> str:
    row = Membership.objects.filter(person=who, school=school).order_by("pk").last()
    return at("school_record", row.public_id)


class TestCells:
    """A cell for each plan."""

    def cell(self, signed_in, lead, rita):
        return cells(main_of(signed_in(lead.email).get(MATRIX)), rita.name)[1]

    def test_open_with_a_day(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school)
        did(rita, TASK, DAY(2026, 11, 20))
        assert self.cell(signed_in, lead, rita) == "1 of 3, due 30 Nov 2026"

    def test_open_without_a_day(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school, due_on=None)
        assert self.cell(signed_in, lead, rita) == "0 of 3, no day set"

    def test_overdue_from_the_day_after(self, signed_in, lead, rita, school, plan):
        (one,) = give(plan, rita, school=school, due_on=DAY(2026, 11, 28))
        assert self.cell(signed_in, lead, rita) == "0 of 3, due 28 Nov 2026"
        Assignment.objects.filter(pk=one.pk).update(due_on=DAY(2026, 11, 27))
        assert self.cell(signed_in, lead, rita) == "Overdue since 27 Nov 2026, 0 of 3"

    def test_done_on_the_day_of_the_last(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school, due_on=DAY(2026, 11, 1))
        all_of_it(rita, DAY(2026, 10, 3))
        assert self.cell(signed_in, lead, rita) == "Done 3 Oct 2026"

    def test_not_given(self, signed_in, lead, rita, school, plan):
        give(plan, lead, school=school)
        assert self.cell(signed_in, lead, rita) == "Not given"

    def test_taken_away(self, signed_in, lead, rita, school, plan):
        assigning.end(give(plan, rita, school=school)[0])
        assert self.cell(signed_in, lead, rita) == "Taken away 28 Nov 2026"
        all_of_it(rita, DAY(2026, 11, 29))  # nobody's business any more
        assert self.cell(signed_in, lead, rita) == "Taken away 28 Nov 2026"

    def test_done_and_taken_away_stays_done(self, signed_in, lead, rita, school, plan):
        all_of_it(rita, DAY(2026, 11, 2))
        assigning.end(give(plan, rita, school=school)[0])
        assert self.cell(signed_in, lead, rita) == "Done 2 Nov 2026"

    def test_a_refresher(self, signed_in, client, lead, rita, school, plan, on_day):  # noqa: F811
        all_of_it(rita, DAY(2026, 10, 3))
        assigning.renew(give(plan, rita, school=school), begins=DAY(2027, 9, 1), due_on=DAY(2027, 9, 30))
        on_day(2027, 9, 10)
        did(rita, TASK, DAY(2027, 9, 5))
        once = "done in cycle 1 on 3 Oct 2026"
        assert self.cell(signed_in, lead, rita) == f"D{once[1:]}; again due 30 Sep 2027, 1 of 3"
        on_day(2027, 10, 1)
        client.cookies.clear()  # that session is over
        assert self.cell(signed_in, lead, rita) == f"Overdue since 30 Sep 2027, 1 of 3; {once}"
        all_of_it(rita, DAY(2027, 10, 1))
        assert self.cell(signed_in, lead, rita) == "Done 1 Oct 2027 in cycle 2"

    def test_what_is_done_on_the_day_of_renewal_completes_no_earlier_cycle(
        self, signed_in, lead, rita, school, plan
    ):
        given = give(plan, rita, school=school)
        plan.name = "Induction anew"
        plan.save()
        assigning.renew(given, begins=DAY(2026, 11, 28), due_on=DAY(2026, 12, 30))
        all_of_it(rita, DAY(2026, 11, 28))
        assert self.cell(signed_in, lead, rita) == "Done 28 Nov 2026 in cycle 2"
        page = main_of(signed_in(lead.email).get(record_at(rita, school)))
        assert "Cycle 1: 0 of 3 when it was given anew on 28 Nov 2026" in page

    def test_nor_where_the_next_list_is_longer(self, signed_in, lead, rita, school):
        short = plan_of(school, "Yearly", [Group("G", (TASK,))])
        given = give(short, rita, school=school)
        plans.change(short, Content("Yearly", groups=(Group("G", (TASK, SESSION)),)), short.version)
        assigning.renew(given, begins=DAY(2026, 11, 28), due_on=DAY(2026, 12, 30))
        did(rita, TASK, DAY(2026, 11, 28))
        assert self.cell(signed_in, lead, rita) == "1 of 2, due 30 Dec 2026"

    def test_a_plan_that_was_deleted_keeps_its_name(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school)
        plan.delete()
        main = main_of(signed_in(lead.email).get(MATRIX))
        assert cells(main, rita.name)[1] == "0 of 3, due 30 Nov 2026"
        assert "?plan=" not in main and "Induction" in main


class TestThingsOfAPlan:
    """A cell for each thing of one plan."""

    def cells(self, signed_in, lead, rita, plan):
        return cells(main_of(signed_in(lead.email).get(f"{MATRIX}?plan={plan.public_id}")), rita.name)[1:]

    def test_every_status(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school)
        main = main_of(signed_in(lead.email).get(f"{MATRIX}?plan={plan.public_id}"))
        heads = re.findall(r'<th scope="col">(.*?)</th>', main)
        assert heads == ["Name", "Job title", "Signs", "Signs quiz", "Ring the front door once"]
        assert self.cells(signed_in, lead, rita, plan) == ["Not done yet"] * 3
        did(rita, signs(), DAY(2026, 11, 3), version="3")
        did(rita, QUIZ, DAY(2026, 11, 4), Outcome.NOT_YET, How.TAKEN)
        assert self.cells(signed_in, lead, rita, plan) == [
            "Done 3 Nov 2026, version 3",
            "Taken 4 Nov 2026, not yet passed",
            "Not done yet",
        ]
        did(rita, QUIZ, DAY(2026, 11, 5), Outcome.PASSED, How.PASSED)
        did(rita, TASK, DAY(2026, 11, 6))
        ModulePage.objects.filter(slug="signs").update(read_again_from=4)
        assert self.cells(signed_in, lead, rita, plan) == [
            "Read again: version 4. Done 3 Nov 2026, version 3",
            "Passed 5 Nov 2026",
            "Done 6 Nov 2026",
        ]
        did(rita, signs(), DAY(2026, 11, 20), version="4")
        assert self.cells(signed_in, lead, rita, plan)[0] == "Done 20 Nov 2026, version 4"

    def test_who_was_not_given_it_or_has_an_earlier_list(self, signed_in, lead, rita, school, plan):
        give(plan, lead, school=school)
        assert self.cells(signed_in, lead, rita, plan) == ["Not given"] * 3
        groups = (Group("First week", (QUIZ, SESSION)),)
        plans.change(plan, Content("Induction", groups=groups), plan.version)
        give(plan, rita, school=school)
        main = main_of(signed_in(lead.email).get(f"{MATRIX}?plan={plan.public_id}"))
        heads = re.findall(r'<th scope="col">(.*?)</th>', main)
        assert heads[2:4] == ["Signs quiz", "Staff briefing"]
        assert sorted(heads[4:]) == ["Ring the front door once", "Signs"]
        assert cells(main, rita.name)[3:] == ["Not in their list"] * 2
        assert cells(main, lead.name)[2] == "Not in their list"

    def test_what_is_late_and_what_is_not_needed(self, signed_in, lead, rita, school):
        some = plan_of(school, "Choose", [Group("One of", (TASK, SESSION), needed=1)])
        give(some, rita, school=school, due_on=DAY(2026, 11, 1))
        assert self.cells(signed_in, lead, rita, some) == ["Not done yet, overdue"] * 2
        did(rita, TASK, DAY(2026, 11, 2))
        assert self.cells(signed_in, lead, rita, some) == [
            "Done 2 Nov 2026",
            "Not needed: 1 of 2 were enough",
        ]

    def test_taken_away(self, signed_in, lead, rita, school, plan):
        assigning.end(give(plan, rita, school=school)[0])
        assert self.cells(signed_in, lead, rita, plan) == ["Taken away 28 Nov 2026"] * 3


class TestFilters:
    def test_by_job_and_by_status(self, signed_in, lead, rita, school, plan):
        other = UserFactory(role=roles.READER, school=school, name="Omar Open", job_title="Mentor")
        give(plan, rita, lead, school=school, due_on=DAY(2026, 11, 1))
        give(plan, other, school=school)
        all_of_it(lead, DAY(2026, 10, 3))
        client = signed_in(lead.email)
        for query, who in {
            "": ["Lena Lead", "Omar Open", "Rita Reader"],
            "job=Mentor": ["Omar Open", "Rita Reader"],
            "status=overdue": ["Rita Reader"],
            "status=open": ["Omar Open"],
            "status=done": ["Lena Lead"],
            "status=done&job=Mentor": [],
            "status=nonsense": ["Lena Lead", "Omar Open", "Rita Reader"],
            f"plan={plan.public_id}&status=overdue": ["Rita Reader"],
            "job=Nobody+is+that": [],
        }.items():
            main = main_of(client.get(f"{MATRIX}?{query}"))
            assert names(main) == who, query
            rows = lines_of(client, "csv", query)
            assert [row[0] for row in rows[1:]] == who, query

    def test_no_name_is_in_an_address(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school)
        main = main_of(signed_in(lead.email).get(f"{MATRIX}?status=open&job=Mentor"))
        for address in re.findall(r'(?:href|action)="([^"]*)"', main):
            assert "Rita" not in address and "rita" not in address
        assert '<input name="q"' not in main

    def test_fifty_on_a_page(self, signed_in, lead, school, plan):
        some = [
            UserFactory(role=roles.READER, school=school, name=f"P{number:02}", job_title="Tutor")
            for number in range(51)
        ]
        give(plan, *some, school=school)
        client = signed_in(lead.email)
        main = main_of(client.get(f"{MATRIX}?job=Tutor&status=open"))
        assert len(names(main)) == 50
        assert "job=Tutor&amp;status=open&amp;page=2" in main
        assert names(main_of(client.get(f"{MATRIX}?job=Tutor&status=open&page=2"))) == ["P50"]
        assert len(names(main_of(client.get(MATRIX)))) == 50
        assert len(lines_of(client, "csv")) == 53

    @pytest.mark.parametrize("said", ["\x00", "%", "'", "x" * 5000, "\ud800"])
    def test_whatever_an_address_says(self, signed_in, lead, rita, school, plan, said):
        give(plan, rita, school=school)
        client = signed_in(lead.email)
        for name in ("job", "status", "page", "plan"):
            query = urlencode({name: said}, errors="replace")
            assert client.get(f"{MATRIX}?{query}").status_code in (200, 400, 404)
            assert client.get(f"{at('school_training_file', 'csv')}?{query}").status_code < 500

    @pytest.mark.parametrize("said", ["x", "00000000-0000-0000-0000-000000000000", "'", "1"])
    def test_what_is_no_plan_is_not_found(self, signed_in, lead, said):
        assert signed_in(lead.email).get(MATRIX, {"plan": said}).status_code == 404

    def test_without_plans(self, signed_in, lead):
        main = main_of(signed_in(lead.email).get(MATRIX))
        assert "Nobody was given a plan yet" in main
        assert "Lena Lead" in main


def lines_of(client, sort, query="") -> list[list[str]]:
    """Return the lines of a file, without that of a demonstration."""
    answer = client.get(f"{at('school_training_file', sort)}?{query}")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    if sort == "csv":
        lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    else:
        page = load_workbook(io.BytesIO(answer.content)).active
        assert {one.data_type for row in page for one in row if one.value is not None} == {"s"}
        lines = [["" if value is None else value for value in row] for row in page.values]
    assert lines[0][0] == DEMONSTRATION
    return lines[1:]


class TestFiles:
    @pytest.mark.parametrize("by_plan", [False, True])
    @pytest.mark.parametrize("sort", ["csv", "xlsx"])
    def test_it_is_the_page(self, signed_in, lead, rita, school, plan, sort, by_plan):
        give(plan, rita, school=school, due_on=DAY(2026, 11, 1))
        did(rita, signs(), DAY(2026, 11, 3), version="3")
        client = signed_in(lead.email)
        query = f"plan={plan.public_id}" if by_plan else ""
        main = main_of(client.get(f"{MATRIX}?{query}"))
        heads = [re.sub("<.*?>", "", one) for one in re.findall(r'<th scope="col">(.*?)</th>', main)]
        lines = lines_of(client, sort, query)
        assert lines[0] == heads
        assert [line[0] for line in lines[1:]] == names(main)
        for line in lines[1:]:
            assert line[1:] == cells(main, line[0])

    def test_outside_a_demonstration_the_heads_come_first(self, signed_in, lead, settings):
        settings.DEMO = False
        answer = signed_in(lead.email).get(at("school_training_file", "csv"))
        assert answer.content.decode("utf-8-sig").startswith("Name,Job title")

    def test_other_files_there_are_none(self, signed_in, lead):
        for sort in ("pdf", "json", "x"):
            assert signed_in(lead.email).get(at("school_training_file", sort)).status_code == 404

    def test_too_many_are_asked_for(self, signed_in, lead, monkeypatch):
        monkeypatch.setattr("training.making.may_make", lambda request: False)
        answer = signed_in(lead.email).get(at("school_training_file", "csv"))
        assert "No file can be made" in main_of(answer, 429)
        assert answer["Retry-After"]


RISKY = st.sampled_from(["", "=", "@", "+", "-", "\t", "\n", "\r", "=cmd|' /C calc'!A0", "＝", "＠"])
TYPED = st.builds(str.__add__, RISKY, st.text(max_size=40))


@hypothesis_settings(deadline=None, max_examples=200)
@given_by(TYPED, TYPED, TYPED)
def test_no_cell_of_a_file_is_a_formula(name, job, title):
    membership = SimpleNamespace(person=name, job_title=job)
    matrix = SimpleNamespace(columns=[Column(1, title)])
    rows = [Row(membership, [Cell(State.OPEN, title)])]
    made = school_files.as_csv(matrix, rows, demo=True).decode("utf-8-sig")
    for line in csv.reader(io.StringIO(made, newline="")):
        assert not any(cell.startswith(("=", "@", "\t", "\r", "\n")) for cell in line)
        assert not any(re.match(r"[+-](?![\d ]*(\.\d+)?$)", cell) for cell in line)
    workbook = load_workbook(io.BytesIO(school_files.as_xlsx(matrix, rows, demo=True)))
    assert all(one.data_type in ("s", "n") for row in workbook.active for one in row)


class TestOneRecord:
    def test_what_it_says(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school)
        record = did(rita, signs(), DAY(2026, 11, 3), how=How.READ, version="3")
        certificates.issue(record, module())
        did(rita, QUIZ, DAY(2026, 11, 4), Outcome.NOT_YET, How.TAKEN)
        for day in (DAY(2026, 11, 28), DAY(2025, 11, 1)):
            SupervisionEntry.objects.create(person=rita, held_on=day, with_role=SECRET, agreed=SECRET)
        main = main_of(signed_in(lead.email).get(record_at(rita, school)))
        for words in (
            "Rita Reader",
            "Mentor",
            "Meadow School",
            "28 November 2026",
            "1 of 3, due 30 Nov 2026",
            "Done 3 Nov 2026, version 3",
            "Read and understood",
            "Certificate of 28 Nov 2026, until 3 Nov 2027",
            "Taken 4 Nov 2026, not yet passed",
            "Not done yet",
            "Signature",
        ):
            assert words in main, words
        assert "1 November 2025" not in main  # before they came
        assert SECRET not in main

    def test_a_certificate_that_ran_out_or_stands_no_more(self, signed_in, lead, rita, school, plan, on_day):  # noqa: F811
        give(plan, rita, school=school)
        record = did(rita, signs(), DAY(2026, 11, 3), how=How.READ, version="3")
        certificate = certificates.issue(record, module())
        on_day(2027, 11, 4)
        client = signed_in(lead.email)
        assert "ran out on 3 Nov 2027" in main_of(client.get(record_at(rita, school)))
        certificates.revoke(certificate, SECRET)
        main = main_of(client.get(record_at(rita, school)))
        assert "Certificate of" not in main and SECRET not in main

    def test_the_cycles(self, signed_in, lead, rita, school, plan, on_day):  # noqa: F811
        all_of_it(rita, DAY(2026, 10, 3))
        assigning.renew(give(plan, rita, school=school), begins=DAY(2027, 9, 1), due_on=DAY(2027, 9, 30))
        on_day(2027, 9, 10)
        did(rita, TASK, DAY(2027, 9, 5))
        main = main_of(signed_in(lead.email).get(record_at(rita, school)))
        assert "Cycle 1: Done 3 Oct 2026" in main
        assert "Cycle 2: 1 of 3, due 30 Sep 2027" in main
        assert "Done 5 Sep 2027" in main
        assert main.count("Passed 3 Oct 2026") == 1

    def test_after_they_left_nothing_new(self, signed_in, lead, rita, school, plan, on_day):  # noqa: F811
        give(plan, rita, school=school)
        did(rita, TASK, DAY(2026, 11, 20))
        memberships.leave(memberships.current(person=rita).get(), by=lead)
        on_day(2027, 1, 5)
        did(rita, QUIZ, DAY(2026, 12, 20), Outcome.PASSED, How.PASSED)
        SupervisionEntry.objects.create(person=rita, held_on=DAY(2026, 12, 21), with_role="line manager")
        client = signed_in(lead.email)
        main = main_of(client.get(record_at(rita, school)))
        assert "left 28 November 2026" in main
        assert "1 of 3, due 30 Nov 2026" in main  # as it was on that day
        assert "Passed" not in main and "December" not in main
        assert rita.name not in names(main_of(client.get(MATRIX)))
        assert [line[0] for line in lines_of(client, "csv")[1:]] == ["Lena Lead"]

    def test_on_paper(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school)
        all_of_it(rita, DAY(2026, 11, 3))
        row = Membership.objects.get(person=rita)
        answer = signed_in(lead.email).get(at("school_record_file", row.public_id))
        assert "no-store" in answer["Cache-Control"]
        assert "Rita" not in answer["Content-Disposition"]
        pdf = PdfReader(io.BytesIO(answer.content))
        assert pdf.root_object["/MarkInfo"]["/Marked"]
        text = re.sub(r"\s+", "", "".join(page.extract_text() for page in pdf.pages))
        for words in ("RitaReader", "MeadowSchool", "Done3Nov2026,version3", "Signature", "Fictional"):
            assert words in text, words

    def test_no_pdf_just_now(self, signed_in, lead, rita, school, monkeypatch):
        monkeypatch.setattr("training.making.may_make", lambda request: False)
        row = Membership.objects.get(person=rita)
        answer = signed_in(lead.email).get(at("school_record_file", row.public_id))
        assert "No file can be made" in main_of(answer, 503)


class TestWhatIsNeverShown:
    """Scores, words of theirs, what was done outside the plans of the school."""

    @pytest.fixture
    def everything(self, lead, rita, school, plan, elsewhere):
        """Give the reader a life of their own."""
        give(plan, rita, school=school)
        own = plan_of(None, f"Own {SECRET}", [Group("Own", (Entry(Sort.TASK, f"T {SECRET}", key="own"),))])
        assigning.choose(own, rita)
        did(rita, Entry(Sort.TASK, f"T {SECRET}", key="own"), DAY(2026, 11, 2))
        record = did(rita, TASK, DAY(2026, 11, 3), note=SECRET, hours="7.25")
        CpdEntry.objects.create(person=rita, record=record, done_on=DAY(2026, 11, 3), reflection=SECRET)
        CpdEntry.objects.create(person=rita, done_on=DAY(2026, 11, 3), title=SECRET)
        SupervisionEntry.objects.create(
            person=rita, held_on=DAY(2026, 11, 28), with_role=SECRET, agreed=SECRET
        )
        memberships.join(rita, elsewhere.school, by=elsewhere)
        theirs = plan_of(elsewhere.school, f"Hill {SECRET}", [Group("Hill", (SESSION,))])
        give(theirs, rita, school=elsewhere.school)
        did(rita, QUIZ, DAY(2026, 11, 5), Outcome.NOT_YET, How.TAKEN, school_id=elsewhere.school_id)
        did(rita, signs(), DAY(2026, 11, 6), how=How.READ, version="3", school_id=elsewhere.school_id)

    def test_on_every_page_and_in_every_file(self, signed_in, lead, rita, school, plan, everything):
        client = signed_in(lead.email)
        row = Membership.objects.get(person=rita, school=school)
        for address in (
            MATRIX,
            f"{MATRIX}?plan={plan.public_id}",
            record_at(rita, school),
            at("school_training_file", "csv"),
        ):
            answer = client.get(address).content.decode()
            assert rita.name in answer
            for words in (SECRET, "7.25", "not yet passed", "Hill", "Staff briefing", rita.email):
                assert words not in answer, (address, words)
        file = client.get(at("school_record_file", row.public_id)).content
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)
        assert SECRET[:10] not in text and "7.25" not in text

    def test_what_was_done_elsewhere_counts_with_its_day(self, lead, rita, school, everything):
        record = record_of(Membership.objects.get(person=rita, school=school), DAY(2026, 11, 28))
        (plan,) = record.plans
        lines = {line.title: line for line in plan.cycles[0].groups[0].lines}
        assert lines["Signs"].status == "Done 6 Nov 2026, version 3"
        assert lines["Signs"].how == ""
        assert lines["Signs quiz"].status == "Not done yet"
        assert lines["Ring the front door once"].how == "said so themselves"


class TestWhoGetsIn:
    def test_nothing_of_school_a_for_the_lead_of_school_b(
        self, signed_in, lead, rita, school, plan, elsewhere
    ):
        give(plan, rita, school=school)
        gone = UserFactory(role=roles.READER, school=school, name="Gina Gone")
        memberships.leave(memberships.current(person=gone).get(), by=lead)
        client = signed_in(elsewhere.email)
        for row in Membership.objects.filter(school=school):
            for name in ("school_record", "school_record_file"):
                assert client.get(at(name, row.public_id)).status_code == 404
        for address in (MATRIX, at("school_training_file", "csv"), at("school_training_file", "xlsx")):
            assert client.get(f"{address}?plan={plan.public_id}").status_code == 404
            answer = client.get(address)
            assert answer.status_code == 200
            assert rita.name not in answer.content.decode(errors="replace")
        assert "Induction" not in main_of(client.get(MATRIX))
        for name in ("school_record", "school_record_file"):
            assert client.get(at(name, uuid4())).status_code == 404
            assert client.get(at(name, plan.public_id)).status_code == 404

    def test_readers_trainers_and_strangers_are_refused(self, signed_in, client, rita, school, plan):
        row = Membership.objects.get(person=rita)
        addresses = [
            MATRIX,
            at("school_training_file", "csv"),
            at("school_record", row.public_id),
            at("school_record_file", row.public_id),
        ]
        for address in addresses:
            client.cookies.clear()
            assert "/accounts/login/" in client.get(address)["Location"]
            for email in (rita.email, TRAINER):
                assert signed_in(email).get(address).status_code == 403

    def test_a_lead_who_acts_for_another_school_sees_that_one(
        self, signed_in, lead, rita, school, plan, elsewhere
    ):
        memberships.act_for(lead, memberships.join(lead, elsewhere.school))
        assert signed_in(lead.email).get(record_at(rita, school)).status_code == 403

    def test_only_reading(self, signed_in, lead, rita, school):
        client = signed_in(lead.email)
        for address in (MATRIX, record_at(rita, school), at("school_training_file", "csv")):
            assert client.post(address).status_code == 405

    def test_no_cache_keeps_it(self, signed_in, lead, rita, school):
        client = signed_in(lead.email)
        for address in (MATRIX, record_at(rita, school)):
            assert "no-store" in client.get(address)["Cache-Control"]


class TestQuestions:
    def asked(self, client, address) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    def test_as_many_for_fifty_as_for_two(self, signed_in, lead, rita, school, plan):
        give(plan, rita, lead, school=school)
        did(rita, TASK, DAY(2026, 11, 3))
        client = signed_in(lead.email)
        addresses = [
            MATRIX,
            f"{MATRIX}?status=open",
            f"{MATRIX}?plan={plan.public_id}",
            at("school_training_file", "csv"),
        ]
        two = [self.asked(client, address) for address in addresses]
        more = [UserFactory(role=roles.READER, school=school, job_title=f"J{n}") for n in range(47)]
        others = [plan_of(school, f"Plan {n}", [Group("G", (TASK, SESSION))]) for n in range(8)]
        for one in (plan, *others):
            give(one, *more, school=school)
        for who in more:
            did(who, TASK, DAY(2026, 11, 3))
        assert [self.asked(client, address) for address in addresses] == two
        assert max(two) <= 22

    def test_of_one_record_too(self, signed_in, lead, rita, school, plan):
        give(plan, rita, school=school)
        all_of_it(rita, DAY(2026, 11, 3))
        client = signed_in(lead.email)
        before = self.asked(client, record_at(rita, school))
        for number in range(20):
            page = add_module(title=f"Module {number}")
            entry = Entry(Sort.PAGE, page.title, number=page.pk)
            give(plan_of(school, f"Plan {number}", [Group("G", (entry,))]), rita, school=school)
            certificates.issue(did(rita, entry, DAY(2026, 11, 4), how=How.READ, version="1"), page)
        # The certificates are asked for where there are any.
        assert self.asked(client, record_at(rita, school)) <= before + 1
