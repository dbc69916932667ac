"""What is asked when something is kept."""

from django import forms

from portal.accounts.models import School
from training.programme.forms import DetailsForm, Line
from training.records.adapting import Field, Sort, fields_of, said
from training.sheets.filled import cleaned
from training.sheets.limits import MOST_ROWS

HINT = (
    "An empty line begins a paragraph. “- ” begins an entry of a list, “## ” a heading. "
    "If you change anything here, bold words and links become plain."
)


class KeepForm(DetailsForm):
    """A programme that is kept needs a name."""

    shared = forms.BooleanField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = (
            "Give the programme a name, so that you find it again."
        )


class KeepingForm(forms.ModelForm):
    """What the lead of a school says about copies of sheets."""

    class Meta:
        model = School
        fields = ["keeps_copies", "copies_kept_days"]
        widgets = {"copies_kept_days": forms.RadioSelect}


class AboutForm(forms.Form):
    """What a school calls its own version of a sheet."""

    title = Line(label="Title", max_length=200)
    standfirst = Line(label="What it is for, in a line", max_length=250, required=False)


class BlockForm(forms.Form):
    """One block of a sheet, as plain text. What the whole sheet must hold is looked at afterwards."""

    def __init__(self, block, *args, **kwargs):
        super().__init__(*args, initial=said(block), **kwargs)
        for field in fields_of(block):
            self.fields[field.name or "text"] = _field(field)
        if "" in self.initial:
            self.initial["text"] = self.initial.pop("")

    def typed(self, block) -> dict:
        """Return what was typed, by the names of the parts of `block`."""
        return {field.name: self.cleaned_data[field.name or "text"] for field in fields_of(block)}


def _field(field: Field) -> forms.Field:
    if field.sort is Sort.NUMBER:
        return forms.IntegerField(label=field.label, min_value=0, max_value=MOST_ROWS)
    if field.sort is Sort.LINE:
        return Line(label=field.label, max_length=400, required=field.required)
    hint = "One on each line." if field.sort is Sort.LIST else HINT
    return Lines(
        label=field.label,
        help_text=hint,
        max_length=20_000,
        required=field.required,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class Lines(forms.CharField):
    """Some lines of text, without what cannot be seen or turns text around."""

    def to_python(self, value):
        """Return the lines; those of which nothing can be seen are none."""
        return cleaned(super().to_python(value) or "")
