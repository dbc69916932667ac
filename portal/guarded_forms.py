"""Forms that anybody may send: what keeps machines out, and what asks a person to look once more."""

import time

from django import forms
from django.core import signing

from portal.no_names import looks_personal

SHORTEST, LONGEST = 2, 12 * 60 * 60  # seconds between opening the form and sending it
SALT = "directory.report"
TOO_QUICK = "That was very quick. Wait a moment, then send it again: your words are still here."
TOO_OLD = "This page had been open for too long. Send it again: your words are still here."


def stamp() -> str:
    """Return the moment at which a form is opened, signed."""
    return signing.dumps(time.time(), salt=SALT)


class LongText(forms.CharField):
    """Several lines. A browser may not cut off what is too long: the answer says so and keeps it."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 6, max_length: int, **kwargs):
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs["rows"] = rows
        self.widget.attrs.pop("maxlength", None)
        self.error_messages["max_length"] = (
            f"Use at most {max_length:,} characters. You have %(show_value)s: your words are still here."
        )

    def to_python(self, value):
        """Return the text with one kind of line break, so that each counts once."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class NoNamesForm(forms.Form):
    """Warns once about what looks like a person; sent a second time it goes through."""

    looked = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def shown(self) -> list:
        """Return the fields that a reader sees."""
        return [field for field in self.visible_fields() if field.name != "website"]

    @property
    def warnings(self) -> list[str]:
        """Return what looks like a person in the texts sent, unless the sender was asked already."""
        if not self.is_bound or self.data.get("looked"):
            return []
        texts = (self.cleaned_data.get(field.name) for field in self.shown)
        return looks_personal("\n".join(text for text in texts if isinstance(text, str)))

    def may_go(self) -> bool:
        """Return whether there is no mistake and nothing to look at once more."""
        return self.is_valid() and not self.warnings


class GuardedForm(NoNamesForm):
    """Has a field that no reader sees, and knows when it was opened."""

    website = forms.CharField(required=False)
    opened = forms.CharField(required=False, initial=stamp, widget=forms.HiddenInput)

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
