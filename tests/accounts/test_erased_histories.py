"""Wagtail's histories hold what a record was called: the name of who was erased goes, nobody else's does."""

import pytest
from django.contrib.auth.models import Group
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from portal.accounts import privacy, roles
from portal.accounts.models import Invitation
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def label_of(instance) -> str:
    """Return what the newest line of the history of `instance` calls it."""
    return ModelLogEntry.objects.for_instance(instance).latest("pk").label


def logged(instance):
    """Write that somebody changed `instance` in the admin."""
    log(instance=instance, action="wagtail.edit")
    return instance


def invited(email) -> Invitation:
    role = Group.objects.get(name=roles.READER)
    return logged(Invitation.objects.invite(email=email, name="A", role=role)[0])


def test_of_accounts_and_invitations_those_of_the_person_alone():
    ann = logged(UserFactory(name="", email="ann@school.example"))
    joann = logged(UserFactory(name="", email="joann@school.example"))
    hers, others = invited("Ann@school.example"), invited("joann@school.example")
    privacy.erase_everything(ann)
    assert (label_of(ann), label_of(joann)) == ("Former user", "joann@school.example")
    assert "joann@school.example" in label_of(others)
    (line,) = ModelLogEntry.objects.get_for_model(Invitation).filter(object_id=str(hers.pk))
    assert line.label == "Former user"
