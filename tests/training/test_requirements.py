"""What a school asks again and again: who gets which plan by when, whose next time begins, what ends."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts import handing_over, memberships, privacy
from portal.accounts.models import School
from tests.factories.accounts import SchoolFactory
from tests.factories.training import add_module
from tests.training.conftest import READER, person
from tests.training.test_copies import LEAD, main_of
from tests.training.test_learning import on_day  # noqa: F401
from tests.training.what_is_asked import does, has, leader, leaves, night, plan_of, rule_of, staff
from training.models import ModulePage
from training.records import assigning, learning, plans, requiring
from training.records.due import due_for
from training.records.models import Assignment, LearningRecord, Plan, Requirement
from training.records.rhythm import Cycle, day_of, first_due, meets, next_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]

day = datetime.date
YEAR = {"by_day": 31, "by_month": 10}


@pytest.fixture
def school(on_day):  # noqa: F811
    """A school on 2 September 2026."""
    on_day(2026, 9, 2)
    return SchoolFactory()


def rhythm(**fields) -> Requirement:
    return Requirement(**{"days_for_new": 30, **fields})


# --- The pure rules


@pytest.mark.parametrize(
    ("by_month", "by_day", "began", "expected"),
    [
        (10, 31, 2026, day(2026, 10, 31)),
        (9, 1, 2026, day(2026, 9, 1)),
        (8, 31, 2026, day(2027, 8, 31)),
        (2, 29, 2026, day(2027, 2, 28)),
        (2, 29, 2027, day(2028, 2, 29)),
        (2, 29, 2099, day(2100, 2, 28)),
    ],
)
def test_the_day_of_a_school_year(by_month, by_day, began, expected):
    assert day_of(rhythm(by_month=by_month, by_day=by_day), began) == expected


@pytest.mark.parametrize(
    ("months", "completed", "due", "begins"),
    [
        (12, day(2028, 2, 29), day(2029, 2, 28), day(2028, 12, 30)),
        (24, day(2026, 2, 28), day(2028, 2, 28), day(2027, 12, 30)),
        (1, day(2027, 1, 31), day(2027, 2, 28), day(2027, 2, 1)),  # not before it was completed
    ],
)
def test_the_next_time_after_so_many_months(months, completed, due, begins):
    rule = rhythm(every_months=months)
    assert next_cycle(rule, completed, begins - datetime.timedelta(days=1)) is None
    assert next_cycle(rule, completed, begins) == Cycle(due, begins, begins)
    late = due + datetime.timedelta(days=1)  # nights were missed: nobody is overdue at once
    assert next_cycle(rule, completed, late).due_on == late + datetime.timedelta(days=30)


@given(
    st.integers(1, 120),
    st.dates(day(2020, 1, 1), day(2090, 1, 1)),
    st.integers(0, 4000),
)
def test_no_cycle_is_over_when_it_begins_and_none_counts_what_completed_the_last(months, completed, later):
    today = completed + datetime.timedelta(days=later)
    for rule in (rhythm(every_months=months), rhythm(by_month=2, by_day=29)):
        cycle = next_cycle(rule, completed, today)
        if cycle:
            assert cycle.due_on >= today
            assert completed < cycle.counts_from <= today
            assert cycle.begins <= today


def test_for_whom():
    assert meets("", "Anything")
    assert meets(" straße ", "STRASSE")
    assert not meets("SENCO", "SENCO assistant")
    assert not meets("SENCO", "")


def test_who_was_there_has_until_the_day_and_others_have_days_of_their_own():
    rule, made = rhythm(**YEAR), day(2026, 10, 10)
    before, today = day(2026, 9, 1), day(2026, 10, 11)
    assert first_due(rule, made, before, today) == day(2026, 10, 31)
    assert first_due(rule, made, day(2026, 10, 11), today) == day(2026, 11, 10)  # joined later
    assert first_due(rule, made, before, day(2026, 10, 30)) == day(2026, 11, 29)  # took up the job later
    assert first_due(rule, day(2026, 11, 1), before, day(2026, 11, 2)) == day(2026, 12, 2)  # it is over
    assert first_due(rhythm(every_months=6), made, before, today) == day(2026, 11, 10)


# --- The night


def test_everybody_whom_it_means_gets_it_once(school):
    ann, bo = staff(school, job_title="senco"), staff(school, job_title="Teacher")
    away = staff(school, is_active=False)
    elsewhere = staff(SchoolFactory(), job_title="SENCO")
    everybody, some = rule_of(school, **YEAR), rule_of(school, job_title="SENCO")
    assert night() == (3, 0, 0)
    assert night() == (0, 0, 0)
    rows = Assignment.objects.filter(person=ann).order_by("pk")
    assert {(row.requirement, row.due_on) for row in rows} == {
        (everybody, day(2026, 10, 31)),
        (some, day(2026, 10, 2)),
    }
    assert has(bo).requirement == everybody
    assert [item.title for item in has(bo).items.all()] == ["Read our policy"]
    assert not Assignment.objects.filter(person__in=[away, elsewhere]).exists()


def test_who_has_it_by_hand_keeps_it_and_it_is_renewed(school, on_day):  # noqa: F811
    ann, plan = staff(school), plan_of()
    assigning.assign(plan, [ann], school=school, by=None, due_on=day(2026, 12, 1))
    rule = rule_of(school, plan, **YEAR)
    assert night() == (0, 0, 0)
    assert (has(ann).due_on, has(ann).requirement) == (day(2026, 12, 1), None)
    does(ann)
    on_day(2027, 9, 1)
    assert night() == (0, 1, 0)
    assert (has(ann).due_on, has(ann).requirement, has(ann).cycle) == (day(2027, 10, 31), rule, 2)


def test_who_joins_later_has_days_of_their_own(school, on_day):  # noqa: F811
    rule_of(school, **YEAR, days_for_new=14)
    night()
    on_day(2026, 9, 20)
    ann = staff(school)
    assert night() == (1, 0, 0)
    assert has(ann).due_on == day(2026, 10, 4)


def test_each_school_year_begins_on_the_first_of_september(school, on_day):  # noqa: F811
    ann, bo = staff(school), staff(school)
    rule_of(school, by_day=29, by_month=2)
    night()
    assert has(ann).due_on == day(2027, 2, 28)
    on_day(2026, 11, 5)
    does(ann)
    on_day(2027, 8, 31)
    assert night() == (0, 0, 0)
    on_day(2027, 9, 1)
    assert night() == (0, 1, 0)
    assert night() == (0, 0, 0)
    new = has(ann)
    assert (new.cycle, new.due_on, new.counts_from) == (2, day(2028, 2, 29), day(2027, 9, 1))
    assert Assignment.objects.get(person=ann, cycle=1).ended == day(2027, 9, 1)
    assert LearningRecord.objects.count() == 1
    assert [one.pk for one in requiring.open_of(ann)] == [new.pk]  # what was done before does not count
    assert (has(bo).cycle, has(bo).due_on) == (1, day(2027, 2, 28))  # overdue, and stays so
    on_day(2027, 10, 3)
    does(bo)  # late: it is this school year's too
    assert night() == (0, 0, 0)


def test_every_so_many_months_counts_from_completion(school, on_day):  # noqa: F811
    ann = staff(school)
    rule_of(school, every_months=12)
    night()
    on_day(2026, 9, 10)
    does(ann)
    on_day(2027, 7, 11)
    assert night() == (0, 0, 0)
    on_day(2027, 7, 12)  # 60 days before
    assert night() == (0, 1, 0)
    new = has(ann)
    assert (new.due_on, new.given_on, new.counts_from) == (day(2027, 9, 10), day(2027, 7, 12), new.given_on)
    on_day(2027, 8, 1)
    does(ann)
    assert night() == (0, 0, 0)
    on_day(2028, 6, 2)
    assert night() == (0, 1, 0)
    assert (has(ann).cycle, has(ann).due_on) == (3, day(2028, 8, 1))
    assert Assignment.objects.filter(person=ann).count() == 3


def test_nights_that_were_missed_make_nobody_overdue(school, on_day):  # noqa: F811
    ann = staff(school)
    rule_of(school, every_months=12)
    night()
    does(ann)
    on_day(2027, 8, 1)  # it began on 4 July
    assert night() == (0, 1, 0)
    assert (has(ann).given_on, has(ann).due_on) == (day(2027, 7, 4), day(2027, 9, 2))
    bo = staff(school)
    night()
    does(bo)
    on_day(2030, 1, 1)
    night()
    assert has(bo).due_on == day(2030, 1, 31)


def test_what_was_done_long_ago_is_not_enough(school, on_day):  # noqa: F811
    ann, bo = staff(school), staff(school)
    plan = plan_of(school)
    item = plan.groups.get().items.get()
    learning.note_task(ann, item, day(2020, 5, 1))
    learning.note_task(bo, item, day(2026, 3, 1))
    rule_of(school, plan, every_months=12)
    assert night() == (2, 0, 0)
    assert night() == (0, 0, 0)
    assert len(requiring.open_of(ann)) == 1
    assert requiring.open_of(bo) == []  # within the twelve months
    on_day(2026, 12, 31)
    assert night() == (0, 1, 0)
    assert has(bo).due_on == day(2027, 3, 1)


def test_given_by_hand_and_done_long_ago_it_settles_in_one_night(school, on_day):  # noqa: F811
    ann, plan = staff(school), plan_of(school)
    item = plan.groups.get().items.get()
    for done_on in (day(2020, 5, 1), day(2026, 8, 1)):
        learning.note_task(ann, item, done_on)
    assigning.assign(plan, [ann], school=school, by=None)
    rule_of(school, plan, every_months=12)
    night()
    assert night() == (0, 0, 0)
    assert requiring.open_of(ann) == []
    on_day(2027, 6, 2)
    assert night() == (0, 1, 0)
    assert has(ann).due_on == day(2027, 8, 1)


def test_of_two_the_one_that_is_due_first(school, on_day):  # noqa: F811
    ann, plan = staff(school, job_title="DSL"), plan_of(school)
    rule_of(school, plan, every_months=36)
    often = rule_of(school, plan, every_months=12, job_title="DSL", days_for_new=10)
    assert night() == (1, 0, 0)
    assert (has(ann).requirement, has(ann).due_on) == (often, day(2026, 9, 12))
    does(ann)
    on_day(2027, 7, 4)
    assert night() == (0, 1, 0)
    assert (has(ann).requirement, has(ann).due_on) == (often, day(2027, 9, 2))


def test_who_leaves_has_it_no_longer_and_who_changes_jobs_keeps_it(school, on_day):  # noqa: F811
    ann, bo = staff(school, job_title="SENCO"), staff(school, job_title="SENCO")
    other = SchoolFactory()
    memberships.join(ann, other)
    plan = plan_of()
    rule_of(school, plan, job_title="SENCO")
    rule_of(other, plan)
    assert night() == (3, 0, 0)
    leaves_one = memberships.current(person=ann, school=school).get()
    memberships.leave(leaves_one)
    for membership in memberships.current(person=bo):
        membership.job_title = "Teacher"
        membership.save()
    does(bo)
    assert night() == (0, 0, 1)
    assert has(ann).school == other
    assert Assignment.objects.get(person=ann, school=school).ended == day(2026, 9, 2)
    on_day(2027, 8, 20)
    assert night() == (0, 0, 0)
    assert has(bo).cycle == 1
    on_day(2027, 8, 21)
    memberships.join(ann, school, job_title="SENCO")  # back again: a plan of its own
    assert night() == (1, 0, 0)
    assert Assignment.objects.current().get(person=ann, school=school).due_on == day(2027, 9, 20)


def test_a_requirement_that_is_deleted_and_a_plan_that_is_put_away(school, on_day):  # noqa: F811
    ann = staff(school)
    plans_ = [plan_of(school, name) for name in ("Deleted rule", "Put away", "Deleted plan")]
    rules = [rule_of(school, plan) for plan in plans_]
    night()
    for assignment in Assignment.objects.filter(person=ann):
        for item in assignment.items.all():
            learning.note_task(ann, item, timezone.localdate())
    rules[0].delete()
    Plan.objects.filter(pk=plans_[1].pk).update(put_away=True)
    plans_[2].delete()
    on_day(2027, 9, 2)
    staff(school)
    assert night() == (0, 0, 0)
    assert Assignment.objects.current().filter(person=ann).count() == 3
    assert not Assignment.objects.exclude(person=ann).exists()


def test_a_page_that_was_deleted_is_asked_for_still(school, on_day):  # noqa: F811
    ann, module = staff(school), add_module(title="Signs")
    rule_of(school, plan_of(school, entries=[plans.entry_of(module)]))
    night()
    learning.note(ann, module, "1")
    ModulePage.objects.get(pk=module.pk).delete()
    assert requiring.open_of(ann) == []
    on_day(2027, 9, 2)
    assert night() == (0, 1, 0)
    assert [item.title for item in has(ann).items.all()] == ["Signs"]


def test_somebody_who_was_erased(school, on_day):  # noqa: F811
    lead, ann = leader(school), staff(school)
    rule = rule_of(school, made_by=lead, job_title="SENCO")
    assert night() == (0, 0, 0)
    leader(school)
    for somebody in (lead, ann):
        privacy.erase_everything(somebody)
    bo = staff(school, job_title="SENCO")
    assert night() == (1, 0, 0)
    rule.refresh_from_db()
    assert (rule.made_by, has(bo).given_by) == (None, None)
    privacy.erase_everything(bo)
    assert not Assignment.objects.exists()
    assert night() == (0, 0, 0)


@pytest.mark.parametrize(
    ("moment", "local"),
    [
        ((2027, 3, 28, 0, 30), day(2027, 3, 28)),  # half an hour before the clock goes forward
        ((2027, 3, 28, 1, 30), day(2027, 3, 28)),
        ((2027, 3, 28, 23, 30), day(2027, 3, 29)),  # half past midnight in London
        ((2027, 10, 31, 0, 30), day(2027, 10, 31)),
        ((2027, 10, 31, 1, 30), day(2027, 10, 31)),  # the second half past one
        ((2027, 10, 31, 23, 30), day(2027, 10, 31)),
        ((2027, 8, 31, 23, 30), day(2027, 9, 1)),
    ],
)
def test_a_day_is_a_day_in_london_also_when_the_clock_changes(school, on_day, moment, local):  # noqa: F811
    rule_of(school, every_months=1, days_for_new=1)
    on_day(*moment)
    ann = staff(school)
    assert night() == (1, 0, 0)
    assert (has(ann).given_on, has(ann).due_on) == (local, local + datetime.timedelta(days=1))
    assert night() == (0, 0, 0)


def test_the_command_counts_first(school, settings, tmp_path, capsys):
    settings.VAR_DIR = tmp_path
    ann = staff(school)
    rule_of(school)
    call_command("apply_requirements", dry_run=True)
    assert "Plans that would be given: 1; renewed: 0; ended: 0." in capsys.readouterr().out
    assert not Assignment.objects.exists()
    call_command("apply_requirements")
    assert "Plans that were given: 1" in capsys.readouterr().out
    leaves(ann)
    call_command("apply_requirements", dry_run=True)
    assert "ended: 1." in capsys.readouterr().out
    assert has(ann)


def test_a_night_costs_the_same_for_two_people_and_for_fifty(school, on_day):  # noqa: F811
    rule_of(school)

    def queries(count) -> int:
        for _ in range(count):
            does_it = staff(school)
            requiring.run(timezone.localdate())
            does(does_it)
        with CaptureQueriesContext(connection) as captured:
            assert night() == (0, 0, 0)
        return len(captured)

    few = queries(2)
    on_day(2027, 8, 1)
    staff(school)
    with CaptureQueriesContext(connection) as first:
        assert night() == (1, 2, 0)
    assert queries(47) <= few
    on_day(2028, 7, 25)
    with CaptureQueriesContext(connection) as second:
        assert night()[1] == 47
    assert len(second) <= len(first)


# --- On screen, without a letter


def test_what_is_due_stands_in_the_calendar_until_it_is_done(school, on_day):  # noqa: F811
    ann = staff(school)
    rule_of(school, plan_of(school, "Fire safety"), days_for_new=90)
    night()
    today = timezone.localdate()
    assert [(one.day, one.what) for one in due_for(ann, today)] == [
        (day(2026, 12, 1), "Training plan: Fire safety")
    ]
    on_day(2026, 12, 2)
    assert requiring.open_of(ann) == [has(ann)]  # overdue
    assert due_for(ann, timezone.localdate()) == []
    does(ann)
    assert requiring.open_of(ann) == []


# --- The pages


LIST = reverse("records:rules")
ADD = reverse("records:add_rule")


def change(rule, name="change_rule") -> str:
    return reverse(f"records:{name}", args=[rule.public_id])


@pytest.fixture
def ours(signed_in):
    """The school of the demo's lead, with a plan; the client is signed in as that lead."""
    client = signed_in(LEAD)
    school = School.objects.get(pk=person(LEAD).school_id)
    get_user_model().objects.filter(email=READER).update(job_title="Form tutor")
    memberships.current(person=person(READER)).update(job_title="Form tutor")
    return client, school, plan_of(school, "Fire safety")


