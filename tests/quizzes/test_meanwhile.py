"""What changes while somebody takes a quiz: versions, windows, accounts, time."""

import json
import time

import pytest
from django.contrib.auth import get_user_model

from portal.accounts.privacy import erase_everything
from tests.factories.quizzes import add_quiz, publish_again, single
from tests.quizzes.conftest import READER
from training.quizzes.models import QuizAttempt, QuizResponse


@pytest.mark.parametrize("who", ["", READER])
def test_an_edit_leaves_an_attempt_on_its_version(slow_quiz, take, who):
    taker = take(slow_quiz, who)
    taker.post("next", {"choice": ["choice-1"]})
    version = slow_quiz.newest_version
    shorten(slow_quiz)
    taker.post("next", {"several": ["several-1", "several-2"]})
    assert "There is a newer version of this quiz" in taker.text
    assert "Question 3 of 11" in taker.text
    while "Check your answers" not in taker.text:
        taker.post("next")
    taker.hand_in()
    assert QuizAttempt.objects.get().version == version
    assert "Your result" in taker.text


def shorten(quiz):
    """Publish it with two questions."""
    quiz.items = json.dumps(quiz.items.get_prep_value()[1:3])
    publish_again(quiz)


def test_somebody_begins_again_with_the_newer_version(slow_quiz, take):
    taker = take(slow_quiz, READER)
    taker.post("next", {"choice": ["choice-1"]})
    old = taker.sitting
    shorten(slow_quiz)
    taker.post("anew")
    assert "Question 1 of 2" in taker.text
    taker.post("next", {"choice": ["choice-1"]})
    taker.sitting = old
    taker.post("next", {"several": ["several-1"]})
    assert "This attempt is over" in taker.text
    assert sorted(QuizAttempt.objects.values_list("state", flat=True)) == ["abandoned", "open"]


@pytest.mark.parametrize("who", ["", READER])
@pytest.mark.parametrize("what", ["unpublished", "deleted"])
def test_a_quiz_that_goes_can_still_be_finished(slow_quiz, take, browser_of, who, what):
    taker = take(slow_quiz, who)
    taker.post("next", {"choice": ["choice-1"]})
    slow_quiz.unpublish() if what == "unpublished" else slow_quiz.delete()
    taker.post("next", {"several": ["several-1"]})
    assert "taken down since you began" in taker.text
    while "Check your answers" not in taker.text:
        taker.post("next")
    taker.hand_in()
    assert "Your result" in taker.text
    assert "Take it again" not in taker.text
    assert QuizResponse.objects.get(item_id="choice").mark == 1
    assert browser_of().get(taker.address).status_code == 404
    assert taker.client.get("/training/quizzes/history/", follow=True).status_code == 200


# Two windows that begin at once, accounts that go, buttons that nobody showed
def test_two_windows_that_drew_other_questions_become_one(demo, take):
    """What both were asked is kept; the second window goes on with the questions of the attempt."""
    drawn = {
        "type": "pool",
        "id": "p",
        "value": {"name": "Pool", "draw": 1, "items": [single("x"), single("y")]},
    }
    quiz = add_quiz(slug="drawn", items=[single("a"), drawn])
    one, other = take(quiz, READER), take(quiz, READER)
    while ("q_x" in one.text) == ("q_x" in other.text):
        other = take(quiz, READER)
    one.post("save", {"a": ["a-1"]})
    mine, theirs = ("x", "y") if "q_x" in one.text else ("y", "x")
    other.hand_in({"a": ["a-2"], theirs: [f"{theirs}-1"]})
    assert QuizAttempt.objects.get().state == "open"
    assert f"q_{mine}" in other.text and f"q_{theirs}" not in other.text
    assert dict(QuizResponse.objects.values_list("item_id", "response")) == {"a": ["a-2"]}


@pytest.mark.parametrize("how", ["erased", "closed"])
def test_an_open_page_writes_nothing_for_an_account_that_is_gone(quiz, take, how):
    taker = take(quiz, READER)
    person = get_user_model().objects.get(email=READER)
    if how == "erased":
        erase_everything(person)
    else:
        get_user_model().objects.filter(pk=person.pk).update(is_active=False)
    taker.post("save", {"true_false": "true"})
    assert taker.answer.status_code == 403
    assert not QuizAttempt.objects.exists()


def test_an_old_page_does_not_become_young_by_being_shown_again(quiz, take, monkeypatch):
    taker = take(quiz, READER)
    taker.client.cookies.clear()
    later = time.time() + 25 * 60 * 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    for _ in range(2):
        taker.post("save", {"true_false": "true"})
        assert taker.answer.status_code == 403
    assert not QuizAttempt.objects.exists()


def test_nobody_begins_again_where_there_is_no_newer_version(demo, take):
    quiz = add_quiz(slug="timed", items=[single("a")], time_limit=10)
    taker = take(quiz, READER)
    taker.post("begin")
    taker.post("anew", {"a": ["a-1"]})
    assert QuizAttempt.objects.get().state == "open"
