"""What quizzes add to Wagtail's admin: the reports on how people answer, and the way to them."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from training.quizzes.models import QuizPage
from training.quizzes.views.statistics import QuizzesView, StatisticsView, may_read_some


@hooks.register("register_admin_urls")
def statistics_urls():
    """Add the addresses of the reports."""
    return [
        path("reports/quizzes/", QuizzesView.as_view(), name="quizzes_report"),
        path("reports/quizzes/<int:pk>/", StatisticsView.as_view(), name="quizzes_statistics"),
    ]


class QuizReportItem(MenuItem):
    """The reports, for those who may change quizzes."""

    def is_shown(self, request):
        return may_read_some(request.user)


@hooks.register("register_reports_menu_item")
def statistics_item():
    """Offer the reports."""
    address = reverse("quizzes_report")
    return QuizReportItem("How people answer quizzes", address, name="quizzes", icon_name="help", order=885)


@hooks.register("register_page_header_buttons")
def statistics_button(page, user, view_name, next_url=None):
    """Offer the figures of a quiz where it is edited."""
    if isinstance(page.specific_deferred, QuizPage) and page.permissions_for_user(user).can_edit():
        address = reverse("quizzes_statistics", args=[page.pk])
        yield Button("How people answer", address, icon_name="help", priority=70)
