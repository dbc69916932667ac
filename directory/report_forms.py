"""The form of a reader's report."""

from django import forms

from directory.enums import ReportTopic
from portal.guarded_forms import SALT, GuardedForm, stamp

__all__ = ["SALT", "ReportForm", "stamp"]


class ReportForm(GuardedForm):
    """What has changed, and a few words."""

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
