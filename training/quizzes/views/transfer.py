"""Screens of the admin: questions of a file in, after a look at what is in it; a quiz out as a file."""

import secrets

from django import forms
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import slugify
from wagtail.admin import messages

from portal.content.screens import Screen
from training.quizzes import importing
from training.quizzes.bank import free_slug
from training.quizzes.exporting import FORMATS, export
from training.quizzes.formats.reading import MOST, read
from training.quizzes.may_change import quizzes_of, shelf_for
from training.quizzes.models import QuizPage

MAY_IMPORT = "quizzes.add_bankitem"
NEW, BANK = "new", "bank"
KEPT_SECONDS = 60 * 60  # between the look at a file and the import of it
TYPES = {
    "choice-single": "Choice of one",
    "choice-multiple": "Choice of several",
    "true-false": "True or false",
    "short-answer": "Short answer",
    "numerical": "Number",
    "match": "Match",
    "ordering": "Put in order",
    "essay": "Free text",
    "description": "Information",
    "category": "Category (not kept)",
}
FORMAT_NAMES = {"gift": "GIFT", "moodle-xml": "Moodle XML"}


class ImportForm(forms.Form):
    """A file, and where its questions go."""

    file = forms.FileField(
        label="File",
        help_text="GIFT (.gift or .txt, in UTF-8, at most 2 MB) or Moodle XML (.xml, at most 5 MB).",
    )
    where = forms.ChoiceField(
        label="Where the questions go",
        help_text="A quiz that is there already is changed by ids; what is not in the file stays.",
    )
    title = forms.CharField(label="Title of the new quiz", max_length=200, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.quizzes = {str(page.pk): page for page in quizzes_of(user).order_by("title")}
        self.shelf = shelf_for(user)
        new = [(NEW, "A new quiz")] if self.shelf else []
        bank = [(BANK, "The question bank")]
        self.fields["where"].choices = [
            *new,
            *bank,
            *((key, str(page)) for key, page in self.quizzes.items()),
        ]

    def clean(self):
        super().clean()
        given = self.cleaned_data
        if given.get("where") == NEW and not slugify(given.get("title", "")):
            self.add_error("title", "Give the new quiz a title, with letters in it.")
        return given

    def target(self) -> dict[str, str]:
        """Return where the questions go, as it is kept until the import: bank, or slug and title."""
        where = self.cleaned_data["where"]
        if where == BANK:
            return {"bank": "yes", "slug": "", "title": "The question bank"}
        if where == NEW:
            title = self.cleaned_data["title"]
            return {"bank": "", "slug": free_slug(self.shelf, title), "title": title}
        page = self.quizzes[where]
        return {"bank": "", "slug": page.slug, "title": page.title}


class ImportView(Screen):
    """Choose a file, see what is in it, import it."""

    permission_required = MAY_IMPORT
    page_title = "Import questions"
    header_icon = "upload"
    template_name = "training/quizzes/admin/import.html"

    def get(self, request, **kwargs):
        """Show the form; ?quiz= chooses a quiz beforehand."""
        form = ImportForm(user=request.user, initial={"where": request.GET.get("quiz", "")[:20]})
        return self._show(form=form)

    def post(self, request):
        """Look at a file, or import the one that was looked at."""
        if "token" in request.POST:
            return self._import(request.POST["token"])
        form = ImportForm(request.POST, request.FILES, user=request.user)
        if not form.is_valid():
            return self._show(form=form)
        file, target = form.cleaned_data["file"], form.target()
        content = file.read(MOST + 1)
        report = read(file.name, content)
        if report.refused:
            return self._show(form=form, report=report, name=file.name)
        outcome = importing.look(report, target["slug"], bool(target["bank"]), request.user)
        token = secrets.token_urlsafe(16)
        cache.set(self._key(token), (file.name, content, target), KEPT_SECONDS)
        kinds = [(TYPES[kind], count) for kind, count in sorted(outcome.report.counts.items())]
        return self._show(
            outcome=outcome, report=outcome.report, kinds=kinds, name=file.name, target=target, token=token
        )

    def _show(self, **context):
        return self.render_to_response(self.get_context_data(**context))

    def _key(self, token: str) -> str:
        return f"quiz-import:{self.request.user.pk}:{token[:40]}"

    def _import(self, token: str):
        found = cache.get(self._key(token))
        if found is None:
            messages.error(
                self.request, "It took too long, or it was imported already. Choose the file again."
            )
            return redirect("quizzes_import")
        name, content, target = found
        user, report = self.request.user, read(name, content)
        self._refuse_strangers(user, target)
        try:
            if target["bank"]:
                outcome = importing.into_bank(report, user)
            else:
                outcome = importing.into_quiz(report, target["slug"], target["title"], user)
        except importing.ImportingError as error:
            messages.error(self.request, f"Nothing was imported. {error}")
            return redirect("quizzes_import")
        cache.delete(self._key(token))
        counts = f"{outcome.new} new, {outcome.changed} changed, {outcome.same} the same"
        messages.success(self.request, f"Imported as a draft: {counts}. Nothing is published yet.")
        if outcome.page is None:
            return redirect("quizzes_import")
        return redirect("wagtailadmin_pages:edit", outcome.page.pk)

    def _refuse_strangers(self, user, target: dict[str, str]) -> None:
        """Refuse whoever may no longer change the quiz, or add one."""
        if target["bank"]:
            return
        page = QuizPage.objects.filter(slug=target["slug"]).first()
        if page is None:
            allowed = shelf_for(user) is not None
        else:
            may = page.permissions_for_user(user)
            allowed = may.can_edit() and not may.page_locked()
        if not allowed:
            raise PermissionDenied


class ExportView(Screen):
    """A quiz as a file: the two formats, and what each of them cannot say."""

    permission_required = MAY_IMPORT
    page_title = "Export questions"
    header_icon = "download"
    template_name = "training/quizzes/admin/export.html"

    def get_context_data(self, **kwargs):
        page = quiz_to_export(self.request.user, self.kwargs["pk"])
        formats = [
            {
                "name": FORMAT_NAMES[key],
                "address": reverse("quizzes_export_file", args=[page.pk, key]),
                "left_out": export(page, key).left_out,
            }
            for key in FORMATS
        ]
        return {**super().get_context_data(**kwargs), "page": page, "formats": formats}


class ExportFileView(Screen):
    """The file itself."""

    permission_required = MAY_IMPORT
    template_name = ExportView.template_name

    def get(self, request, **kwargs):
        """Answer with the newest draft, as a file to keep."""
        written_as = kwargs["written_as"]
        page = quiz_to_export(request.user, kwargs["pk"])
        _, ending, kind = FORMATS[written_as]
        headers = {"Content-Disposition": f'attachment; filename="{page.slug}.{ending}"'}
        return HttpResponse(
            export(page, written_as).text, content_type=f"{kind}; charset=utf-8", headers=headers
        )


def quiz_to_export(user, pk: int) -> QuizPage:
    """Return the newest draft of a quiz, for whoever may change it: the file has the right answers."""
    page = get_object_or_404(QuizPage, pk=pk)
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    return page.get_latest_revision_as_object()
