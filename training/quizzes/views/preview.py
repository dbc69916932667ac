"""The preview of the editor: the questions of an unsaved form, answered like the real thing, never counted.

The content waits in the cache for whoever looks at the preview, under a random name. So what is right stands
in no page before the answers are handed in, here either; and no attempt is ever made of it.
"""

import secrets
from random import SystemRandom

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.cache import cache
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from training.quizzes.answers import read
from training.quizzes.content.compiling import compile_bank_item, compile_quiz
from training.quizzes.content.schema import Content, items_of
from training.quizzes.grading import grade
from training.quizzes.layout import Layout, lay_out
from training.quizzes.models.attempts import Result
from training.quizzes.outcome import outcome_of
from training.quizzes.questions import questions_of
from training.quizzes.review import reviewed
from training.quizzes.views.form import Notice, cannot

KEPT = 12 * 60 * 60  # seconds: a working day in the editor
NEVER_COUNTS = Notice(
    "This is a preview", "Answer as anybody would. Nothing is saved and nothing counts.", "info"
)


def quiz_questions(request, page):
    """Return the questions of a quiz as it stands in the editor."""
    return _asked(request, compile_quiz(page))


def bank_question(request, question):
    """Return a question of the bank as it stands in the editor."""
    from training.quizzes.models import QuizPage

    around = compile_quiz(QuizPage(title=question.title))
    items = [compile_bank_item(question)] if question.item else []
    return _asked(request, {**around, "items": items})


def _asked(request, content: Content):
    layout = lay_out(content, SystemRandom())
    key = secrets.token_urlsafe(16)
    cache.set(_name(request.user, key), (content, layout), KEPT)
    return _form(request, key, content, layout, {}, {})


def _name(user, key: str) -> str:
    return f"quizzes.preview.{user.pk}.{key}"


def _form(request, key: str, content: Content, layout: Layout, answers: dict, problems: dict):
    by_id = items_of(content)
    questions = questions_of([by_id[one] for one in layout["items"]], layout, answers, problems)
    context = {
        "content": content,
        "questions": questions,
        "of": sum(one.number is not None for one in questions),
        "problems": [(one.problem, one.first_control) for one in questions if one.problem],
        "notices": [NEVER_COUNTS],
        "action": reverse("quizzes_admin:try", args=[key]),
    }
    return render(request, "training/quizzes/preview/take.html", context)


class TryView(PermissionRequiredMixin, View):
    """What a preview was answered with: its result, and nothing more."""

    http_method_names = ["post"]
    permission_required = "wagtailadmin.access_admin"
    raise_exception = True

    def post(self, request, key):
        """Mark the answers and show the result."""
        held = cache.get(_name(request.user, key))
        if held is None:
            return cannot(request, "This preview is over", "Open it again in the editor.")
        content, layout = held
        items = items_of(content)
        posted = read([items[one] for one in layout["items"]], request.POST)
        if posted.problems:
            return _form(request, key, content, layout, posted.responses, posted.problems)
        marks = grade(content, layout, posted.responses)
        context = {
            "content": content,
            "items": reviewed(content, layout, posted.responses, marks.items),
            "outcome": outcome_of(content, Result(marks.score, marks.max_score, marks.percent)),
            "notices": [NEVER_COUNTS],
        }
        return render(request, "training/quizzes/preview/result.html", context)
