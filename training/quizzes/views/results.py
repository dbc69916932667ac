"""The result of an attempt, its slip to print, and adding a result without a name to one's own quizzes.

A result without a person opens for whoever has its signed address; one of a person for that person alone.
"""

from decimal import Decimal
from functools import wraps
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.exported_text import one_line
from training.quizzes import taking
from training.quizzes.enums import AttemptState
from training.quizzes.models import QuizAttempt
from training.quizzes.outcome import counts_words, outcome_of, percents
from training.quizzes.review import figure, reviewed
from training.quizzes.views.form import Notice, cannot, quiz_address, take_address

SALT = "training.quizzes.result"
LONGEST_NAME = 120
LATE = {
    "again": Notice(
        "You had handed this in already",
        "What you sent after that was not counted. Take the quiz again to give other answers.",
    ),
    "time": Notice(
        "Your time was over",
        "What came after the end was not counted. What you had answered before was handed in.",
    ),
}
GONE = Notice("The answers are not kept any more", "After two years only the outcome stays.", kind="info")
FULL = "You have handed this quiz in as often as it may be, so this result cannot be added to your quizzes."


class StoredMark(NamedTuple):
    """What one item earned, as it is stored."""

    fraction: Decimal | None
    mark: Decimal | None
    max_mark: Decimal


def result_address(attempt: QuizAttempt, late: str = "") -> str:
    """Return the address of a result; `late` names what to say of answers that came too late."""
    there = reverse("quizzes:result", args=[signed_of(attempt)])
    return f"{there}{f'?late={late}' if late else ''}#result"


def signed_of(attempt: QuizAttempt) -> str:
    """Return what names an attempt in an address, and cannot be guessed."""
    return signing.Signer(sep=".", salt=SALT).sign(str(attempt.public_id))


def with_attempt(view):
    """Call `view` with the attempt of a signed address; 404 where it is not ours or is somebody else's."""

    @wraps(view)
    def wrapped(request, signed, **kwargs):
        request.sensitive_post_parameters = "__ALL__"
        try:
            public_id = signing.Signer(sep=".", salt=SALT).unsign(signed)
            found = QuizAttempt.objects.select_related("version__quiz").get(
                public_id=public_id, state=AttemptState.HANDED_IN
            )
        except (signing.BadSignature, QuizAttempt.DoesNotExist):
            raise Http404 from None
        if found.person_id and not request.user.is_authenticated:
            return redirect_to_login(request.path)
        if found.person_id and found.person_id != request.user.pk:
            raise Http404
        response = view(request, found, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


@never_cache
@require_safe
@with_attempt
def result(request, attempt: QuizAttempt):
    """The words for the whole, then each question: how it went, why, and what to read."""
    version, content = attempt.version, attempt.version.read
    rows = list(attempt.responses.all())
    marks = {row.item_id: StoredMark(row.fraction, row.mark, row.max_mark) for row in rows}
    answers = {row.item_id: row.response for row in rows if row.response is not None}
    notices = [LATE[request.GET["late"]]] if request.GET.get("late") in LATE else []
    left = taking.attempts_left(attempt.person_id, attempt.quiz_id, content)
    address = quiz_address(version)
    context = {
        "content": content,
        "items": reviewed(content, attempt.layout, answers, marks) if attempt.has_answers else [],
        "outcome": outcome_of(content, attempt.in_force, _counts(attempt, content)),
        "notices": [*notices, *_marked_again(attempt), *([] if attempt.has_answers else [GONE])],
        "quiz_url": address,
        "module_url": _module_address(request, version),
        "again_url": take_address(version) if address and left != 0 else "",
        "slip_url": reverse("quizzes:slip", args=[signed_of(attempt)]),
        "signed": signed_of(attempt),
        "joins": attempt.person_id is None and request.user.is_authenticated,
        "version_line": version_line(version),
    }
    return render(request, "training/quizzes/result.html", context)


def _marked_again(attempt: QuizAttempt) -> list[Notice]:
    """Return the word on an attempt that was marked again: its questions stand as they were marked first."""
    regrade = attempt.regrades.last()
    if regrade is None:
        return []
    first = f"{figure(attempt.score)} of {figure(attempt.max_score)}"
    text = f"{regrade.why} At first it was {first}. The questions below stand as they were marked then."
    return [Notice(f"Marked again on {timezone.localdate(regrade.when):%-d %B %Y}", text, kind="info")]


def version_line(version) -> str:
    """Return which version it was: an old result says what it rests on."""
    return f"Version {version.number} of {version.published_at:%-d %B %Y}"


def _counts(attempt: QuizAttempt, content) -> str:
    if attempt.person_id is None or attempt.quiz_id is None:
        return ""
    attempts = taking.handed_in(attempt.person_id, attempt.quiz_id)
    return counts_words(content, percents(taking.counting(content, attempts)))


def _module_address(request, version) -> str:
    quiz = version.quiz
    module = quiz.modules.live().first() if quiz else None
    return module.get_url(request) if module else ""


@csrf_exempt  # nothing is changed and nothing kept: it needs no token, and so no cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_attempt
def slip(request, attempt: QuizAttempt):
    """A slip to print. The name is in the body of one post and in its answer, and nowhere else."""
    context = {
        "content": attempt.version.read,
        "attempt": attempt,
        "outcome": outcome_of(attempt.version.read, attempt.in_force),
        "version_line": version_line(attempt.version),
        "result_url": reverse("quizzes:result", args=[signed_of(attempt)]),
        "printing": request.method == "POST",
        "name": one_line(request.POST.get("name", ""))[:LONGEST_NAME],
    }
    return render(request, "training/quizzes/slip.html", context)


@never_cache
@require_POST
@with_attempt
def join(request, attempt: QuizAttempt):
    """Add a result without a person to one's own quizzes."""
    if not request.user.is_authenticated:  # signing in leads back to the result, not to a form that is gone
        return redirect_to_login(result_address(attempt))
    if attempt.person_id is None and not taking.join(attempt, request.user):
        return cannot(request, "It cannot be added", FULL, result_address(attempt), "Back to the result")
    messages.success(request, "Added. Only you can open it now.")
    return redirect(result_address(attempt))
