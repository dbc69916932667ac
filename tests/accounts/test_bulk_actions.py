"""Several people changed at once: a superuser is changed by a superuser only."""

import pytest
from django.urls import reverse

from portal.accounts import roles
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def address(action, *people):
    """Return where `action` on `people` is confirmed and sent."""
    path = reverse("wagtail_bulk_action", args=["accounts", "user", action])
    return path + "?" + "&".join(f"id={person.pk}" for person in people)


@pytest.mark.parametrize(
    ("action", "answers"), [("set_active_state", {"mark_as_active": "False"}), ("delete", {})]
)
def test_an_administrator_cannot_touch_a_superuser(signed_in, action, answers):
    client, _ = signed_in(roles.ADMINISTRATOR)
    owner = UserFactory(is_superuser=True)
    client.post(address(action, owner, UserFactory()), answers)
    owner.refresh_from_db()
    assert owner.is_active


def test_an_administrator_changes_other_people(signed_in):
    client, _ = signed_in(roles.ADMINISTRATOR)
    one, other = UserFactory(), UserFactory()
    assert (
        client.post(address("set_active_state", one, other), {"mark_as_active": "False"}).status_code == 302
    )
    for person in (one, other):
        person.refresh_from_db()
        assert not person.is_active
