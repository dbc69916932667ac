"""A finished plan stays finished as long as it is kept: its records go with it, not before."""

import re

import pytest
from django.core.management import call_command

from tests.pages import cells_of, main_of
from tests.training.records.school.given import (
    DAY,
    MATRIX,
    TASK,
    all_of_it,
    did,
    give,
)
from training.records import assigning, privacy_of_people
from training.records.models import AssignedItem, Assignment, LearningRecord, Sort
from training.records.plans import Entry
from training.records.standing import progress_by_assignment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]


def expired(capsys, *options) -> dict[str, int]:
    """Run the command; return how many records and plans of people it lets go."""
    call_command("expire_records", *options)
    lines = re.findall(r"records: (learning records|assignments): (\d+)", capsys.readouterr().out)
    return {kind: int(count) for kind, count in lines}


def both_ways(capsys) -> dict[str, int]:
    """Return what a run lets go, which is what a dry run said."""
    said = expired(capsys, "--dry-run")
    assert expired(capsys) == said
    return said


def test_between_the_day_it_was_done_and_the_day_it_was_due(
    signed_in, lead, rita, school, plan, on_day, capsys
):
    give(plan, rita, school=school, due_on=DAY(2026, 11, 28))
    all_of_it(rita, DAY(2026, 10, 3))
    did(rita, Entry(Sort.TASK, "Another", key="another"), DAY(2026, 10, 4))  # no plan asks for it
    did(lead, TASK, DAY(2026, 10, 4))  # nor, of the lead, for this
    on_day(2033, 11, 1)
    assert both_ways(capsys) == {"learning records": 2, "assignments": 0}
    assert cells_of(main_of(signed_in(lead.email).get(MATRIX)), rita.name)[1] == "Done 3 Oct 2026"
    on_day(2033, 11, 29)
    assert both_ways(capsys) == {"learning records": 3, "assignments": 1}
    assert not LearningRecord.objects.filter(person=rita).exists()


def test_without_a_day_it_ends_seven_years_after_it_was_given(rita, school, plan, on_day, capsys):
    (one,) = give(plan, rita, school=school, due_on=None)
    all_of_it(rita, DAY(2026, 10, 3))
    on_day(2033, 11, 28)
    assert both_ways(capsys) == {"learning records": 0, "assignments": 0}
    assert progress_by_assignment([one])[one.pk].is_complete
    on_day(2033, 11, 29)
    assert both_ways(capsys) == {"learning records": 3, "assignments": 1}


def test_one_that_goes_keeps_nothing_for_another_that_stays(rita, school, plan, on_day):
    (one,) = give(plan, rita, school=school, due_on=DAY(2026, 11, 1))
    all_of_it(rita, DAY(2026, 10, 3))
    day = DAY(2033, 11, 15)
    assert privacy_of_people.over(day)["learning records"].count() == 3
    later = Assignment.objects.create(
        person=rita, school=school, name="Later", version=1, given_on=one.given_on, due_on=DAY(2027, 1, 1)
    )
    AssignedItem.objects.create(assignment=later, sort=TASK.sort, key=TASK.key, order=0, group_order=0)
    going = privacy_of_people.over(day)["learning records"]
    assert {record.sort for record in going} == {"page", "quiz"}


def test_a_refresher_keeps_no_record_from_before_it_counts(rita, school, plan, on_day):
    (one,) = give(plan, rita, school=school, due_on=DAY(2026, 11, 1))
    all_of_it(rita, DAY(2026, 10, 3))
    on_day(2033, 6, 1)
    assigning.renew([one], begins=DAY(2033, 6, 1), due_on=DAY(2033, 9, 1))
    Assignment.objects.filter(pk=one.pk).update(ended=DAY(2026, 11, 10))  # long before the second began
    assert privacy_of_people.over(DAY(2033, 11, 15))["learning records"].count() == 3


def test_it_is_one_query(rita, school, plan, django_assert_num_queries):
    give(plan, rita, school=school)
    with django_assert_num_queries(1):
        privacy_of_people.over(DAY(2033, 11, 15))["learning records"].count()
