"""What a night gives, renews and ends; what is due on the screen; what goes to a successor."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts import handing_over, memberships, privacy
from tests.factories.accounts import SchoolFactory
from tests.factories.training import add_module
from tests.training.records.what_is_asked import (
    YEAR,
    day,
    does,
    has,
    leader,
    leaves,
    night,
    plan_of,
    rule_of,
    staff,
)
from training.models import ModulePage
from training.records import assigning, learning, plans, requiring
from training.records.due import due_for
from training.records.models import Assignment, LearningRecord, Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]


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


def test_who_has_it_by_hand_keeps_it_and_it_is_renewed(school, on_day):
    ann, plan = staff(school), plan_of()
    assigning.assign(plan, [ann], school=school, by=None, due_on=day(2026, 12, 1))
    rule = rule_of(school, plan, **YEAR)
    assert night() == (0, 0, 0)
    assert (has(ann).due_on, has(ann).requirement) == (day(2026, 12, 1), None)
    does(ann)
    on_day(2027, 9, 1)
    assert night() == (0, 1, 0)
    assert (has(ann).due_on, has(ann).requirement, has(ann).cycle) == (day(2027, 10, 31), rule, 2)


def test_who_has_it_by_hand_without_a_day_gets_one(school, on_day, capsys, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    ann, bo, cy, plan = staff(school), staff(school), staff(school), plan_of(school)
    on_day(2026, 9, 5)
    dee = staff(school)
    assigning.assign(plan, [ann, bo, dee], school=school, by=None)
    assigning.choose(plan, cy)  # chosen by themselves it is theirs: the school's is another
    for row in Assignment.objects.filter(person=bo):
        learning.note_task(bo, row.items.get(), timezone.localdate())
    on_day(2026, 9, 3)
    rule = rule_of(school, plan, **YEAR)
    on_day(2026, 9, 6)
    call_command("apply_requirements", dry_run=True)
    call_command("apply_requirements")
    told = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[2] for line in told] == [
        " 1; renewed: 0; ended: 0. There already, with a day now: 2."
    ] * 2
    assert (has(ann).due_on, has(ann).requirement, has(ann).given_on) == (
        day(2026, 10, 31),
        rule,
        day(2026, 9, 5),
    )
    assert has(dee).due_on == day(2026, 10, 6)  # joined after the rule was made
    assert (has(bo).due_on, has(bo).requirement) == (None, None)  # complete: its next cycle has a day
    chosen, given = Assignment.objects.filter(person=cy).order_by("pk")
    assert (chosen.due_on, given.due_on) == (None, day(2026, 10, 31))
    assert night() == (0, 0, 0)
    on_day(2027, 9, 1)
    assert night() == (0, 1, 0)
    assert (has(ann).due_on, has(bo).due_on) == (day(2026, 10, 31), day(2027, 10, 31))


def test_who_joins_later_has_days_of_their_own(school, on_day):
    rule_of(school, **YEAR, days_for_new=14)
    night()
    on_day(2026, 9, 20)
    ann = staff(school)
    assert night() == (1, 0, 0)
    assert has(ann).due_on == day(2026, 10, 4)


def test_each_school_year_begins_on_the_first_of_september(school, on_day):
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


def test_every_so_many_months_counts_from_completion(school, on_day):
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


def test_nights_that_were_missed_make_nobody_overdue(school, on_day):
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


def test_what_was_done_long_ago_is_not_enough(school, on_day):
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


def test_given_by_hand_and_done_long_ago_it_settles_in_one_night(school, on_day):
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


def test_of_two_the_one_that_is_due_first(school, on_day):
    ann, plan = staff(school, job_title="DSL"), plan_of(school)
    rule_of(school, plan, every_months=36)
    often = rule_of(school, plan, every_months=12, job_title="DSL", days_for_new=10)
    assert night() == (1, 0, 0)
    assert (has(ann).requirement, has(ann).due_on) == (often, day(2026, 9, 12))
    does(ann)
    on_day(2027, 7, 4)
    assert night() == (0, 1, 0)
    assert (has(ann).requirement, has(ann).due_on) == (often, day(2027, 9, 2))


def test_of_two_schools_with_one_name_each_has_its_rules_together(school):
    namesake = SchoolFactory(name=school.name)
    ann, plan = staff(school, job_title="DSL"), plan_of(school)
    rule_of(school, plan)
    rule_of(namesake)
    soon = rule_of(school, plan, job_title="DSL", days_for_new=10)
    assert night() == (1, 0, 0)
    assert (has(ann).requirement, has(ann).due_on) == (soon, day(2026, 9, 12))


def test_who_leaves_has_it_no_longer_and_who_changes_jobs_keeps_it(school, on_day):
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


def test_a_requirement_that_is_deleted_and_a_plan_that_is_put_away(school, on_day):
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


def test_a_page_that_was_deleted_is_asked_for_still(school, on_day):
    ann, module = staff(school), add_module(title="Signs")
    rule_of(school, plan_of(school, entries=[plans.entry_of(module)]))
    night()
    learning.note(ann, module, "1")
    ModulePage.objects.get(pk=module.pk).delete()
    assert requiring.open_of(ann) == []
    on_day(2027, 9, 2)
    assert night() == (0, 1, 0)
    assert [item.title for item in has(ann).items.all()] == ["Signs"]


def test_somebody_who_was_erased(school, on_day):
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
def test_a_day_is_a_day_in_london_also_when_the_clock_changes(school, on_day, moment, local):
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


def test_a_night_costs_the_same_for_two_people_and_for_fifty(school, on_day):
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


def test_what_is_due_stands_in_the_calendar_until_it_is_done(school, on_day):
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
