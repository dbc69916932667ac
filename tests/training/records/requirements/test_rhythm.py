"""When something that comes again is due: the pure rules."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.records.what_is_asked import YEAR, day
from training.records.models import Requirement
from training.records.rhythm import Cycle, day_of, first_due, meets, next_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]


def rhythm(**fields) -> Requirement:
    return Requirement(**{"days_for_new": 30, **fields})


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
