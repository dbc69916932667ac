"""What is asked when something is kept."""

from django import forms

from portal.accounts.models import School
from training.programme.forms import DetailsForm


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
