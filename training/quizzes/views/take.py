"""Taking a quiz: the first page of it, each page that is posted, going on later, and handing in.

The forms carry a sitting that we signed: nobody can make one for somebody else. So they need no other token
and no cookie, and a page whose session has ended can still save what was typed in it.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from training.quizzes import taking
from training.quizzes.answers import Posted
from training.quizzes.clock import Clock, clock_of, minutes_for
from training.quizzes.enums import AttemptState
from training.quizzes.models import QuizAttempt, QuizPage, QuizVersion
from training.quizzes.sitting import LONGEST_WITHOUT_SESSION, Sitting, begin, unseal
from training.quizzes.steps import CHECK, Steps
from training.quizzes.views.form import Notice, cannot, form_page, newest_of, quiz_address, take_address
from training.quizzes.views.posted import asked, leaves_some, questions_left, read_page, stays
from training.quizzes.views.results import result_address
from training.quizzes.views.signed_out import signed_out

LONGEST_SEAL = 500_000  # characters
NOT_OURS = "The page that you sent is not whole, or not from here. Nothing was saved."
USED_UP = "You have handed this quiz in as often as it may be."
OVER = "You began again with a newer version, so this page takes no more answers."
ELSEWHERE = (
    "You have begun this quiz in another window, with another version of it. "
    "What this page held was not saved."
)
SIGNED_OUT = Notice(
    "You are not signed in any more",
    "What you wrote stands below. Sign in in another window, then press the button here once more.",
)


@csrf_exempt  # the signed sitting does what the token would, and needs no cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take(request, slug: str):
    """The first page of a quiz; posted, the next one, or the result."""
    # Should anything go wrong from here on, no report says what was typed.
    request.sensitive_post_parameters = "__ALL__"
    return _posted(request) if request.method == "POST" else _first_page(request, slug)


def _first_page(request, slug: str) -> HttpResponse:
    page = QuizPage.objects.filter(slug=slug).first()
    if page is None:
        raise Http404
    user = request.user
    if user.is_authenticated and (found := taking.open_attempt(user.pk, page)):
        return redirect("quizzes:attempt", public_id=found.public_id)
    if not page.live:
        raise Http404
    if not page.is_open_to(user):
        return redirect(page.get_url(request))
    version = page.newest_version
    if version is None:
        raise Http404
    if taking.attempts_left(user.pk, page.pk, version.read) == 0:
        return _used_up(request)
    sitting = begin(version, version.read, user)
    minutes = minutes_for(version.read, sitting.person)
    if minutes:
        return _before_the_clock(request, version, sitting, minutes)
    return form_page(request, version, sitting, 1, {})


def _before_the_clock(request, version: QuizVersion, sitting: Sitting, minutes: int) -> HttpResponse:
    context = {
        "content": version.read,
        "minutes": minutes,
        "extra": minutes != version.read["time_limit"],
        "quiz_url": quiz_address(version),
        "action": take_address(version),
        "sealed": sitting.sealed(),
    }
    return render(request, "training/quizzes/begin.html", context)


def _used_up(request) -> HttpResponse:
    return cannot(request, "No attempt is left", USED_UP, reverse("quizzes:history"), "See my results")


def _posted(request) -> HttpResponse:
    """Answer a form: whose it is decides what becomes of it."""
    try:
        sitting = unseal(request.POST.get("sitting", "")[:LONGEST_SEAL])
        version = QuizVersion.objects.select_related("quiz").get(pk=sitting.version)
    except (signing.BadSignature, QuizVersion.DoesNotExist):
        shelf = reverse("quizzes:history").removesuffix("history/")
        return cannot(request, "Begin this quiz again", NOT_OURS, shelf, "See the quizzes", status=400)
    posted = read_page(request, version, sitting)
    if sitting.person is None:
        return signed_out(request, version, sitting, posted)
    if request.user.is_authenticated and request.user.pk != sitting.person:
        raise Http404
    return _signed_in(request, version, sitting, posted)


def _signed_in(request, version: QuizVersion, sitting: Sitting, posted: Posted) -> HttpResponse:
    if not request.user.is_authenticated and (_is_old(request) or not _is_there(sitting)):
        page = sitting.page or 1
        sealed = request.POST["sitting"]  # as it came: sealed anew it would be a day younger
        return form_page(
            request, version, sitting, page, posted.responses, notices=[SIGNED_OUT], status=403, sealed=sealed
        )
    try:
        attempt = taking.attempt_for(sitting, version)
        clock = clock_of(version.read, sitting.person, taking.seconds(attempt.started))
        if clock and clock.takes_nothing:
            return _close(request, attempt, late="time")
        answers = taking.save(attempt, sitting, asked(version, sitting), posted.responses)
        if set(attempt.layout["items"]) != set(sitting.layout["items"]):  # drawn in two windows at once
            return redirect(attempt_address(attempt))
        return _go(request, version, sitting, posted, attempt, answers, clock)
    except taking.OverError as over:
        return _over(request, over.attempt, version, posted)
    except taking.UsedUpError:
        return _used_up(request)
    except taking.OtherVersionError as other:
        return cannot(
            request, "Go on in the other window", ELSEWHERE, attempt_address(other.attempt), "Go on"
        )


def _is_there(sitting: Sitting) -> bool:
    """Return whether the account of a sitting can be signed in to still."""
    return User.objects.filter(pk=sitting.person, is_active=True).exists()


def _is_old(request) -> bool:
    """Return whether the page is too old to be saved without a session."""
    try:
        unseal(request.POST["sitting"], max_age=LONGEST_WITHOUT_SESSION)
    except signing.SignatureExpired:
        return True
    return False


def _go(request, version, sitting, posted: Posted, attempt, answers, clock: Clock | None) -> HttpResponse:
    """Answer what was pressed, now that the answers are saved."""
    go, steps = request.POST.get("go", ""), Steps.of(version.read, attempt.layout)
    there = steps.after(go, sitting.page)
    if not request.user.is_authenticated:  # saved all the same: back to the same place after signing in
        place = steps.check if go == "hand-in" else there
        return redirect_to_login(attempt_address(attempt, steps, place))
    if clock and clock.is_over:
        return _close(request, attempt)
    if go == "anew" and newest_of(version) not in (None, version.pk):
        taking.give_up(attempt)
        return redirect(take_address(version))
    if request.headers.get("X-Quiz") == "keep":  # the page saves by itself, and asks for its new sitting
        return HttpResponse(sitting.at(sitting.page, answers).sealed(), content_type="text/plain")
    if go == "leave":
        messages.success(request, "Saved. You can go on later, on any device.")
        return redirect(quiz_address(version) or reverse("quizzes:history"))
    if stays(request, posted, steps, sitting):
        return form_page(
            request, version, sitting, sitting.page, answers, posted.problems, clock=clock, status=400
        )
    if go == "hand-in":
        if left := leaves_some(request, steps, answers):
            notices = [questions_left(left)]
            return form_page(
                request, version, sitting, 1, answers, notices=notices, clock=clock, confirms=True
            )
        return _close(request, attempt)
    if go == "save":
        messages.success(request, "Saved.")
    return redirect(attempt_address(attempt, steps, there))


def _close(request, attempt: QuizAttempt, late: str = "") -> HttpResponse:
    closed = taking.hand_in(attempt)
    address_ = result_address(closed, late)
    return redirect(address_) if request.user.is_authenticated else redirect_to_login(address_)


def _over(request, attempt: QuizAttempt, version: QuizVersion, posted: Posted) -> HttpResponse:
    """Answer a page of an attempt that is over: with its result, and a clear word on anything new in it."""
    if request.user.is_authenticated and attempt.person_id != request.user.pk:
        raise Http404
    if attempt.state == AttemptState.ABANDONED:
        return cannot(
            request, "This attempt is over", OVER, take_address(version), "Go on with the newer one"
        )
    kept = taking.responses_of(attempt)
    new = any(kept.get(key) != value for key, value in posted.responses.items())
    there = result_address(attempt, "again" if new else "")
    return redirect(there) if request.user.is_authenticated else redirect_to_login(there)


def attempt_address(attempt: QuizAttempt, steps: Steps | None = None, page: int | None = None) -> str:
    """Return where somebody goes on with an attempt of theirs, at a page of it."""
    there = reverse("quizzes:attempt", args=[attempt.public_id])
    if steps is None or page is None or not steps.one_per_page:
        return there
    return f"{there}?question={CHECK if page == steps.check else page}"


@never_cache
@require_safe
@login_required
def attempt(request, public_id):
    """Go on with an attempt of one's own, on any device, at the first question without an answer."""
    found = get_object_or_404(
        taking.attempts_of(request.user).select_related("version__quiz"), public_id=public_id
    )
    if found.state == AttemptState.HANDED_IN:
        return redirect(result_address(found))
    version = found.version
    if found.state == AttemptState.ABANDONED:
        return cannot(request, "This attempt is over", OVER, take_address(version), "Take the newer version")
    answers = taking.responses_of(found)
    steps = Steps.of(version.read, found.layout)
    page = steps.wanted(request.GET.get("question", ""), steps.first_open(answers))
    clock = clock_of(version.read, request.user.pk, taking.seconds(found.started))
    sitting = Sitting(version.pk, found.token, found.layout, request.user.pk, taking.seconds(found.started))
    if clock and clock.is_over:
        page = steps.check
    return form_page(request, version, sitting, page, answers, clock=clock)
