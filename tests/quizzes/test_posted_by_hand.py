"""What no page of ours posts: unknown names, hostile text, the attempts of others."""

import logging

import pytest
from django.core.exceptions import ValidationError

from tests.factories.quizzes import add_quiz, single
from tests.quizzes.answering import right
from tests.quizzes.conftest import LEAD, READER
from training.quizzes.models import QuizAttempt, QuizResponse


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


@pytest.mark.parametrize("slug", ["history", "result"])
def test_no_quiz_takes_an_address_of_ours(demo, slug):
    quiz = add_quiz(slug="fine", items=[single()])
    quiz.slug = slug
    with pytest.raises(ValidationError, match="taken"):
        quiz.full_clean()
