"""What is held about a person: seeing it, erasing it, letting it expire."""

import json
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessLog
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from portal.accounts import privacy, roles
from portal.accounts.models import Invitation, User
from tests.factories.accounts import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_person_sees_and_downloads_what_is_held(signed_in):
    client, user = signed_in(roles.READER, school=SchoolFactory(name="Meadow School"), job_title="Cook")
    page = client.get(reverse("accounts:your_data")).content.decode()
    assert all(holding.why in page for holding in privacy.describe())
    response = client.get(reverse("accounts:your_data"), {"download": "1"})
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    held = json.loads(response.content)["accounts"]
    assert (held["email"], held["school"], held["job_title"]) == (user.email, "Meadow School", "Cook")
    assert held["sessions"]
    text = response.content.decode()
    assert user.password not in text
    assert user.authenticator_set.get(type="totp").data["secret"] not in text


def test_the_account_page_links_everything(signed_in):
    client, user = signed_in(roles.READER)
    page = client.get(reverse("accounts:profile")).content.decode()
    for name in ["account_email", "account_change_password", "mfa_index", "usersessions_list"]:
        assert reverse(name) in page
    assert reverse("accounts:your_data") in page
    assert user.name in page
    assert reverse("wagtailadmin_home") not in page


def test_erasing_leaves_no_name_and_no_way_in(signed_in, password_step):
    client, user = signed_in(roles.TRAINER, name="Erika Mustermann")
    email = user.email
    privacy.erase_everything(user)
    user.refresh_from_db()
    assert "Erika" not in json.dumps(privacy.export_everything(user))
    assert email not in json.dumps(privacy.export_everything(user))
    assert not user.is_active
    assert not user.groups.exists()
    assert not user.authenticator_set.exists()
    assert not UserSession.objects.filter(user=user).exists()
    assert not AccessLog.objects.filter(username__iexact=email).exists()
    assert client.get(reverse("accounts:profile")).status_code == 302
    again, _ = password_step(email)
    assert "_auth_user_id" not in again.session


def test_the_command_erases_one_person(capsys):
    user, other = UserFactory(), UserFactory()
    call_command("erase_person", user.email.upper(), "--yes")
    assert User.objects.get(pk=user.pk).name == "Former user"
    assert User.objects.get(pk=other.pk).name == other.name
    with pytest.raises(CommandError):
        call_command("erase_person", "nobody@school.example", "--yes")


def test_old_records_expire_and_new_ones_stay():
    role = Group.objects.get(name=roles.READER)
    old, _ = Invitation.objects.invite(email="old@school.example", name="O", role=role)
    new, _ = Invitation.objects.invite(email="new@school.example", name="N", role=role)
    Invitation.objects.filter(pk=old.pk).update(expires=timezone.now() - timedelta(days=200))
    call_command("expire_records")
    assert not Invitation.objects.filter(pk=old.pk).exists()
    assert Invitation.objects.filter(pk=new.pk).exists()
