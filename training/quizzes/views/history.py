"""One's own quizzes: what was begun and what was handed in."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from training.quizzes import taking
from training.quizzes.enums import AttemptState
from training.quizzes.models import QuizAttempt
from training.quizzes.outcome import counts_words, percents, score_words
from training.quizzes.views.form import quiz_address
from training.quizzes.views.results import result_address
from training.quizzes.views.take import attempt_address


@never_cache
@require_safe
@login_required
def history(request):
    """All attempts of one's own, by quiz; those that were given up are left out."""
    answered = Count("responses", filter=Q(responses__response__isnull=False))
    rows = (
        taking.attempts_of(request.user)
        .exclude(state=AttemptState.ABANDONED)
        .select_related("version__quiz")
        .prefetch_related("regrades")
        .annotate(answered=answered)
        .order_by("quiz", "handed_in_on", "pk")
    )
    groups: dict[int | str, list[QuizAttempt]] = {}
    for row in rows:  # a quiz that is gone is known by its title
        groups.setdefault(row.quiz_id or row.version.title, []).append(row)
    quizzes = sorted((_quiz(attempts) for attempts in groups.values()), key=lambda quiz: quiz["title"])
    context = {"quizzes": quizzes}
    response = render(request, "training/quizzes/history.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _quiz(attempts: list[QuizAttempt]) -> dict:
    """Return a quiz for the list: its newest version names it, and its newest attempt comes first."""
    newest = max((one.version for one in attempts), key=lambda version: version.number)
    done = [one for one in attempts if one.state == AttemptState.HANDED_IN]
    return {
        "title": newest.title,
        "url": quiz_address(newest),
        "counted": counts_words(newest.read, percents(taking.counting(newest.read, done))),
        "rows": [_row(one) for one in reversed(attempts)],
    }


def _row(attempt: QuizAttempt) -> dict:
    row = {"open": attempt.state == AttemptState.OPEN, "version": attempt.version.number}
    if row["open"]:
        return {
            **row,
            "url": attempt_address(attempt),
            "began": attempt.started,
            "answered": attempt.answered,
        }
    score = score_words(attempt.version.read, attempt.in_force)
    return {**row, "url": result_address(attempt), "day": attempt.handed_in_on, "score": score}
