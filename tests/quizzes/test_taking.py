"""Taking a quiz: signed out without a trace, signed in on any device, and one attempt whatever happens."""

import json
import logging
import time

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.privacy import erase_everything
from tests.factories.quizzes import add_quiz, all_right, publish_again, single
from tests.quizzes.conftest import LEAD, READER
from tests.quizzes.taker import Taker
from training.quizzes.models import QuizAttempt, QuizResponse
from training.quizzes.sitting import unseal
from training.quizzes.steps import Steps


def right(quiz) -> dict:
    return all_right(quiz.newest_version.read)


def walk(taker, quiz, answers) -> int:
    """Answer one question after another until the list to check; return how many pages there were."""
    count = 0
    while "Check your answers" not in taker.text:
        sitting = unseal(taker.sitting)
        here = Steps.of(quiz.newest_version.read, sitting.layout).on(sitting.page)
        given = {item["id"]: answers[item["id"]] for item in here if item["id"] in answers}
        taker.post("next", given)
        count += 1
    return count


# Signed out


def test_signed_out_one_row_remains_and_nobody_is_in_it(quiz, take):
    taker = take(quiz)
    taker.hand_in(right(quiz))
    assert taker.answer.status_code == 200
    assert "Correct" in taker.text
    attempt = QuizAttempt.objects.get()
    assert (attempt.person, attempt.started, attempt.changed) == (None, None, None)
    assert attempt.score == attempt.max_score > 0
    stored = dict(attempt.responses.values_list("item_id", "response"))
    assert stored["choice"] == ["choice-1"]
    assert stored["free_text"] is None, "what somebody wrote in their own words was kept"
    assert taker.client.cookies == {}


def test_signed_out_with_one_question_a_page_the_answers_travel(slow_quiz, take):
    taker = take(slow_quiz)
    assert "Question 1 of 11" in taker.text
    assert QuizAttempt.objects.count() == 0
    assert walk(taker, slow_quiz, right(slow_quiz)) == 11
    assert QuizAttempt.objects.count() == 0
    assert "Not answered" not in taker.text
    taker.hand_in()
    assert QuizAttempt.objects.get().score == QuizAttempt.objects.get().max_score
    assert taker.client.cookies == {}


def test_back_and_change_show_what_was_answered(slow_quiz, take):
    taker = take(slow_quiz)
    taker.post("next", {"choice": ["choice-2"]})
    taker.post("back")
    assert 'value="choice-2" checked' in taker.text
    taker.post("next", {"choice": ["choice-1"]})
    walk(taker, slow_quiz, {})
    assert "10 of 11 are not answered" in taker.text
    taker.post("1")
    assert 'value="choice-1" checked' in taker.text


@pytest.mark.parametrize("who", ["", READER])
def test_a_double_click_hands_in_once(quiz, take, who):
    taker = take(quiz, who)
    taker.hand_in(right(quiz), follow=False)
    first = taker.answer.url
    taker.hand_in(right(quiz), follow=False)
    assert taker.answer.url == first
    assert QuizAttempt.objects.count() == 1


@pytest.mark.parametrize("who", ["", READER])
def test_other_answers_after_handing_in_are_refused_clearly(quiz, take, who):
    taker = take(quiz, who)
    taker.hand_in({"choice": ["choice-2"]})
    taker.hand_in({"choice": ["choice-1"]})
    assert "You had handed this in already" in taker.text
    assert QuizResponse.objects.get(item_id="choice").response == ["choice-2"]
    assert QuizAttempt.objects.count() == 1


@pytest.mark.parametrize("who", ["", READER])
def test_questions_without_an_answer_are_asked_about_once(quiz, take, who):
    taker = take(quiz, who)
    taker.post("hand-in", {"choice": ["choice-1"]})
    assert "10 questions are not answered" in taker.text
    assert 'value="choice-1" checked' in taker.text
    taker.hand_in({"choice": ["choice-1"]})
    assert "Your result" in taker.text
    assert "Not answered" in taker.text


def test_what_cannot_be_marked_is_said_and_linked(slow_quiz, take):
    taker = Taker(take(slow_quiz).client, slow_quiz.slug)
    while 'name="q_numerical"' not in taker.text:
        taker.post("next")
    taker.post("next", {"numerical": "about twenty"})
    assert taker.answer.status_code == 400
    assert '<a href="#q_numerical">Enter a number' in taker.text
    assert 'value="about twenty"' in taker.text
    while 'name="q_ordering_step-1"' not in taker.text:
        taker.post("next", {"numerical": "21"})
    taker.post("next", {"ordering": {"step-1": 1, "step-2": 1}})
    assert "two steps have the same" in taker.text


