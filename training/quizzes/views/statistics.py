"""The admin's reports on quizzes: all that somebody may change, and the figures of one."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.content.screens import Screen, csv_answer
from training.quizzes.may_change import quizzes_of
from training.quizzes.models import QuizPage
from training.quizzes.statistics.counting import people_of
from training.quizzes.statistics.few import FEWEST, STEADY
from training.quizzes.statistics.report import CHOICE_COLUMNS, ITEM_COLUMNS, QUIZ_COLUMNS, Report

PAGE_SIZE = 50


def may_read_some(user) -> bool:
    """Return whether `user` may change any quiz, were there one."""
    return PagePermissionPolicy(QuizPage).user_has_permission(user, "change")


class QuizReport(Screen):
    """A screen for those who publish quizzes."""

    permission_required = "wagtailadmin.access_admin"
    header_icon = "help"

    def has_permission(self):
        return super().has_permission() and may_read_some(self.request.user)


class QuizzesView(QuizReport):
    """The quizzes with how many people took each."""

    page_title = "How people answer quizzes"
    template_name = "training/quizzes/admin/quizzes.html"

    def get_context_data(self, **kwargs):
        quizzes = quizzes_of(self.request.user).order_by("title", "pk")
        page = Paginator(quizzes, PAGE_SIZE).get_page(self.request.GET.get("p"))
        people = people_of([quiz.pk for quiz in page])
        return {
            **super().get_context_data(**kwargs),
            "page_obj": page,
            "rows": [(quiz, people.get(quiz.pk, 0)) for quiz in page],
            "fewest": FEWEST,
        }


class StatisticsView(QuizReport):
    """The figures of one quiz; with `?version=2` of that version alone, with `?download=...` as CSV."""

    page_title = "How people answer"
    template_name = "training/quizzes/admin/statistics.html"

    @cached_property
    def quiz(self) -> QuizPage:
        """Return the quiz of the address, or 404 where this person may not change it."""
        return get_object_or_404(quizzes_of(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def report(self) -> Report:
        """Return its report."""
        return Report(self.quiz, self.request.GET.get("version", ""))

    def get(self, request, **kwargs):
        wanted = request.GET.get("download")
        return super().get(request, **kwargs) if wanted is None else self._file(wanted)

    def _file(self, wanted: str):
        files = {
            "quiz": (QUIZ_COLUMNS, lambda: self.report.quiz_rows),
            "questions": (ITEM_COLUMNS, self.report.item_cells),
            "answers": (CHOICE_COLUMNS, self.report.choice_cells),
        }
        if wanted not in files:
            raise Http404
        head, rows = files[wanted]
        return csv_answer(f"{self.quiz.slug}-{wanted}", head, rows())

    def get_page_subtitle(self):
        return self.quiz.title

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "quiz": self.quiz,
            "report": self.report,
            "fewest": FEWEST,
            "steady": STEADY,
        }
