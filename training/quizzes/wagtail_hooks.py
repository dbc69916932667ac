"""What the quizzes add to Wagtail's admin: their menu, a button of quizzes, and their part of histories."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from training.quizzes import statistics_hooks, transfer_hooks  # noqa: F401 (they register themselves)
from training.quizzes.models import QuizPage
from training.quizzes.regrading import LOG_ACTION
from training.quizzes.views.regrade import REGRADES
from training.quizzes.viewsets import QuizGroup

register_snippet(QuizGroup)


@hooks.register("register_page_header_buttons")
def regrade_button(page, user, view_name, next_url=None):
    """Offer to mark attempts again, to whoever may."""
    if isinstance(page.specific_deferred, QuizPage) and user.has_perm(REGRADES):
        address = reverse("quizzes_admin:regrade", args=[page.pk])
        yield Button("Mark attempts again", address, icon_name="resubmit", priority=70)


@hooks.register("register_log_actions")
def name_regrades_in_histories(actions):
    """Let the history of a quiz say who had attempts marked again, and why."""

    @actions.register_action(LOG_ACTION)
    class Regraded(LogFormatter):
        label = "Attempts marked again"

        def format_message(self, log_entry):
            data = log_entry.data
            return (
                f"Attempts at version {data.get('from')} marked again by version {data.get('to')}: "
                f"{data.get('changed')} of {data.get('attempts')} have another score. {data.get('why', '')}"
            )
