"""What readers fill in: comments, reports of them, questions, contributions in steps."""

from django import forms

from hub import asking
from hub.models import Kind, Naming, ReportReason
from hub.models.comments import LONGEST_COMMENT
from portal.guarded_forms import GuardedForm, LongText, NoNamesForm

NO_NAMES = "Do not name or describe a child, a family or a colleague so that somebody could tell who it is."
LONGEST_PART = 20_000  # about ten sides of A4
REQUIRED = "Write something here."


class CommentForm(NoNamesForm):
    """A few lines of plain text."""

    text = LongText(
        label="Your comment",
        max_length=LONGEST_COMMENT,
        help_text=NO_NAMES,
        error_messages={"required": REQUIRED},
    )


class ReportForm(forms.Form):
    """What is wrong with a comment."""

    reason = forms.ChoiceField(
        label="What is wrong with it?",
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong."},
    )


class QuestionForm(GuardedForm):
    """A question that anybody may ask."""

    title = forms.CharField(
        label="Your question in one line",
        max_length=200,
        help_text=NO_NAMES,
        error_messages={"required": "Write your question.", "max_length": "Use at most 200 characters."},
    )
    question = LongText(label="Is there more to say?", required=False, max_length=2000, rows=5)
    asked_by = forms.ChoiceField(label="Who asks? By role, never a name", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["asked_by"].choices = asking.roles()


class AboutForm(NoNamesForm):
    """The first step: what it is."""

    kind = forms.ChoiceField(
        label="What do you want to tell us about?",
        choices=[
            (Kind.ARTICLE.value, "Something we do, that others could do too"),
            (Kind.CASE_STUDY.value, "A project: why, with whom, what came of it"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    title = forms.CharField(
        label="A title",
        max_length=120,
        help_text="As you would say it to a colleague: “Ringing home before nine”.",
        error_messages={"required": "Give it a title.", "max_length": "Use at most 120 characters."},
    )
    standfirst = LongText(
        label="In one or two lines: what is it?",
        max_length=250,
        rows=3,
        error_messages={"required": REQUIRED},
    )


class DoneForm(NoNamesForm):
    """The second step: what you did."""

    context = LongText(
        label="What was the matter?",
        max_length=LONGEST_PART,
        help_text=f"Your school or service, and what you wanted to change. {NO_NAMES}",
        error_messages={"required": REQUIRED},
    )
    done = LongText(
        label="What did you do?",
        max_length=LONGEST_PART,
        rows=12,
        help_text="Step by step, so that somebody else could do it.",
        error_messages={"required": REQUIRED},
    )


class ChangedForm(NoNamesForm):
    """The third step: what changed."""

    changed = LongText(
        label="What changed, and how do you know?",
        max_length=LONGEST_PART,
        help_text="What did not work belongs here too.",
        error_messages={"required": REQUIRED},
    )
    childs_experience = LongText(
        label="What was it like for a child?",
        required=False,
        max_length=LONGEST_PART,
        rows=4,
        help_text="In general, without telling about one child.",
    )


class NamesForm(forms.Form):
    """The fourth step: whom the page may name."""

    naming = forms.ChoiceField(
        label="Whom may we name on the page?",
        choices=Naming.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whom we may name."},
    )
    name_shown = forms.CharField(
        label="Your name and role, as the page should show them",
        max_length=100,
        required=False,
        error_messages={"max_length": "Use at most 100 characters."},
    )
    agreed = forms.BooleanField(
        label="Nobody can be recognised in what I wrote, and my school agrees that I send it.",
        error_messages={"required": "Make sure of this before you go on."},
    )

    @property
    def shown(self) -> list:
        """Return the fields that a reader sees."""
        return self.visible_fields()

    def may_go(self) -> bool:
        """Return whether there is no mistake: a name is asked for here, so nobody is warned of one."""
        return self.is_valid()

    def clean(self):
        """Ask for a name where it is to be shown."""
        if self.cleaned_data.get("naming") == Naming.BOTH and not self.cleaned_data.get("name_shown"):
            self.add_error("name_shown", "Write the name to show, or choose another answer above.")
        return self.cleaned_data


class AgainForm(NoNamesForm):
    """All the words of a contribution that was sent back."""

    title = AboutForm.base_fields["title"]
    standfirst = AboutForm.base_fields["standfirst"]
    context = DoneForm.base_fields["context"]
    done = DoneForm.base_fields["done"]
    changed = ChangedForm.base_fields["changed"]
    childs_experience = ChangedForm.base_fields["childs_experience"]