def test_a_quiz_is_handed_in_too_often_from_one_place(quiz, take, monkeypatch):
    monkeypatch.setattr("training.quizzes.views.signed_out.MOST_A_MINUTE", 2)
    for _ in range(2):
        take(quiz).hand_in()
    taker = take(quiz)
    taker.hand_in({"choice": ["choice-1"]})
    assert taker.answer.status_code == 429
    assert 'value="choice-1" checked' in taker.text
    assert QuizAttempt.objects.count() == 2


# Signed in


def test_signed_in_it_is_saved_and_goes_on_elsewhere(slow_quiz, take, browser_of):
    taker = take(slow_quiz, READER)
    assert QuizAttempt.objects.count() == 0, "looking at the first question began an attempt"
    taker.post("next", {"choice": ["choice-1"]})
    taker.post("leave", {"several": ["several-1"]})
    assert "Saved. You can go on later" in taker.text
    elsewhere = Taker(browser_of(READER), slow_quiz.slug)
    assert "Question 3 of 11" in elsewhere.text
    elsewhere.post("back")
    assert 'value="several-1" checked' in elsewhere.text
    walk(elsewhere, slow_quiz, {**right(slow_quiz), "several": ["several-1"]})
    elsewhere.hand_in()
    attempt = QuizAttempt.objects.get()
    assert attempt.state == "handed-in"
    assert attempt.person.email == READER
    assert QuizResponse.objects.get(item_id="free_text").response == "Some words"


def test_two_windows_lose_nothing(quiz, take):
    one, two = take(quiz, READER), take(quiz, READER)
    one.post("save", {"choice": ["choice-1"], "true_false": "true"})
    two.post("save", {"rating": 2, "short_answer": "front door"})
    assert QuizAttempt.objects.count() == 1
    stored = dict(QuizResponse.objects.values_list("item_id", "response"))
    assert stored == {
        "choice": ["choice-1"],
        "true_false": "true",
        "rating": 2,
        "short_answer": "front door",
    }
    # The second window knows them now, and may take an answer back.
    two.post("save", {"choice": ["choice-1"], "true_false": "true", "rating": 2})
    assert "short_answer" not in dict(QuizResponse.objects.values_list("item_id", "response"))


def test_a_lost_session_comes_back_to_the_same_question(slow_quiz, take, browser_of):
    taker = take(slow_quiz, READER)
    taker.post("next", {"choice": ["choice-1"]})
    taker.client.cookies.clear()
    taker.post("next", {"several": ["several-2"]}, follow=False)
    assert taker.answer.status_code == 302
    assert taker.answer.url.startswith("/accounts/login/?next=/training/quizzes/history/")
    there = taker.answer.url.partition("next=")[2].replace("%3F", "?").replace("%3D", "=")
    again = Taker(browser_of(READER), slow_quiz.slug, there)
    assert "Question 3 of 11" in again.text
    again.post("back")
    assert 'value="several-2" checked' in again.text
    taker.hand_in(follow=False)  # without a session it is saved, and not handed in
    assert "login" in taker.answer.url
    assert QuizAttempt.objects.get().state == "open"


def test_a_very_old_page_without_a_session_keeps_the_words(quiz, take, monkeypatch):
    taker = take(quiz, READER)
    taker.client.cookies.clear()
    monkeypatch.setattr("training.quizzes.views.take.LONGEST_WITHOUT_SESSION", -1)
    taker.post("save", {"short_answer": "the front door"})
    assert taker.answer.status_code == 403
    assert "You are not signed in any more" in taker.text
    assert 'value="the front door"' in taker.text
    assert QuizAttempt.objects.count() == 0


def test_attempts_are_counted(demo, take):
    quiz = add_quiz(slug="two-times", items=[single()], attempts_allowed=2)
    for _ in range(2):
        taker = take(quiz, READER)
        old = taker.sitting
        taker.hand_in({"choice": ["choice-1"]})
    assert "Take it again" not in taker.text
    assert "No attempt is left" in take(quiz, READER).text
    taker = take(quiz, LEAD)
    taker.sitting = old  # somebody else's page
    taker.hand_in({"choice": ["choice-1"]})
    assert taker.answer.status_code == 404
    assert QuizAttempt.objects.count() == 2


# Edited, taken down, deleted meanwhile


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


# What is posted by hand


def test_unknown_names_are_passed_over_and_named_in_the_log(quiz, take, caplog):
    taker = take(quiz)
    caplog.set_level(logging.WARNING)
    taker.hand_in(
        {"choice": ["option-of-another-quiz"], "rating": 2},
        q_stranger="what somebody typed",
        score="100",
        **{"q_match_pair-1": "nothing-of-ours"},
    )
    assert "Your result" in taker.text
    stored = dict(QuizResponse.objects.exclude(response=None).values_list("item_id", "response"))
    assert stored == {"rating": 2}
    assert QuizAttempt.objects.get().score == 0
    [line] = [one.getMessage() for one in caplog.records if "quiz_fields" in one.getMessage()]
    assert line == "quiz_fields_passed_over q_choice,q_match_pair-1,q_stranger"
    assert "typed" not in caplog.text


