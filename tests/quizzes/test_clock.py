"""A limit of time: the server's clock alone, extra time for whoever needs it, and no answer after the end."""

import datetime

import pytest
from django.utils import timezone

from tests.factories.quizzes import add_quiz, single
from tests.quizzes.conftest import READER
from tests.training.conftest import person
from training.quizzes.models import QuizAttempt, QuizResponse
from training.quizzes.sitting import now

QUESTIONS = [single("a"), single("b")]


@pytest.fixture
def limited(demo):
    """A quiz of twenty minutes."""
    return add_quiz(slug="limited", items=QUESTIONS, time_limit=20)


@pytest.fixture
def later(monkeypatch):
    """Let so many minutes pass: `later(21)`."""

    def pass_(minutes):
        monkeypatch.setattr("training.quizzes.clock.now", lambda: now() + int(minutes * 60))

    return pass_


@pytest.mark.parametrize("who", ["", READER])
def test_it_begins_when_somebody_says_so(limited, take, later, who):
    taker = take(limited, who)
    assert "You have 20 minutes once you begin" in taker.text
    assert 'name="q_a"' not in taker.text
    assert QuizAttempt.objects.count() == 0
    taker.post("begin")
    assert "20 minutes left." in taker.text
    later(18.5)
    taker.post("save", {"a": ["a-1"]})
    assert "2 minutes left." in taker.text


@pytest.mark.parametrize("who", ["", READER])
@pytest.mark.parametrize("minutes, counts", [(19, True), (20.5, True), (22, False)])
def test_what_comes_after_the_end_is_refused_and_said(limited, take, later, who, minutes, counts):
    taker = take(limited, who)
    taker.post("begin")
    taker.post("save", {"a": ["a-1"]})
    later(minutes)
    taker.hand_in({"a": ["a-1"], "b": ["b-1"]})
    assert "Your result" in taker.text
    assert ("Your time was over" in taker.text) is not counts
    kept = dict(QuizResponse.objects.exclude(response=None).values_list("item_id", "response"))
    assert kept == ({"a": ["a-1"], "b": ["b-1"]} if counts else {"a": ["a-1"]})


def test_extra_time_is_a_persons_own(limited, take, later):
    asha = person(READER)
    asha.extra_time = 50
    asha.save()
    taker = take(limited, READER)
    assert "You have 30 minutes once you begin" in taker.text
    taker.post("begin")
    later(25)
    taker.hand_in({"a": ["a-1"]})
    assert QuizAttempt.objects.get().score == 1


def test_reopening_gives_no_new_time_and_the_end_hands_in(limited, take, later):
    taker = take(limited, READER)
    taker.post("begin")
    taker.post("save", {"a": ["a-1"]})
    later(23)
    again = take(limited, READER)
    assert "Your time is over." in again.text
    again.hand_in({"b": ["b-1"]})
    assert "Your time was over" in again.text
    assert QuizAttempt.objects.get().score == 1


@pytest.mark.parametrize(
    "moment", ["2026-10-25T00:50:00+00:00", "2026-03-29T00:50:00+00:00", "2026-12-31T23:50:00+00:00"]
)
def test_midnight_and_summer_time_change_nothing(limited, take, monkeypatch, moment):
    begun = datetime.datetime.fromisoformat(moment)
    for minutes, left in ((0, "20 minutes left."), (15, "5 minutes left.")):
        at = begun + datetime.timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        if minutes == 0:
            taker = take(limited)
            taker.post("begin")
        else:
            taker.post("save", {"a": ["a-1"]})
        assert left in taker.text
    ends = timezone.localtime(begun + datetime.timedelta(minutes=20))
    assert f"Your time ends at {ends:%H:%M}." in taker.text


def test_a_browsers_clock_is_not_read(limited, take, later):
    taker = take(limited)
    taker.post("begin")
    later(30)
    taker.hand_in({"a": ["a-1"]}, time="9999999", began="9999999999", left="1200")
    assert QuizAttempt.objects.get().score == 0


def test_without_a_limit_there_is_none(demo, take, later):
    taker = take(add_quiz(slug="calm", items=QUESTIONS), READER)
    later(60 * 24 * 30)
    taker.hand_in({"a": ["a-1"]})
    assert "Your time" not in taker.text
    assert QuizAttempt.objects.get().score == 1
