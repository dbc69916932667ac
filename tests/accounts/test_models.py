"""People and addresses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from portal.accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_an_address_is_one_person_whatever_its_capitals():
    UserFactory(email="Ana@School.example")
    twin = User(email="ANA@school.example", name="Twin")
    with pytest.raises(ValidationError):
        twin.validate_constraints()
    with pytest.raises(IntegrityError):
        twin.save()


def test_a_person_is_found_whatever_the_capitals():
    user = UserFactory(email="ben@school.example")
    assert User.objects.get_by_natural_key("BEN@School.Example") == user


def test_an_address_is_needed():
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_a_superuser_may_do_everything():
    user = User.objects.create_superuser("root@school.example", "a long password here", name="Root")
    assert user.is_superuser
    assert user.has_perm("accounts.change_user")


def test_names():
    user = UserFactory(name="Ana Silva")
    assert (user.get_full_name(), user.get_short_name(), str(user)) == ("Ana Silva", "Ana", "Ana Silva")
    assert str(User(email="x@school.example")) == "x@school.example"
