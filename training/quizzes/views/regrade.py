"""The screen that marks attempts at an old version again by the newest one."""

from django import forms
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin import messages

from portal.content.screens import Screen
from training.quizzes.enums import AttemptState
from training.quizzes.models import QuizPage, QuizVersion
from training.quizzes.regrading import regrade, would_change

REGRADES = "quizzes.add_regrade"


class RegradeForm(forms.Form):
    """Which attempts, and why."""

    version = forms.ModelChoiceField(
        QuizVersion.objects.none(), error_messages={"required": "Choose a version."}
    )
    why = forms.CharField(
        max_length=250, error_messages={"required": "Say why: whoever took the quiz reads it."}
    )


class RegradeView(Screen):
    """First what would become of the scores, then the deed. The first scores stay beside the new ones."""

    permission_required = REGRADES
    page_title = "Mark attempts again"
    header_icon = "resubmit"
    template_name = "training/quizzes/admin/regrade.html"

    def post(self, request, pk):
        """Say what would change; with `confirmed`, do it."""
        page = get_object_or_404(QuizPage, pk=pk)
        form = self._form(page, request.POST)
        newest = page.newest_version
        if newest is None or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        old, why = form.cleaned_data["version"], form.cleaned_data["why"]
        if request.POST.get("confirmed") != f"{old.pk}-{newest.pk}":
            outcome = would_change(old, newest)
            return self.render_to_response(self.get_context_data(form=form, outcome=outcome, old=old))
        outcome = regrade(old, newest, request.user, why)
        messages.success(
            request,
            f"{outcome.looked_at} attempts at version {old.number} were marked again by version "
            f"{newest.number}: {outcome.changed} have another score.",
        )
        return redirect("wagtailadmin_pages:edit", pk)

    def _form(self, page: QuizPage, data=None) -> RegradeForm:
        form = RegradeForm(data)
        form.fields["version"].queryset = _older(page)
        return form

    def get_context_data(self, **kwargs):
        """Return the versions with attempts, and what is asked."""
        page = get_object_or_404(QuizPage, pk=self.kwargs["pk"])
        context = {"form": self._form(page), **super().get_context_data(**kwargs)}
        return {**context, "page": page, "newest": page.newest_version, "versions": list(_older(page))}


def _older(page: QuizPage):
    """Return the versions but the newest that have attempts with answers, each with how many."""
    newest = page.newest_version
    handed_in = Q(attempts__state=AttemptState.HANDED_IN, attempts__has_answers=True)
    return (
        page.versions.exclude(pk=newest.pk if newest else None)
        .annotate(count=Count("attempts", filter=handed_in))
        .filter(count__gt=0)
        .order_by("-number")
    )