@pytest.mark.parametrize("sitting", ["", "x", "a:b:c", "9" * 600_000, "\x00", "ünï"])
def test_a_sitting_that_is_not_ours_is_refused(quiz, take, sitting):
    taker = take(quiz)
    taker.sitting = sitting
    taker.hand_in(right(quiz))
    assert taker.answer.status_code == 400
    assert "Begin this quiz again" in taker.text
    assert QuizAttempt.objects.count() == 0


HOSTILE = [
    "\x00",
    "\ud800",
    "‮",
    "x" * 100_000,
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "9" * 50,
    "1e99",
]


@pytest.mark.parametrize("who", ["", READER])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_no_error(quiz, take, who, text):
    taker = take(quiz, who)
    everything = dict.fromkeys(
        ["choice", "several", "true_false", "short_answer", "numerical", "rating", "free_text"], text
    )
    sent = {**everything, "match": {"pair-1": text}, "ordering": {"step-1": text}, "matrix": {"row-1": text}}
    data = {"sitting": taker.sitting, "go": "hand-in", "unanswered": "1"}
    fields = {f"q_{key}": value for key, value in sent.items() if not isinstance(value, dict)}
    body = {**data, **fields, "q_match_pair-1": text, "q_ordering_step-1": text, "q_matrix_row-1": text}
    coded = {name: value.encode("utf-8", "surrogatepass") for name, value in body.items()}
    answer = taker.client.post(taker.address, coded, follow=True)
    assert answer.status_code in (200, 400)
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize(
    "go",
    [
        "",
        "0",
        "-1",
        "99",
        "１",
        "9" * 5000,
        "0001" + "9" * 5000,
        "check",
        "drop",
        "anew",
        "begin",
        "save",
        "leave",
    ],
)
@pytest.mark.parametrize("who", ["", READER])
def test_any_button_is_answered(slow_quiz, take, who, go):
    taker = take(slow_quiz, who)
    taker.post(go, {"choice": ["choice-1"]})
    assert taker.answer.status_code == 200


def test_somebody_elses_attempt_is_not_there(slow_quiz, take, browser_of):
    taker = take(slow_quiz, READER)
    taker.post("next", {"choice": ["choice-1"]})
    open_ = f"/training/quizzes/history/{QuizAttempt.objects.get().public_id}/"
    lead = browser_of(LEAD)
    assert lead.get(open_).status_code == 404
    assert browser_of().get(open_).status_code == 302
    other = take(slow_quiz, LEAD)
    other.sitting = taker.sitting
    other.post("next", {"several": ["several-1"]})
    assert other.answer.status_code == 404
    assert not QuizResponse.objects.filter(item_id="several").exists()


def test_a_quiz_for_others_leads_to_its_gate(demo, browser_of):
    add_quiz(slug="for-leads", access="dsl")
    for path in ("take/", "paper/"):
        answer = browser_of().get(f"/training/quizzes/for-leads/{path}")
        assert answer.status_code == 302
        assert answer.url.endswith("/training/quizzes/for-leads/")
    assert browser_of(LEAD).get("/training/quizzes/for-leads/take/").status_code == 200


@pytest.mark.parametrize("who", ["", READER])
@pytest.mark.parametrize("go", ["save", "hand-in"])
def test_saving_and_handing_in_cost_the_same_with_fifty_questions(demo, take, who, go):
    counts = []
    for size in (2, 50):
        items = [single(f"item-{number}") for number in range(size)]
        quiz = add_quiz(slug=f"of-{size}", items=items)
        taker = take(quiz, who)
        answers = {f"item-{number}": [f"item-{number}-1"] for number in range(size)}
        if who:
            taker.post("save", {"item-0": ["item-0-2"]})
        with CaptureQueriesContext(
            connection,
        ) as captured:
            taker.post(go, answers, follow=False, unanswered="1")
        assert taker.answer.status_code in (200, 302)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 25, counts


@pytest.mark.parametrize("slug", ["history", "result"])
def test_no_quiz_takes_an_address_of_ours(demo, slug):
    quiz = add_quiz(slug="fine", items=[single()])
    quiz.slug = slug
    with pytest.raises(ValidationError, match="taken"):
        quiz.full_clean()


def test_a_page_that_saves_by_itself_gets_its_new_sitting(quiz, take):
    taker = take(quiz, READER)
    data = {"sitting": taker.sitting, "q_rating": "2"}
    answer = taker.client.post(taker.address, data, headers={"X-Quiz": "keep"})
    assert answer["Content-Type"] == "text/plain"
    assert unseal(answer.content.decode()).shown == ["rating"]
    assert QuizResponse.objects.get().response == 2


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
