"""What a school says when it opens a sheet to a partner, and what the partner says."""

from django import forms

from portal.guarded_forms import LongText, NoNamesForm
from portal.no_names import looks_personal
from training.programme.forms import Line
from training.records.adapting import said
from training.records.forms import BlockForm
from training.records.partners import DAYS
from training.sheets.filled import cleaned

LONGEST_NOTE = 2_000


class OpenForm(forms.Form):
    """For whom a link is, and how long it works."""

    for_whom = Line(
        label="Whom do you ask?",
        help_text="A role or a service, such as “school nursing team”. The partner does not see it.",
        max_length=120,
        error_messages={"required": "Say whom you ask, so that you can tell your links apart."},
    )
    days = forms.TypedChoiceField(
        label="How long does the link work?",
        choices=[(days, f"{days} days") for days in DAYS],
        coerce=int,
        initial=14,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how long.", "invalid_choice": "Choose one of these."},
    )


def who_line() -> forms.Field:
    """Return the field in which a partner says who they are."""
    return Line(
        label="Who you are: your role",
        help_text="Such as “school nurse”. Your name is not needed.",
        max_length=80,
        required=False,
    )


class Note(LongText):
    """Some lines, without what cannot be seen or turns text around."""

    def to_python(self, value):
        """Return the lines; those of which nothing can be seen are none."""
        return cleaned(super().to_python(value) or "")


class CommentForm(NoNamesForm):
    """What a partner thinks of a part, or of the whole sheet."""

    text = Note(
        label="Your comment",
        max_length=LONGEST_NOTE,
        rows=4,
        error_messages={"required": "Write your comment."},
    )
    who = who_line()


class ProposalForm(BlockForm, NoNamesForm):
    """What a part should say instead. Its first fields are those of the part."""

    def __init__(self, block, *args, **kwargs):
        super().__init__(block, *args, **kwargs)
        self.fields["why"] = Note(label="Why?", max_length=LONGEST_NOTE, rows=3, required=False)
        self.fields["who"] = who_line()
        self._there = "\n".join(said(block).values())

    @property
    def warnings(self) -> list[str]:
        """Return what looks like a person, but for what stands on the sheet already."""
        known = looks_personal(self._there)
        return [line for line in super().warnings if line not in known]
