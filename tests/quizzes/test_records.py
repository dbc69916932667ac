"""What is noted of a quiz that somebody hands in: that it was taken, or passed; never a mark or an answer."""

import json

import pytest

from tests.factories.quizzes import add_attempt, add_quiz, publish_again, single
from tests.quizzes.conftest import LEAD, READER
from tests.training.conftest import person
from training.quizzes.regrading import regrade
from training.quizzes.taking import join
from training.records.models import How, LearningRecord, Outcome, Sort

ASSESSMENT = {"purpose": "assessment", "pass_mark": 80}


def noted() -> list[tuple[str, str]]:
    return list(LearningRecord.objects.order_by("pk").values_list("outcome", "how"))


@pytest.mark.parametrize(
    ("kind", "answer", "said"),
    [
        ({}, "a-2", (Outcome.DONE, How.TAKEN)),
        (ASSESSMENT, "a-2", (Outcome.NOT_YET, How.TAKEN)),
        (ASSESSMENT, "a-1", (Outcome.PASSED, How.PASSED)),
    ],
)
def test_handing_in_is_noted_once(demo, take, kind, answer, said):
    quiz = add_quiz(slug="noted", title="Who does what?", items=[single("a")], **kind)
    taker = take(quiz, READER)
    taker.hand_in({"a": [answer]}, follow=False)
    taker.hand_in({"a": [answer]}, follow=False)  # a double click
    assert noted() == [said]
    record = LearningRecord.objects.get()
    assert (record.person, record.school) == (person(READER), person(READER).school)
    assert (record.sort, record.number, record.title) == (Sort.QUIZ, quiz.pk, "Who does what?")
    assert (record.version, record.hours, record.note) == ("1", 0, "")


def test_of_nobody_nothing_is_noted(quiz, take):
    take(quiz).hand_in()
    assert noted() == []


def test_a_result_that_is_added_is_noted_as_what_it_proves(demo):
    reader = person(READER)
    own, watched = add_quiz(items=[single("a")]), add_quiz(items=[single("a")], **ASSESSMENT)
    assert join(add_attempt(own.newest_version), reader)
    assert noted() == [(Outcome.DONE, How.TAKEN)]
    assert join(add_attempt(watched.newest_version), reader)  # all right, and yet no proof
    assert noted()[1:] == [(Outcome.NOT_YET, How.TAKEN)]


def marked_by_another_key(quiz, right: str):
    """Publish `quiz` with another right answer, and mark again."""
    old, raw = quiz.newest_version, quiz.items.get_prep_value()
    for number, option in enumerate(raw[0]["value"]["options"], start=1):
        option["value"]["percent"] = "100" if f"a-{number}" == right else "0"
    quiz.items = json.dumps(raw)
    quiz = publish_again(quiz)
    regrade(old, quiz.newest_version, person(LEAD), "The key named the wrong team.")
    return quiz


def test_marked_again_somebody_passes_and_nobody_loses(demo):
    quiz = add_quiz(items=[single("a")], **ASSESSMENT)
    for one, answer in ((READER, "a-2"), (LEAD, "a-1")):
        add_attempt(quiz.newest_version, {"a": [answer]}, person=person(one))
    passed = {"sort": Sort.QUIZ, "number": quiz.pk, "outcome": Outcome.PASSED, "how": How.PASSED}
    LearningRecord.objects.create(person=person(LEAD), title="Quiz", done_on="2026-09-01", **passed)
    marked_by_another_key(quiz, "a-2")
    assert noted() == [(Outcome.PASSED, How.PASSED)] * 2  # the lead's stands, and is not doubled
    assert LearningRecord.objects.filter(person=person(READER)).count() == 1