def form(plan, **fields) -> dict:
    return {
        "plan": plan.pk,
        "job_title": "*",
        "rhythm": "year",
        "by_day": "31",
        "by_month": "10",
        "days_for_new": "30",
        **fields,
    }


def test_a_lead_adds_changes_and_deletes_one(ours):
    client, school, plan = ours
    page = main_of(client.get(ADD))
    assert "Form tutor" in page and "Fire safety" in page
    told = main_of(client.post(ADD, form(plan), follow=True))
    assert "Saved." in told and "Everybody, each school year by 31 October" in told
    rule = Requirement.objects.get()
    assert (rule.school, rule.made_by.email, rule.every_months) == (school, LEAD, None)
    data = form(plan, rhythm="months", every_months="24", job_title="Form tutor")
    told = main_of(client.post(change(rule), data, follow=True))
    assert "Form tutor, every 24 months" in told
    rule.refresh_from_db()
    assert (rule.every_months, rule.by_day, rule.by_month) == (24, None, None)
    assert 'value="24"' in main_of(client.get(change(rule)))
    night()
    assert Assignment.objects.current().count() == 1
    assert "Delete this requirement?" in main_of(client.get(change(rule, "delete_rule")))
    assert Requirement.objects.exists()
    assert "Deleted." in main_of(client.post(change(rule, "delete_rule"), follow=True))
    assert not Requirement.objects.exists()
    assert Assignment.objects.current().count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"plan": ""}, "Choose a training plan"),
        ({"plan": "99999999"}, "Select a valid choice"),
        ({"plan": "x"}, "Select a valid choice"),
        ({"rhythm": ""}, "Choose how often"),
        ({"rhythm": "never"}, "Select a valid choice"),
        ({"by_day": "31", "by_month": "11"}, "November has no day 31"),
        ({"by_day": "30", "by_month": "2"}, "February has no day 30"),
        ({"by_day": "0"}, "greater than or equal to 1"),
        ({"by_day": "", "by_month": ""}, "Say by which day"),
        ({"by_month": "13"}, "Select a valid choice"),
        ({"rhythm": "months"}, "Say every how many months"),
        ({"rhythm": "months", "every_months": "0"}, "greater than or equal to 1"),
        ({"rhythm": "months", "every_months": "99999999999999999999"}, "less than or equal to 120"),
        ({"rhythm": "months", "every_months": "two"}, "Enter a whole number"),
        ({"days_for_new": "0"}, "greater than or equal to 1"),
        ({"days_for_new": "366"}, "less than or equal to 365"),
        ({"days_for_new": ""}, "required"),
        ({"job_title": ""}, "Choose for whom"),
        ({"job_title": "Astronaut"}, "Select a valid choice"),
        ({"job_title": "\x00"}, "Select a valid choice"),
    ],
    ids=str,
)
def test_what_cannot_be_is_said(ours, fields, words):
    client, _, plan = ours
    answer = client.post(ADD, {**form(plan), **fields})
    assert answer.status_code == 400
    assert "There is a problem" in answer.text and words in answer.text
    assert not Requirement.objects.exists()


