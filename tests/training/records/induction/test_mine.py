"""My induction: how far, what is next, what one may start and end; nobody else’s."""

import datetime
import re

import pytest

from home.front import going_on
from portal.accounts import memberships
from portal.accounts.models import School
from tests.factories.quizzes import add_attempt, add_quiz
from tests.factories.training import add_activity, add_module, add_sheet
from tests.pages import main_of
from tests.training.conftest import ELSEWHERE, LEAD, READER, WITHOUT_SCHOOL, person
from tests.training.records.induction.given import MINE, SESSION, TASK, TODAY, do, give, plan_of
from tests.training.records.pages import at, say
from training.models import ModulePage
from training.records import assigning, learning
from training.records.models import Assignment, LearningRecord, Plan, RecordView

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans", "evidence_in_march")]


def test_a_plan_shows_how_far_and_what_is_next(signed_in):
    client, page = signed_in(READER), add_module(title="Signs", minutes=45)
    give(plan_of(page, TASK), due_on=datetime.date(2027, 3, 31))
    main = main_of(client.get(MINE))
    for words in ("0 of 2 done", "about 1 hour left", "Due on 31 March 2027, in 21 days", "Not done yet"):
        assert words in main
    assert "Given by Declan Roe, Ravensmoor High, on 10 March 2027" in main
    assert f'<a class="govuk-button" href="{page.url}">Next: Signs</a>' in main
    say(client, page)
    main = main_of(client.get(MINE))
    for words in (
        "1 of 2 done",
        "about 15 minutes left",
        "Done</strong>",
        "on 10 March 2027",
        "Next: Find five",
    ):
        assert words in main


def test_a_day_draws_near_and_passes_in_words(signed_in, on_day):
    client, page = signed_in(READER), add_module()
    give(plan_of(page), due_on=datetime.date(2027, 3, 11))
    assert "in 1 day." in main_of(client.get(MINE))
    on_day(2027, 3, 11)
    client.cookies.clear()  # a session does not last so long
    client = signed_in(READER)
    assert "Due today" in main_of(client.get(MINE))
    on_day(2027, 3, 12)
    client.cookies.clear()
    client = signed_in(READER)
    main = main_of(client.get(MINE))
    assert "Overdue" in main
    assert "It was due on 11 March 2027" in main
    say(client, page)
    main = main_of(client.get(MINE))
    assert "Overdue" not in main
    assert re.search(r"Completed</strong>\s+on 12 March 2027: 1 of 1 done", main)
    assert "You have done all that you were given" in main


def test_a_later_version_is_told_and_asked_for_only_where_an_editor_says_so(signed_in):
    client, page = signed_in(READER), add_module(title="Signs", version=3)
    give(plan_of(page))
    say(client, page, "3")
    ModulePage.objects.filter(pk=page.pk).update(version=4, change_note="The number is new.")
    main = main_of(client.get(MINE))
    assert "You read version 3; version 4 changed this: The number is new." in main
    assert "again" not in main.split("Other plans")[0]
    ModulePage.objects.filter(pk=page.pk).update(read_again_from=4)
    main = main_of(client.get(MINE))
    assert "Please read it again" in main
    assert "Read again: Signs" in main
    assert "1 of 1 done" in main
    say(client, ModulePage.objects.get(pk=page.pk), "4")
    assert "again" not in main_of(client.get(MINE))


@pytest.mark.parametrize("how", ["deleted", "unpublished", "closed"])
def test_a_page_that_cannot_be_opened_keeps_its_title(signed_in, how):
    client, page, sheet = signed_in(READER), add_module(title="Long gone"), add_sheet(title="Still here")
    given = give(plan_of(page, sheet))
    if how == "deleted":
        page.delete()
    else:
        ModulePage.objects.filter(pk=page.pk).update(
            **{"live": False} if how == "unpublished" else {"access": "dsl"}
        )
    main = main_of(client.get(MINE))
    assert "Long gone" in main
    assert "This page cannot be opened" in main
    assert page.url not in main
    assert "Next: Still here" in main
    say(client, sheet, "")
    assert "What is left cannot be opened here just now. Ask whoever gave" in main_of(client.get(MINE))
    assigning.end(given)
    assigning.choose(given.plan, person(READER))
    assert "just now. Come back later, or end this plan." in main_of(client.get(MINE))


def test_some_of_a_group_are_enough(signed_in):
    pages = [add_activity(minutes=minutes) for minutes in (10, 20, 30, 40)]
    client = signed_in(READER)
    give(plan_of(*pages, needed=2))
    main = main_of(client.get(MINE))
    assert "Any 2 of these 4." in main
    assert "0 of 2 done</strong>, about 30 minutes left" in main
    say(client, pages[3], "")
    main = main_of(client.get(MINE))
    assert "Any 2 of these 4: 1 done." in main
    assert "1 of 2 done</strong>, about 10 minutes left" in main
    say(client, pages[0], "")
    assert "2 of 2 done" in main_of(client.get(MINE))


