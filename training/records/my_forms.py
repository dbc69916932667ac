"""What a person types into their own logs."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.uploads import validate_document
from training.programme.forms import Line
from training.records import cpd
from training.records.forms import Lines
from training.records.models import CpdEntry, SupervisionEntry

LONGEST_TEXT = 5000
EARLIEST = datetime.date(1970, 1, 1)
FURTHEST = datetime.timedelta(days=3 * 366)
IN_FUTURE = "That day is still to come. Give the day on which it happened."
TOO_EARLY = "Give a day of the year 1970 or later."
NO_DATE = "Write the day like this: 27/3/2026."
OTHER_FILES = "Attach a PDF, Word, Excel, CSV or text file of up to 10 MB."


class Day(forms.DateField):
    """A day that has been; written as people write it, or as a browser sends it."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs):
        super().__init__(
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y"],
            error_messages={"invalid": NO_DATE},
            **kwargs,
        )

    def clean(self, value):
        """Return the day. Raises ValidationError for one that nobody can have meant."""
        day = super().clean(value)
        if day and day < EARLIEST:
            raise ValidationError(TOO_EARLY)
        return day


class DayThatWas(Day):
    """One that is not in the future."""

    def clean(self, value):
        """Return the day."""
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise ValidationError(IN_FUTURE)
        return day


class _WithEvidence(forms.ModelForm):
    """A form with a reflection and a file."""

    reflection = Lines(
        label="What I take from it",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Only you see this. Do not name a child or a family.",
    )
    file = forms.FileField(label="Evidence", required=False, max_length=200, help_text=OTHER_FILES)
    drop_file = forms.BooleanField(label="Take the file away", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if self.instance.evidence:
            self.fields["file"].help_text = f"A new file takes the place of the one there is. {OTHER_FILES}"
        else:
            del self.fields["drop_file"]

    def clean_file(self):
        """Return the file. Raises ValidationError where what is inside is not what its name says."""
        file = self.cleaned_data["file"]
        if file:
            validate_document(file)
            if not self.instance.evidence and not cpd.has_room_for_a_file(self.instance.person):
                raise ValidationError(f"You keep {cpd.MOST_FILES} files already: take one away first.")
        return file

    def keep(self) -> CpdEntry:
        """Save the entry with its file."""
        entry = self.save(commit=False)
        cpd.keep(entry, self.cleaned_data["file"], self.cleaned_data.get("drop_file", False))
        return entry


class CpdForm(_WithEvidence):
    """An entry of one's own."""

    done_on = DayThatWas(label="Day")
    title = Line(label="What I did", max_length=300)
    provider = Line(label="Who gave it", max_length=150, required=False)
    hours = forms.DecimalField(
        label="Hours",
        min_value=0,
        max_value=500,
        max_digits=5,
        decimal_places=2,
        help_text="For example: 1.5",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    class Meta:
        model = CpdEntry
        fields = ["done_on", "title", "provider", "hours", "reflection"]


class ReflectionForm(_WithEvidence):
    """What a person says of something that is in their log by itself."""

    class Meta:
        model = CpdEntry
        fields = ["reflection"]


class SupervisionForm(forms.ModelForm):
    """A time of supervision."""

    held_on = DayThatWas(label="Day", help_text="Your school can see this day, and nothing else of it.")
    with_role = Line(
        label="With whom",
        max_length=100,
        help_text="Their role, not their name: line manager, school nurse, supervisor from the trust.",
    )
    agreed = Lines(
        label="What was agreed for my own work",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Nothing about a case, a child or a family. Your school never sees this.",
    )
    next_on = Day(label="Next time", required=False)

    class Meta:
        model = SupervisionEntry
        fields = ["held_on", "with_role", "agreed", "next_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean(self):
        """Refuse a next time that is not after this one, or further off than anybody plans."""
        super().clean()
        given = self.cleaned_data
        held_on, next_on = given.get("held_on"), given.get("next_on")
        if held_on and next_on and next_on <= held_on:
            self.add_error("next_on", "The next time is after this one.")
        if next_on and next_on > timezone.localdate() + FURTHEST:
            self.add_error("next_on", "That is more than three years away.")
        return given
