"""A page of somebody who is signed out: everything is in the sitting, and one row is made at the end."""

from django.http import HttpResponse
from django.shortcuts import redirect

from portal.accounts.lockout import address
from portal.limits import allow_in_memory
from training.quizzes import taking
from training.quizzes.answers import Posted
from training.quizzes.clock import clock_of
from training.quizzes.models import QuizVersion
from training.quizzes.sitting import Sitting, merged, now
from training.quizzes.steps import Steps
from training.quizzes.views.form import Notice, form_page, take_address
from training.quizzes.views.posted import asked, leaves_some, questions_left, stays
from training.quizzes.views.results import result_address

MOST_A_MINUTE = 300  # handed in without signing in, from one address: a training day of a large school
TOO_MANY = Notice(
    "Not handed in yet",
    "A lot came from here in a short time. Wait a minute and press “Hand in” again: your answers are here.",
)


def signed_out(request, version: QuizVersion, sitting: Sitting, posted: Posted) -> HttpResponse:
    go, steps = request.POST.get("go", ""), Steps.of(version.read, sitting.layout)
    if go == "begin":
        sitting = Sitting(sitting.version, sitting.token, sitting.layout, began=now())
    clock = clock_of(version.read, None, sitting.began)
    if clock and clock.takes_nothing:
        return _hand_in(request, version, sitting, sitting.answers, late="time")
    written, taken_back = merged(sitting.answers, posted.responses, asked(version, sitting), sitting.shown)
    answers = {key: value for key, value in {**sitting.answers, **written}.items() if key not in taken_back}
    if go == "anew":
        return redirect(take_address(version))
    if clock and clock.is_over:
        return _hand_in(request, version, sitting, answers)
    if stays(request, posted, steps, sitting):
        return form_page(
            request, version, sitting, sitting.page, answers, posted.problems, clock=clock, status=400
        )
    if go != "hand-in":
        there = steps.after(go, sitting.page)
        return form_page(request, version, sitting, there, answers, clock=clock)
    if left := leaves_some(request, steps, answers):
        notices = [questions_left(left)]
        return form_page(request, version, sitting, 1, answers, notices=notices, clock=clock, confirms=True)
    if not allow_in_memory("quiz", address(request), MOST_A_MINUTE, 60):
        page = sitting.page or 1
        return form_page(
            request, version, sitting, page, answers, notices=[TOO_MANY], clock=clock, status=429
        )
    return _hand_in(request, version, sitting, answers)


def _hand_in(request, version, sitting: Sitting, answers, late: str = "") -> HttpResponse:
    attempt, again = taking.hand_in_anonymously(sitting, version, answers)
    if again and taking.responses_of(attempt) != taking.kept_without_person(version.read, answers):
        late = "again"
    return redirect(result_address(attempt, late))
