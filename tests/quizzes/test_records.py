"""What is noted of a quiz that somebody hands in: that it was taken, or passed; never a mark or an answer."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import UserFactory
from tests.factories.quizzes import add_attempt, add_quiz, publish_again, single
from tests.quizzes.conftest import LEAD, READER
from tests.training.conftest import person
from training.quizzes.regrading import regrade
from training.quizzes.taking import join
from training.records import learning
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


@pytest.mark.parametrize("method", ["highest", "average", "first", "last"])
def test_each_attempt_is_judged_by_itself(demo, method):
    quiz = add_quiz(items=[single("a")], grade_method=method, **ASSESSMENT)
    for day, answer in ((1, "a-1"), (2, "a-2"), (3, "a-1")):
        attempt = add_attempt(quiz.newest_version, {"a": [answer]}, person=person(READER))
        attempt.handed_in_on = datetime.date(2026, 9, day)
        attempt.save()
        learning.note_quiz(attempt, again=False)
    assert [outcome for outcome, _ in noted()] == [Outcome.PASSED, Outcome.NOT_YET, Outcome.PASSED]


def test_a_blank_quiz_of_this_year_is_not_passed_by_last_years(demo, take):
    quiz = add_quiz(slug="refresher", items=[single("a")], **ASSESSMENT)
    add_attempt(quiz.newest_version, {"a": ["a-1"]}, person=person(READER))
    take(quiz, READER).hand_in({}, follow=False)
    assert noted() == [(Outcome.NOT_YET, How.TAKEN)]


def test_a_quiz_that_is_unpublished_meanwhile_is_judged_as_it_was(demo):
    quiz = add_quiz(items=[single("a")], **ASSESSMENT)
    right, wrong, joined = (
        add_attempt(quiz.newest_version, {"a": [answer]}, person=who)
        for answer, who in (("a-1", person(READER)), ("a-2", person(READER)), ("a-1", None))
    )
    quiz.unpublish()
    for attempt in (right, wrong):
        attempt.refresh_from_db()
        learning.note_quiz(attempt, again=False)
    assert join(joined, person(READER))
    assert [outcome for outcome, _ in noted()] == [Outcome.PASSED, Outcome.NOT_YET, Outcome.NOT_YET]


def test_a_pass_of_another_year_hides_no_attempt_that_is_lifted(demo):
    quiz = add_quiz(items=[single("a")], **ASSESSMENT)
    passed = {"sort": Sort.QUIZ, "number": quiz.pk, "outcome": Outcome.PASSED, "how": How.PASSED}
    LearningRecord.objects.create(person=person(READER), title="Quiz", done_on="2025-09-01", **passed)
    add_attempt(quiz.newest_version, {"a": ["a-2"]}, person=person(READER))
    marked_by_another_key(quiz, "a-2")
    days = LearningRecord.objects.filter(**passed).order_by("pk").values_list("done_on", flat=True)
    assert list(days) == [datetime.date(2025, 9, 1), datetime.date(2026, 9, 1)]


def test_marking_again_asks_no_more_of_many_than_it_writes(demo):
    """Each attempt that is lifted costs its new mark, its record, and a look whether that is there."""
    counts = []
    for count in (2, 12):
        quiz = add_quiz(items=[single("a")], **ASSESSMENT)
        for _ in range(count):
            add_attempt(quiz.newest_version, {"a": ["a-2"]}, person=UserFactory())
        with CaptureQueriesContext(connection) as asked:
            marked_by_another_key(quiz, "a-2")
        counts.append(len(asked))
    assert counts[1] - counts[0] == 10 * 3
