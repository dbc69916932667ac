"""What is kept of quizzes about people: attempts, answers and marks."""

import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.privacy import Holding, RecordsNamingPeople
from training.quizzes.content.schema import items_of
from training.quizzes.enums import AttemptState
from training.quizzes.models import QuizAttempt, QuizResponse, Regrade
from training.quizzes.wordless import without_words

OPEN_DAYS = 90
ANSWER_DAYS = 2 * 365
ANSWERS = "attempts (their answers)"
_records = RecordsNamingPeople("quizzes", "So that every quiz and question has someone who answers for it")


def describe() -> list[Holding]:
    """Return one entry for each model."""
    return [
        Holding(
            "quizzes.QuizAttempt",
            "Quizzes that you began or handed in while signed in: which, when, your answers and marks. "
            "Who answers without signing in leaves no name, address or time of day",
            "So that you can go on with a quiz, look at it again and see what you learned",
            "An open one until 90 days after the last change; your answers two years, then the outcome alone",
        ),
        Holding(
            "quizzes.Regrade",
            "That you marked attempts at a quiz again, and why",
            "So that a changed mark can be explained",
            "As long as the attempt",
        ),
        *(one for one in _records.describe() if one.model not in ("quizzes.QuizAttempt", "quizzes.Regrade")),
    ]


def export(user) -> dict:
    """Return the attempts of `user` with their answers, what they regraded, and what they look after."""
    attempts = QuizAttempt.objects.filter(person=user).select_related("version")
    held = {
        "quizzes": [_attempt(one) for one in attempts.prefetch_related("responses", "regrades")],
        "marked again by you": [
            {"when": one.when.isoformat(), "why": one.why} for one in Regrade.objects.filter(who=user)
        ],
        **_looked_after(user),
    }
    return {what: rows for what, rows in held.items() if rows}


def _looked_after(user) -> dict:
    theirs = ("attempt", "regrade")
    return {what: rows for what, rows in _records.export(user).items() if not what.startswith(theirs)}


def _attempt(attempt: QuizAttempt) -> dict:
    result = attempt.in_force
    return {
        "quiz": attempt.version.title,
        "version": attempt.version.number,
        "state": attempt.state,
        "started": attempt.started.isoformat() if attempt.started else None,
        "handed in": attempt.handed_in_on.isoformat() if attempt.handed_in_on else None,
        "score": str(result.score) if result.score is not None else None,
        "of": str(result.max_score) if result.max_score is not None else None,
        "answers": {one.item_id: one.response for one in attempt.responses.all()},
        "marked again": [f"{one.when.date().isoformat()}: {one.why}" for one in attempt.regrades.all()],
    }


def erase(user) -> None:
    """Cut the tie. Marks go on counting for the statistics, without person, time or what was typed."""
    attempts = QuizAttempt.objects.filter(person=user)
    attempts.exclude(state=AttemptState.HANDED_IN).delete()
    for attempt in attempts.select_related("version").prefetch_related("responses"):
        items = items_of(attempt.version.read)
        for row in attempt.responses.all():
            wordless = without_words(items.get(row.item_id), row.response)
            if wordless != row.response:
                QuizResponse.objects.filter(pk=row.pk).update(response=wordless)
    attempts.update(person=None, started=None, changed=None)
    _records.erase(user)


def over(before) -> dict[str, QuerySet]:
    """Return attempts that were left open, and those whose answers are two years old."""
    now = timezone.now()
    day = timezone.localdate() - datetime.timedelta(days=ANSWER_DAYS)
    left = QuizAttempt.objects.filter(
        ~Q(state=AttemptState.HANDED_IN), changed__lt=now - datetime.timedelta(days=OPEN_DAYS)
    )
    old = QuizAttempt.objects.filter(has_answers=True, handed_in_on__lt=day).exclude(person=None)
    return {"attempts left open": left, ANSWERS: old}


def forget_answers(attempts: QuerySet[QuizAttempt]) -> None:
    """Delete the answers of `attempts`: the outcome alone stays."""
    QuizResponse.objects.filter(attempt__in=attempts).delete()
    attempts.update(has_answers=False)


WAYS = {ANSWERS: forget_answers}
