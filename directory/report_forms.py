"""The form of a reader's report, and what keeps machines from filling it in."""

import time

from django import forms
from django.core import signing

from directory.enums import ReportTopic

SHORTEST, LONGEST = 2, 12 * 60 * 60  # seconds between opening the form and sending it
SALT = "directory.report"
TOO_QUICK = "That was very quick. Wait a moment, then send it again: your words are still here."
TOO_OLD = "This page had been open for too long. Send it again: your words are still here."


def stamp() -> str:
    """Return the moment at which a form is opened, signed."""
    return signing.dumps(time.time(), salt=SALT)


class ReportForm(forms.Form):
    """What has changed, and a few words. `is_machine` says that a hidden field was filled in."""

    topic = forms.ChoiceField(
        label="What has changed?",
        choices=ReportTopic.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what has changed."},
    )
    text = forms.CharField(
        label="What do you know?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Do not write about a child, or name anyone. The right number or address is enough.",
        error_messages={"max_length": "Use at most 1,000 characters."},
    )
    website = forms.CharField(required=False)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def shown(self):
        """Return the fields that a reader sees."""
        return [self["topic"], self["text"]]

    @property
    def is_machine(self) -> bool:
        """Return whether the field that no reader sees was filled in."""
        return bool(self.data.get("website"))

    def clean(self):
        """Refuse what was sent too soon, or from a page that is too old; a new stamp stands in the answer."""
        try:
            age = time.time() - signing.loads(self.data.get("opened", ""), salt=SALT)
        except (signing.BadSignature, TypeError):
            age = LONGEST + 1
        if age < SHORTEST:
            self.add_error(None, TOO_QUICK)
        elif age > LONGEST:
            self.add_error(None, TOO_OLD)
            self.data = {name: self.data.get(name, "") for name in self.fields} | {"opened": stamp()}
        return self.cleaned_data
