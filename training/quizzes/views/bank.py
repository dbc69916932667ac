"""The screen "Make a quiz of these": tick questions of the bank, name the quiz, choose its module."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from portal.content.models import Topic
from portal.content.screens import Screen
from training.quizzes.bank import lacks, make_quiz
from training.quizzes.may_change import modules_for, shelf_for
from training.quizzes.models import BankItem

MAKES = "quizzes.add_bankitem"
MOST_SHOWN = 200
LIVE = BankItem.objects.filter(live=True)


class MakeQuizForm(forms.Form):
    """Which questions, under what title, for which module. The questions keep the order of the list."""

    questions = forms.ModelMultipleChoiceField(
        BankItem.objects.none(), error_messages={"required": "Tick at least one question."}
    )
    title = forms.CharField(
        label="Title of the quiz", max_length=120, error_messages={"required": "Give the quiz a title."}
    )
    module = forms.TypedChoiceField(
        label="Attach it to a module", required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args, questions, modules, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["questions"].queryset = questions
        self.modules = {module.pk: module for module in modules}
        names = [(pk, f"{module.code} {module.title}".strip()) for pk, module in self.modules.items()]
        self.fields["module"].choices = [("", "No module yet"), *names]

    @property
    def chosen_module(self):
        """Return the chosen module, or None."""
        return self.modules.get(self.cleaned_data["module"])


class MakeQuizView(Screen):
    """Choose questions, and have a draft of a quiz that asks them, attached to a draft of a module."""

    permission_required = MAKES
    page_title = "Make a quiz of these"
    header_icon = "folder-open-inverse"
    template_name = "training/quizzes/admin/make.html"

    def post(self, request):
        """Make it, and open its editor with the preview; or say what is missing."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            quiz = make_quiz(
                request.user,
                form.cleaned_data["title"],
                list(form.cleaned_data["questions"]),
                form.chosen_module,
            )
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.render_to_response(self.get_context_data(form=form))
        said = f"“{quiz.title}” is a draft now."
        if module := form.chosen_module:
            said += f" It is attached to a draft of “{module.title}”. Try it in the preview."
        messages.success(request, said, buttons=self._buttons(quiz, module))
        return redirect("wagtailadmin_pages:edit", quiz.pk)

    def _buttons(self, quiz, module) -> list:
        draft = reverse("wagtailadmin_pages:view_draft", args=[quiz.pk])
        buttons = [messages.button(draft, "Try it")]
        if module:
            buttons.append(
                messages.button(reverse("wagtailadmin_pages:edit", args=[module.pk]), "Open the module")
            )
        return buttons

    def form(self, data=None) -> MakeQuizForm:
        """Return the form, with what this person may choose."""
        if shelf_for(self.request.user) is None:
            raise PermissionDenied
        return MakeQuizForm(data, questions=LIVE.all(), modules=modules_for(self.request.user))

    def get_context_data(self, **kwargs):
        """Return the form, and the questions of the bank that the filter leaves."""
        form = kwargs.get("form") or self.form()
        topic = self.request.GET.get("topic", "")[:100]
        questions = LIVE.order_by("title", "pk")
        if topic:
            questions = questions.filter(topics__slug=topic)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "rows": [(question, lacks(question)) for question in questions.distinct()[:MOST_SHOWN]],
            "ticked": self.request.POST.getlist("questions"),
            "topics": Topic.objects.filter(bank_items__live=True).distinct(),
            "topic": topic,
        }
