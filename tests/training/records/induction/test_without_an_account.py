"""The induction without an account: shown, ticked in the browser, taken along."""

import re

import pytest
from django.contrib.sessions.models import Session

from tests.factories.quizzes import add_quiz
from tests.factories.training import add_module, add_sheet
from tests.pages import main_of
from tests.training.conftest import ELSEWHERE, READER, person
from tests.training.records.induction.given import MINE, OUTSIDE, SESSION, TASK, TODAY, plan_of
from tests.training.records.pages import at
from training.models import ModulePage
from training.records.models import How, LearningRecord, Plan
from training.records.models.learning import Sort
from training.records.plans import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans", "evidence_in_march")]


def test_without_an_account_the_portals_induction_is_shown(client):
    page, closed, quiz = add_module(title="Signs", version=2), add_module(title="For DSLs"), add_quiz()
    gone = Entry(Sort.PAGE, "Long gone", number=987654)
    plan_of(page, closed, gone, quiz, TASK, SESSION, OUTSIDE, is_induction=True)
    plan_of(TASK, name="Of a school", school=person(READER).school, is_induction=True)
    ModulePage.objects.filter(pk=closed.pk).update(access="registered")
    before = Session.objects.count()
    answer = client.get(MINE)
    main = main_of(answer)
    assert "Your first days" in main
    assert "Of a school" not in main
    assert f'<a href="{page.url}">Signs</a>' in main
    assert main.count("Sign in to read this page") == 1
    assert main.split("Long gone")[1].split("</li>")[0].count("it is not here any more") == 1
    assert closed.url not in main
    assert f"?next={MINE}" in main
    assert re.findall('data-plan-tick="([^"]*)"', main) == [f"page:{page.pk}:2", "task:five"]
    assert "<form" not in main
    assert not answer.cookies
    assert Session.objects.count() == before
    Plan.objects.all().delete()
    assert "There is no plan for new staff here yet" in main_of(client.get(MINE))


def test_ticks_are_taken_when_the_person_says_so(client, signed_in):
    page, sheet, quiz = add_module(title="Signs", version=2, minutes=30), add_sheet(title="List"), add_quiz()
    older, closed = add_module(title="Was another", version=3), add_module(access="dsl")
    outside = add_module(title="In no plan")
    plan_of(page, sheet, quiz, older, closed, TASK, SESSION)
    theirs = Entry(Sort.TASK, "Of another school", key="theirs")
    plan_of(theirs, school=person(ELSEWHERE).school)
    ticks = [f"page:{page.pk}:2", f"page:{sheet.pk}:", f"page:{older.pk}:2", "task:five", "task:five"]
    ticks += [f"page:{quiz.pk}:", f"quiz:{quiz.pk}", f"page:{closed.pk}:1", f"page:{outside.pk}:1"]
    ticks += [
        "session:first",
        "task:theirs",
        "task:",
        "page:",
        "",
        "page:x:1",
        "page:٣:1",
        "x" * 5000,
        "a\x00",
    ]
    assert "/accounts/login/" in client.post(at("induction_take"), {"tick": ticks})["Location"]
    assert not LearningRecord.objects.exists()
    client = signed_in(READER)
    assert "data-plan-taken" not in client.get(MINE).text
    answer = client.post(at("induction_take"), {"tick": ticks}, follow=True)
    main = main_of(answer)
    assert "3 things taken into your account." in main
    assert "Changed since you ticked it: “Was another”" in main
    assert "data-plan-taken" in main  # so that the browser forgets
    assert "data-plan-taken" not in client.get(MINE).text
    records = LearningRecord.objects.order_by("title")
    assert [(one.title, one.version, one.done_on) for one in records] == [
        ("Find five partners", "", TODAY),
        ("List", "", TODAY),
        ("Signs", "2", TODAY),
    ]
    assert {one.person for one in records} == {person(READER)}
    assert {one.how for one in records} <= {How.READ, How.DECLARED}
    client.post(at("induction_take"), {"tick": ticks})
    assert LearningRecord.objects.count() == 3
