"""The forms of the first steps. Each saves what it asks for."""

import datetime

from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from directory import phones
from directory.enums import (
    AssuranceMethod,
    AssuredField,
    Criticality,
    OrganizationKind,
    ServiceKind,
    Weekday,
)
from directory.models import Assurance, Organization, Phone, Schedule, Service
from home.footer_pages import add_footer_pages
from home.models import HomePage
from hub.tree import add_hub
from portal.accounts.models import User
from portal.accounts.roles import ADMINISTRATOR
from portal.content.models import Area, PortalSettings
from training.tree import add_training

SCHOOL_WEEK = [Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI]


def unique_slug(model, text: str) -> str:
    """Return a slug for `text` that no other `model` has."""
    stem = slugify(text)[:50] or model._meta.model_name
    taken = set(model.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)


class AccountForm(forms.Form):
    """Who the first administrator is."""

    name = forms.CharField(
        label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Your work e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Three random words work well.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def clean_email(self):
        """Return the address in lower case. Raises ValidationError where it has an account."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError("Someone has an account with this e-mail address already.")
        return email

    def clean(self):
        """Hold the password to the rules of every other one."""
        super().clean()
        data = self.cleaned_data
        if data.get("password"):
            try:
                validate_password(
                    data["password"], User(email=data.get("email", ""), name=data.get("name", ""))
                )
            except ValidationError as error:
                self.add_error("password", error)
        return data

    @transaction.atomic
    def save(self) -> User:
        """Return the new Administrator. Who holds the key runs the server: the address counts as proven."""
        data = self.cleaned_data
        user = User.objects.create_user(data["email"], data["password"], name=data["name"])
        user.groups.add(Group.objects.get(name=ADMINISTRATOR))
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return user


class PortalForm(forms.ModelForm):
    """What the portal is called, and who stands behind it."""

    class Meta:
        model = PortalSettings
        fields = ["name", "publisher", "strapline", "contact_email"]
        labels = {
            "name": "Name of the portal",
            "publisher": "Who publishes it",
            "strapline": "One line under the name",
            "contact_email": "E-mail address for questions",
        }
        help_texts = {
            "publisher": "Your council or partnership.",
            "contact_email": "Shown on the contact page.",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        for name in ("publisher", "contact_email"):
            self.fields[name].required = True
        self.fields["contact_email"].initial = user.email

    @transaction.atomic
    def save(self, commit=True):
        """Save the settings; publish the pages of the footer and the empty shelves where they are missing."""
        portal = super().save(commit)
        words = {"name": portal.name, "publisher": portal.publisher, "email": portal.contact_email}
        home = HomePage.objects.get()
        add_footer_pages(home, self.user, words=words)
        add_hub(home, self.user)
        add_training(home, self.user)
        HomePage.objects.filter(maintainer=None).update(maintainer=self.user)
        return portal


class AuthoritiesForm(forms.Form):
    """One authority or two: more can be added in the admin."""

    place = forms.CharField(
        label="Area, as people say it", max_length=100, help_text="For example: Ambleford"
    )
    authority = forms.CharField(
        label="Authority that serves it", max_length=150, help_text="For example: Ambleford Council"
    )
    place_2 = forms.CharField(label="Second area", max_length=100, required=False)
    authority_2 = forms.CharField(label="Authority of the second area", max_length=150, required=False)

    def __init__(self, *args, user, portal, **kwargs):
        self.user, self.portal = user, portal
        self.areas = list(Area.objects.order_by("pk")[:2])
        initial = {}
        for area, end in zip(self.areas, ("", "_2"), strict=False):
            initial |= {f"place{end}": area.name, f"authority{end}": area.authority_name}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self):
        """Refuse half a second authority, two of one name, and a name that another area has."""
        super().clean()
        data = self.cleaned_data
        if bool(data.get("place_2")) != bool(data.get("authority_2")):
            missing = "authority_2" if data.get("place_2") else "place_2"
            self.add_error(missing, "Give both for the second area, or leave both empty.")
        if len(self.areas) == 2 and not data.get("place_2") and "place_2" not in self.errors:
            self.add_error("place_2", "An area is taken out in the admin, not here.")
        if data.get("place_2") and data["place_2"].casefold() == data.get("place", "").casefold():
            self.add_error("place_2", "This is the first area again.")
        ours = [area.pk for area in self.areas]
        for field in ("place", "place_2"):
            if (
                data.get(field)
                and Area.objects.filter(name__iexact=data[field]).exclude(pk__in=ours).exists()
            ):
                self.add_error(field, "There is an area of this name already.")
        return data

    @transaction.atomic
    def save(self) -> None:
        """Publish the areas; the first is the portal's own."""
        data = self.cleaned_data
        rows = [(data["place"], data["authority"]), (data["place_2"], data["authority_2"])]
        saved = [self._save(at, *row) for at, row in enumerate(rows) if all(row)]
        self.portal.home_authority = saved[0]
        self.portal.save()

    def _save(self, at: int, place: str, authority: str) -> Area:
        area = self.areas[at] if at < len(self.areas) else Area(slug=unique_slug(Area, place))
        area.name, area.authority_name = place, authority
        area.maintainer = area.maintainer or self.user
        area.save()
        area.save_revision(user=self.user).publish(user=self.user)
        return area


class ColoursForm(forms.ModelForm):
    """Four colours. The model refuses one that white does not stand out from."""

    class Meta:
        model = PortalSettings
        fields = ["colour_brand", "colour_brand_deep", "colour_link", "colour_go"]
        labels = {
            "colour_brand": "Header",
            "colour_brand_deep": "Emergency strip",
            "colour_link": "Links",
            "colour_go": "Main button",
        }
        help_texts = {"colour_brand": "As # and six digits, such as #0d4a5a."}


class FirstServiceForm(forms.Form):
    """The front door: whom a school calls first."""

    name = forms.CharField(
        label="Name of the service", max_length=150, help_text="For example: Ambleford Front Door"
    )
    organisation = forms.CharField(label="Organisation that runs it", max_length=150)
    area = forms.ModelChoiceField(Area.objects.none(), label="Area it serves", empty_label=None)
    summary = forms.CharField(label="One line: what it offers schools", max_length=250)
    phone = forms.CharField(
        label="Telephone number", max_length=30, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label="E-mail address", required=False)
    opens = forms.TimeField(
        label="Opens, Monday to Friday",
        initial=datetime.time(9),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    closes = forms.TimeField(
        label="Closes, Monday to Friday",
        initial=datetime.time(17),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["area"].queryset = Area.objects.authorities()

    def clean_phone(self):
        """Return the number as it is stored. Raises ValidationError where it is none."""
        try:
            return phones.normalise(self.cleaned_data["phone"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean(self):
        """Refuse hours that end before they begin: a front door is open by day."""
        super().clean()
        data = self.cleaned_data
        if data.get("opens") and data.get("closes") and data["closes"] <= data["opens"]:
            self.add_error("closes", "This is not after the time it opens.")
        return data

    @transaction.atomic
    def save(self) -> Service:
        """Publish the organisation and its service, checked today by the person who typed it in."""
        data = self.cleaned_data
        service = Service(
            organization=self._organization(),
            name=data["name"],
            slug=unique_slug(Service, data["name"]),
            kind=ServiceKind.FRONT_DOOR,
            criticality=Criticality.CORE,
            summary=data["summary"],
            email=data["email"],
            maintainer=self.user,
        )
        service.areas = [data["area"]]
        service.phones = [Phone(number=data["phone"])]
        service.schedules = [Schedule(days=SCHOOL_WEEK, opens=data["opens"], closes=data["closes"])]
        service.save()
        service.save_revision(user=self.user).publish(user=self.user)
        Assurance.objects.create(
            service=service,
            assurer=self.user,
            assurer_role="the administrator",
            method=AssuranceMethod.AGENCY,
            fields=[AssuredField.PHONE, AssuredField.HOURS, AssuredField.AREA],
        )
        return service

    def _organization(self) -> Organization:
        data = self.cleaned_data
        known = Organization.objects.filter(name__iexact=data["organisation"]).first()
        if known:
            return known
        organization = Organization(
            name=data["organisation"],
            slug=unique_slug(Organization, data["organisation"]),
            kind=OrganizationKind.COUNCIL,
            description=f"Runs {data['name']}.",
            maintainer=self.user,
        )
        organization.areas = [data["area"]]
        organization.save()
        organization.save_revision(user=self.user).publish(user=self.user)
        return organization
