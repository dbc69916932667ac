"""What a school's lead fills in: one link, and the people on the school's poster."""

from django import forms
from django.utils import timezone

from directory.models import KeyContact, SchoolLink
from portal.accounts.models import School

MOST_CONTACTS = 8
NEVER_ABOUT_A_CHILD = "For colleagues. Never about a child: no name, no initials, nothing that points to one."


class LinkForm(forms.ModelForm):
    """One link of a school: who keeps it, who covers, whether it is used, and a note."""

    confirmed_today = forms.BooleanField(required=False, label="I made sure today that this is right")

    class Meta:
        model = SchoolLink
        fields = ["used_now", "role", "link_person", "cover", "note"]
        labels = {
            "used_now": "We use this service now",
            "role": "Role of the link person",
            "link_person": "Name of the link person",
            "cover": "Who covers",
            "note": "Note",
        }
        help_texts = {"note": NEVER_ABOUT_A_CHILD, "cover": "Role first, then the name."}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def save(self, commit=True):
        """Return the link; the day of confirming is today where the box is ticked, else as it was."""
        if self.cleaned_data["confirmed_today"]:
            self.instance.confirmed_on = timezone.localdate()
        return super().save(commit)


class KeyContactForm(forms.ModelForm):
    """One person of the poster, by role."""

    class Meta:
        model = KeyContact
        fields = ["role", "name"]


KeyContactFormSet = forms.inlineformset_factory(
    School,
    KeyContact,
    form=KeyContactForm,
    extra=2,
    max_num=MOST_CONTACTS,
    validate_max=True,
    can_delete=True,
    can_order=False,
)


def save_contacts(formset) -> None:
    """Save the rows of a valid `KeyContactFormSet`; their order is that of the form."""
    formset.save(commit=False)
    for contact in formset.deleted_objects:
        contact.delete()
    kept = [form for form in formset.forms if form not in formset.deleted_forms]
    filled = [form for form in kept if form.instance.pk or form.has_changed()]
    for order, form in enumerate(filled):
        form.instance.order = order
        form.instance.school = formset.instance
        form.instance.save()
