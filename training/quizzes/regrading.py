"""Marking attempts again: by their own version, which gives the same; by a later one, as somebody's act.

An attempt keeps the marks of its own version for ever. What a later version gives stands in a `Regrade`, with
who did it and why; `QuizAttempt.in_force` is the last of them.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log

from training.quizzes.enums import AttemptState
from training.quizzes.grading import ItemMark, Key, Marks
from training.quizzes.models import QuizAttempt, QuizVersion, Regrade
from training.quizzes.signals import attempt_marked

BATCH = 500
LOG_ACTION = "quizzes.regrade"


class Outcome(NamedTuple):
    """How many attempts were looked at, and how many got another score."""

    looked_at: int
    changed: int


def marked(version: QuizVersion | None = None) -> QuerySet[QuizAttempt]:
    """Return the attempts with marks and answers, of all versions or of one, with the answers of each."""
    where = {"version": version} if version else {}
    attempts = QuizAttempt.objects.filter(state=AttemptState.HANDED_IN, has_answers=True, **where)
    return attempts.select_related("version").prefetch_related("responses", "regrades")


def responses_of(attempt: QuizAttempt) -> dict:
    """Return what was answered, by item."""
    return {one.item_id: one.response for one in attempt.responses.all() if one.response is not None}


def marks_by(key: Key, attempt: QuizAttempt) -> Marks:
    """Return what `attempt` earns by a key."""
    return key.marks(attempt.layout, responses_of(attempt))


@transaction.atomic
def regrade(old: QuizVersion, new: QuizVersion, who, why: str) -> Outcome:
    """Mark the attempts at `old` again by `new`. An attempt whose score stays as it is gets no row."""
    if old.quiz_id is None or old.quiz_id != new.quiz_id:
        raise ValueError("These versions are not of one quiz.")
    looked_at, changed = 0, []
    for attempt, marks in _by(old, new):
        looked_at += 1
        if _differs(attempt, marks):
            changed.append(attempt.pk)
            add_regrade(attempt, new, marks, who, why)
    _tell_of(changed)
    data = {"from": old.number, "to": new.number, "why": why, "attempts": looked_at, "changed": len(changed)}
    log(instance=new.quiz, action=LOG_ACTION, user=who, data=data)
    return Outcome(looked_at, len(changed))


def _tell_of(changed: list[int]) -> None:
    """Tell that these attempts were marked again; asked for anew, so that `in_force` is what it is now."""
    for start in range(0, len(changed), BATCH):
        attempts = QuizAttempt.objects.filter(pk__in=changed[start : start + BATCH])
        for attempt in attempts.select_related("version", "person").prefetch_related("regrades"):
            attempt_marked.send(QuizAttempt, attempt=attempt, again=True)


def would_change(old: QuizVersion, new: QuizVersion) -> Outcome:
    """Return what `regrade` would do. Nothing is stored."""
    differing = [_differs(attempt, marks) for attempt, marks in _by(old, new)]
    return Outcome(len(differing), sum(differing))


def add_regrade(attempt: QuizAttempt, version: QuizVersion, marks: Marks, who, why: str) -> Regrade:
    """Store what `attempt` earns by another version."""
    return Regrade.objects.create(
        attempt=attempt,
        version=version,
        who=who,
        why=why,
        old_score=attempt.in_force.score or Decimal(0),
        new_score=marks.score,
        max_score=marks.max_score,
        percent=marks.percent,
        marks={key: written(mark) for key, mark in marks.items.items()},
    )


def written(mark: ItemMark) -> list[str | None]:
    """Return a mark as JSON carries it."""
    return [None if part is None else f"{part:f}" for part in mark]


def _by(old: QuizVersion, new: QuizVersion) -> Iterator[tuple[QuizAttempt, Marks]]:
    key = Key(new.read)
    for attempt in marked(old).iterator(BATCH):
        yield attempt, marks_by(key, attempt)


def _differs(attempt: QuizAttempt, marks: Marks) -> bool:
    return attempt.in_force != (marks.score, marks.max_score, marks.percent)