def test_29_february_may_be_said(ours):
    client, _, plan = ours
    client.post(ADD, form(plan, by_day="29", by_month="2"))
    assert Requirement.objects.get().by_day == 29


def test_the_same_twice_is_one(ours):
    client, _, plan = ours
    client.post(ADD, form(plan, job_title="Form tutor"))
    Requirement.objects.update(job_title="FORM TUTOR")
    answer = client.post(ADD, form(plan, job_title="Form tutor"))
    assert answer.status_code == 400 and "asks this of the same people already" in answer.text
    assert client.post(ADD, form(plan)).status_code == 302  # everybody is somebody else
    first = Requirement.objects.get(job_title="FORM TUTOR")
    assert "FORM TUTOR" in main_of(client.get(change(first)))
    same = form(plan, job_title="FORM TUTOR", days_for_new="10")
    assert client.post(change(first), same).status_code == 302
    assert client.post(change(first), form(plan)).status_code == 400


def test_another_schools_is_not_there_and_a_reader_gets_nothing(ours, signed_in):
    client, school, plan = ours
    other = SchoolFactory()
    theirs, own = rule_of(other, plan_of(other)), rule_of(school, plan)
    assert theirs.plan.name not in main_of(client.get(LIST)).replace(own.plan.name, "")
    for name in ("change_rule", "delete_rule"):
        assert client.get(change(theirs, name)).status_code == 404
        assert client.post(change(theirs, name), form(plan)).status_code == 404
    assert client.post(ADD, form(theirs.plan)).status_code == 400
    reader = signed_in(READER)
    for address in (LIST, ADD, change(own), change(own, "delete_rule")):
        assert reader.get(address).status_code == 403
        assert reader.post(address, form(plan)).status_code in (403, 405)
    assert set(Requirement.objects.all()) == {theirs, own}


