"""Wagtail's histories hold what a record was called: the name of who was erased goes, nobody else's does."""

import pytest
from django.contrib.auth.models import Group
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from directory.models import KeyContact
from portal.accounts import privacy, roles
from portal.accounts.models import Invitation
from tests.factories.accounts import SchoolFactory, UserFactory

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


def contact(school, name, role="DSL") -> KeyContact:
    return logged(KeyContact.objects.create(school=school, name=name, role=role))


def test_of_accounts_and_invitations_those_of_the_person_alone():
    ann = logged(UserFactory(name="", email="ann@school.example"))
    joann = logged(UserFactory(name="", email="joann@school.example"))
    hers, others = invited("Ann@school.example"), invited("joann@school.example")
    privacy.erase_everything(ann)
    assert (label_of(ann), label_of(joann)) == ("Former user", "joann@school.example")
    assert "joann@school.example" in label_of(others)
    (line,) = ModelLogEntry.objects.get_for_model(Invitation).filter(object_id=str(hers.pk))
    assert line.label == "Former user"


def test_of_key_contacts_at_their_school_even_one_that_is_gone():
    school = SchoolFactory()
    ann = UserFactory(name="Ann Lee", school=school)
    ours, gone = contact(school, "Ann Lee"), contact(school, "ann lee", "Deputy")
    joann, elsewhere = contact(school, "Joann Lee"), contact(SchoolFactory(), "Ann Lee")
    handed_over = contact(school, "Ann Lee", "Governor")
    ids = [one.pk for one in (ours, gone, handed_over)]
    KeyContact.objects.filter(pk=handed_over.pk).update(name="Jo Roe")
    gone.delete()
    privacy.erase_everything(ann)
    lines = ModelLogEntry.objects.get_for_model(KeyContact).filter(object_id__in=map(str, ids))
    assert list(lines.values_list("label", flat=True)) == ["Former user"] * 3
    assert (label_of(joann), label_of(elsewhere)) == ("Joann Lee, DSL", "Ann Lee, DSL")


def test_an_account_without_a_name_takes_no_name_away():
    school = SchoolFactory()
    other = contact(school, "Joann Lee")
    privacy.erase_everything(UserFactory(name="", school=school))
    assert label_of(other) == "Joann Lee, DSL"