def test_a_quiz_counts_when_it_is_passed(signed_in):
    client, quiz, who = (
        signed_in(READER),
        add_quiz(title="Whom to ring", purpose="assessment", pass_mark=80),
        person(READER),
    )
    give(plan_of(quiz))
    main = main_of(client.get(MINE))
    assert f'href="{quiz.url}">Next: Whom to ring' in main
    assert "I did this" not in main
    learning.note_quiz(add_attempt(quiz.newest_version, {}, person=who, percent=40), again=False)
    main = main_of(client.get(MINE))
    assert "Taken, not yet passed" in main
    assert "0 of 1 done" in main
    learning.note_quiz(add_attempt(quiz.newest_version, {}, person=who, percent=90), again=False)
    main = main_of(client.get(MINE))
    assert "Passed</strong>" in main
    assert "1 of 1 done" in main
    assert "%" not in main


def test_nobody_elses_plan_can_be_reached(signed_in):
    given, chosen = give(plan_of(TASK, SESSION)), assigning.choose(plan_of(TASK), person(READER))
    for email in (ELSEWHERE, WITHOUT_SCHOOL, LEAD):
        client = signed_in(email)
        for mine, key in ((given, "five"), (given, "first"), (chosen, "five")):
            assert do(client, mine, key, done_on="2027-03-01").status_code == 404
            assert client.get(at("induction_item", mine.public_id, key)).status_code == 404
        assert client.post(at("induction_end", chosen.public_id)).status_code == 404
    client = signed_in(READER)
    assert client.post(at("induction_end", given.public_id)).status_code == 404  # the school's to end
    assert do(client, given, "nothing").status_code == 404
    assert not LearningRecord.objects.exists()
    assert Assignment.objects.current().count() == 2


def test_a_plan_is_looked_at_started_ended_and_started_again(signed_in):
    page = add_module(title="Signs", minutes=45)
    plan = plan_of(page, TASK, about="Begin here.", for_whom="new staff", is_induction=True)
    other = plan_of(page, name="Another")
    client = signed_in(READER)
    main = main_of(client.get(MINE))
    assert "You have no training plan yet" in main
    assert main.index("Your first days") < main.index("Another")  # the induction first
    main = main_of(client.get(at("induction_plan", plan.public_id)))
    for words in ("Begin here.", "For new staff", "About 1 hour", "Signs", page.url, "Start this plan"):
        assert words in main
    say(client, page)
    main = main_of(client.post(at("induction_start", plan.public_id), follow=True))
    assert "1 of 2 done" in main  # what was done before counts
    assert "You chose it on 10 March 2027" in main
    client.post(at("induction_start", plan.public_id))
    mine = Assignment.objects.get()
    assert (mine.school, mine.person) == (None, person(READER))
    assert "You have this plan" in main_of(client.get(at("induction_plan", plan.public_id)))
    main = main_of(client.post(at("induction_end", mine.public_id), follow=True))
    assert "Ended." in main
    assert "Earlier plans" in main
    assert client.post(at("induction_end", mine.public_id)).status_code == 404
    client.post(at("induction_start", plan.public_id))
    assert "1 of 2 done" in main_of(client.get(MINE))
    assert at("induction_plan", other.public_id) in main_of(client.get(MINE))


def test_plans_are_not_started_without_end(signed_in, monkeypatch):
    monkeypatch.setattr("training.records.my_plans.MOST_CHOSEN", 1)
    client, one, other = signed_in(READER), plan_of(TASK), plan_of(TASK, name="Another")
    client.post(at("induction_start", one.public_id))
    assert "so often" in main_of(client.post(at("induction_start", other.public_id), follow=True))
    assert Assignment.objects.get().plan == one


def test_plans_of_others_and_those_put_away_are_not_there(signed_in):
    away, theirs = plan_of(TASK), plan_of(TASK, name="Theirs", school=person(ELSEWHERE).school)
    ours = plan_of(TASK, name="Ours", school=person(READER).school)
    mine = give(away)
    Plan.objects.filter(pk=away.pk).update(put_away=True)
    client = signed_in(READER)
    for plan in (away, theirs):
        assert client.get(at("induction_plan", plan.public_id)).status_code == 404
        assert client.post(at("induction_start", plan.public_id)).status_code == 404
    assert client.get(at("induction_plan", ours.public_id)).status_code == 200
    main = main_of(client.get(MINE))
    assert "Theirs" not in main
    assert "0 of 1 done" in main  # who has it goes on
    do(client, mine, "five")
    plan = Plan.objects.get(pk=away.pk)
    plan.delete()
    assert "1 of 1 done" in main_of(client.get(MINE))