def test_a_plan_that_was_put_away_stays_with_its_requirement(ours):
    client, school, plan = ours
    rule = rule_of(school, plan)
    Plan.objects.filter(pk=plan.pk).update(put_away=True)
    assert "The plan is put away" in main_of(client.get(LIST))
    assert "Fire safety" not in main_of(client.get(ADD))
    assert "Fire safety" in main_of(client.get(change(rule)))
    assert client.post(change(rule), form(plan)).status_code == 302


def test_there_is_an_end_to_them(ours, monkeypatch):
    client, school, plan = ours
    monkeypatch.setattr("training.records.requirements.MOST_OF_A_SCHOOL", 1)
    rule_of(school, plan)
    assert "Delete one first" in client.post(ADD, form(plan, job_title="Form tutor"), follow=True).text
    assert Requirement.objects.count() == 1


def test_the_list_costs_the_same_for_fifty(ours):
    client, school, _ = ours

    def queries(count) -> int:
        for number in range(count):
            rule_of(school, plan_of(school, f"Plan {number} of {count}"), **YEAR)
            staff(school)
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    few = queries(2)
    assert queries(46) == few


# --- Handing over


def test_plans_and_requirements_go_to_a_successor(school):
    ann, bo = (memberships.current(person=staff(school)).get() for _ in range(2))
    other = SchoolFactory()
    plan, theirs = plan_of(school, "Ours"), plan_of(other, "Theirs")
    Plan.objects.update(maker=ann.person)
    rule = rule_of(school, plan, made_by=ann.person)
    elsewhere = rule_of(other, theirs, made_by=ann.person)
    held = handing_over.everything_in_the_name_of(ann)
    assert [(one.sort, one.title, one.note) for one in held] == [
        ("Training plan", "Ours", ""),
        ("Requirement", "Ours", "every 12 months"),
    ]
    keys = [one.key for one in held] + [f"records.plan.{theirs.pk}", "records.requirement.x"]
    assert handing_over.give_over(ann, keys, bo, by=bo.person) == 2
    for row in (plan, theirs, rule, elsewhere):
        row.refresh_from_db()
    assert (plan.maker, rule.made_by) == (bo.person, bo.person)
    assert (theirs.maker, elsewhere.made_by) == (ann.person, ann.person)
