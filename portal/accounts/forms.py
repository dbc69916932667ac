"""The forms by which people come in and are looked after."""

from allauth.account.forms import SignupForm
from allauth.account.models import EmailAddress
from allauth.core import context
from django import forms
from django.contrib.auth.models import Group
from wagtail.users.forms import UserForm

from portal.accounts import adapter, memberships, roles
from portal.accounts.models import Invitation, User

TAKEN = "Someone has an account with this e-mail address already."


class InvitedSignupForm(SignupForm):
    """Name and password of an invited person. The address comes from the invitation, not the form."""

    field_order = ["name", "email", "password1", "password2"]
    name = forms.CharField(
        label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = adapter.invitation_of(context.request)
        if self.invitation:
            self.fields["name"].initial = self.invitation.name
            # A disabled field keeps its initial value, whatever is posted.
            self.fields["email"] = forms.EmailField(
                initial=self.invitation.email, disabled=True, widget=forms.HiddenInput
            )
        self.fields["password1"].label = "Choose a password"
        self.fields["password1"].help_text = "At least 12 characters. Three random words work well."
        self.fields["password2"].label = "Type the password again"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class InvitationForm(forms.ModelForm):
    """Whom to invite, to which school, in which role."""

    class Meta:
        model = Invitation
        fields = ["email", "name", "school", "role"]

    def __init__(self, *args, **kwargs):
        kwargs.pop("for_user", None)
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = Group.objects.filter(name__in=roles.ROLES)
        self.fields["role"].help_text = "More roles can be added once the person has accepted."

    def clean_email(self):
        """Return the address in lower case. Raises ValidationError where it has an account."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(TAKEN)
        return email

    def clean(self):
        """Refuse a lead of no school."""
        super().clean()
        role = self.cleaned_data.get("role")
        if role and role.name == roles.SCHOOL_LEAD and not self.cleaned_data.get("school"):
            self.add_error("school", "Choose the school that this person is to lead.")


class UserEditForm(UserForm):
    """What an Administrator may change about a person.

    Superusers are made on the command line only, and nobody sets another person's password.
    """

    first_name = None
    last_name = None
    is_superuser = None

    class Meta:
        model = User
        fields = ["email", "name", "job_title", "school", "extra_time", "is_active", "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args, editing_self=False, **kwargs):
        kwargs.pop("for_user", None)
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail address"
        self.fields["extra_time"].required = False
        self.fields["groups"].label = "Roles"
        self.fields["groups"].help_text = ""
        self.fields["school"].help_text = (
            "The school that the person acts for. Another one means that they moved: they leave this one. "
            "A second school invites them itself."
        )
        if editing_self:
            del self.fields["is_active"]

    def clean_email(self):
        """Return the address in lower case. Raises ValidationError where another person has it."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(TAKEN)
        return email

    def clean_extra_time(self):
        """Return the per cent; an empty field is none."""
        return self.cleaned_data["extra_time"] or 0

    def save(self, commit=True):
        """Save the person. A new address counts as unproven, until they follow a link sent to it."""
        user = super().save(commit)
        if commit and "email" in self.changed_data:
            EmailAddress.objects.filter(user=user).delete()
        if commit and {"school", "job_title", "groups"} & set(self.changed_data):
            memberships.follow_account(user, before=self.initial.get("school"))
        return user
