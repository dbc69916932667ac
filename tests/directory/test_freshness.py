"""How far a check can be trusted."""

import datetime as dt

import pytest
from django.utils import timezone

from directory.freshness import Freshness, State


def checked(days_ago, interval=30):
    return Freshness(timezone.localdate() - dt.timedelta(days=days_ago), interval)


@pytest.mark.parametrize(
    ("days_ago", "state", "care"),
    [
        (0, State.CHECKED, False),
        (22, State.CHECKED, False),
        (23, State.DUE, False),
        (30, State.DUE, False),
        (31, State.OVERDUE, True),
    ],
)
def test_state(days_ago, state, care):
    assert checked(days_ago).state == state
    assert checked(days_ago).needs_care is care


def test_never():
    never = Freshness(None, 30)
    assert (never.state, never.due, never.age_days, never.age_in_words) == (State.NEVER, None, None, "never")
    assert never.needs_care


@pytest.mark.parametrize(
    ("days_ago", "words"),
    [(0, "today"), (1, "yesterday"), (12, "12 days ago"), (90, "3 months ago"), (800, "2 years ago")],
)
def test_age_in_words(days_ago, words):
    assert checked(days_ago, 180).age_in_words == words
