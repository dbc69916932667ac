"""The questions on paper, without what is right."""

import random

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe

from training.quizzes.layout import lay_out
from training.quizzes.models import QuizPage
from training.quizzes.questions import questions_of
from training.quizzes.steps import Steps
from training.quizzes.views.form import quiz_address


@require_safe
def blank(request, slug: str):
    """All questions of the newest version, to print, in one order for everybody."""
    page = QuizPage.objects.live().filter(slug=slug).first()
    if page is None:
        raise Http404
    if not page.is_open_to(request.user):
        return redirect(page.get_url(request))
    version = page.newest_version
    if version is None:
        raise Http404
    # The version decides the order, so that a group with the paper before it speaks of the same question 3.
    # The secret of the site is in it, so that nobody works out from it which order is right.
    seed = salted_hmac("training.quizzes.paper", str(version.pk), algorithm="sha256").hexdigest()
    layout = lay_out(version.read, random.Random(seed))  # noqa: S311
    questions = questions_of(Steps.of(version.read, layout).items, layout, {})
    context = {"content": version.read, "questions": questions, "quiz_url": quiz_address(version)}
    response = render(request, "training/quizzes/blank.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
