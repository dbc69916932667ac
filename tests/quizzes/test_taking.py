"""Taking a quiz: signed out without a trace, signed in on any device, and one attempt whatever happens."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.quizzes import add_quiz, single
from tests.quizzes.answering import right, walk
from tests.quizzes.conftest import LEAD, READER
from tests.quizzes.taker import Taker
from training.quizzes.models import QuizAttempt, QuizResponse
from training.quizzes.sitting import unseal


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


def test_a_page_that_saves_by_itself_gets_its_new_sitting(quiz, take):
    taker = take(quiz, READER)
    data = {"sitting": taker.sitting, "q_rating": "2"}
    answer = taker.client.post(taker.address, data, headers={"X-Quiz": "keep"})
    assert answer["Content-Type"] == "text/plain"
    assert unseal(answer.content.decode()).shown == ["rating"]
    assert QuizResponse.objects.get().response == 2