def test_a_refresher_counts_from_its_day(signed_in, on_day):
    client, mine = signed_in(READER), give(plan_of(SESSION))
    do(client, mine, "first", done_on="2027-03-09")
    assigning.renew([mine], begins=TODAY, due_on=datetime.date(2027, 5, 1))
    new = Assignment.objects.current().get()
    main = main_of(client.get(MINE))
    assert "0 of 1 done" in main
    assert "What you did from 10 March 2027 on counts" in main
    assert "Completed on 9 March 2027. Ended on 10 March 2027" in main  # the first time stays
    refused = main_of(do(client, new, "first", done_on="2027-03-08"), 400)
    assert "only what you did from 10 March 2027 on counts" in refused
    assert client.get(at("induction_item", mine.public_id, "first")).status_code == 404  # it has ended
    assert "1 of 1 done" in main_of(do(client, new, "first", done_on="2027-03-10"))


def test_somebody_of_two_schools_sees_what_both_gave(signed_in):
    who, second = person(READER), person(ELSEWHERE).school
    memberships.join(who, second)
    plan = plan_of(TASK)
    give(plan)
    there = give(plan, school=second)
    client = signed_in(READER)
    main = main_of(client.get(MINE))
    assert "Ravensmoor High" in main
    assert second.name in main
    main = main_of(do(client, there, "five"))
    assert main.count("1 of 1 done") == 2  # one deed, two plans
    assert LearningRecord.objects.get().school == who.school
    assert School.objects.count() > 2


@pytest.mark.parametrize("count", [2, 50])
def test_as_many_queries_for_fifty_as_for_two(signed_in, django_assert_num_queries, count):
    client, who = signed_in(READER), person(READER)
    pages = [add_sheet(title=f"Sheet {number}") for number in range(count - 1)]
    for number in range(2):
        module = add_module(version=2, read_again_from=2)
        learning.note(who, module, "2")
        give(plan_of(*pages, module, name=f"Plan {number}"))
        plan_of(TASK, name=f"Other {number}")
    assigning.end(assigning.choose(plan_of(TASK, name="Old"), who))
    client.get(MINE)
    with django_assert_num_queries(QUERIES):
        main = main_of(client.get(MINE))
    assert main.count('id="step-') == 2 * count
    look = at("induction_plan", Plan.objects.get(name="Plan 0").public_id)
    client.get(look)
    with django_assert_num_queries(QUERIES_OF_A_LOOK):
        assert main_of(client.get(look)).count("<li") == count
    with django_assert_num_queries(2):
        assert going_on(who).progress.done == 1


QUERIES = 11
QUERIES_OF_A_LOOK = 9


def test_the_home_page_says_what_is_next(client, signed_in):
    page = add_module(title="Signs")
    give(plan_of(page, name="Your first days"), due_on=datetime.date(2027, 4, 1))
    give(plan_of(TASK, name="Later"))
    assert "Your first days" not in client.get("/").text
    client = signed_in(READER)
    line = f'<a class="govuk-link" href="{MINE}">Your first days</a>: 0 of 1 done. Next: Signs.'
    assert line in client.get("/").text
    say(client, page)
    assert "Later</a>: 0 of 1 done. Next: Find five partners." in client.get("/").text
    assert "Later" not in signed_in(ELSEWHERE).get("/").text


def test_one_sees_who_looked(signed_in):
    who, lead = person(READER), person(LEAD)
    RecordView.objects.create(person=who, viewer=lead, what="record", on=TODAY)
    RecordView.objects.create(person=who, viewer=None, what="file", on=TODAY)
    RecordView.objects.create(person=lead, viewer=person(WITHOUT_SCHOOL), what="admin", on=TODAY)
    client = signed_in(READER)
    assert at("who_looked") in main_of(client.get(MINE))
    main = main_of(client.get(at("who_looked")))
    for words in (
        "Declan Roe",
        "10 March 2027",
        "Your record of training",
        "Somebody whose account was erased",
    ):
        assert words in main
    assert "as an administrator" not in main
    assert "Nobody did in the last two years" in main_of(signed_in(ELSEWHERE).get(at("who_looked")))


def test_nothing_of_it_is_kept_by_a_cache_or_found_by_a_search_engine(signed_in):
    client, mine = signed_in(READER), give(plan_of(SESSION))
    for address in (MINE, at("who_looked"), at("induction_item", mine.public_id, "first")):
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"]
        assert 'name="robots" content="noindex"' in answer.text
