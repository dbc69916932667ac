"""The admin's screens for the lists, the register and the tags open, in the portal's own name."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group

from portal.content.models import Area, Audience, GuidanceRecord, HelpWith, Tag, Topic
from tests.sessions import signed_in_session


@pytest.fixture
def portal_editor(client, editor):
    editor.groups.add(Group.objects.get(name="Portal editor"))
    Authenticator.objects.create(user=editor, type="totp", data={})
    session = client.session
    session.update(signed_in_session(editor))
    session.save()
    return client


@pytest.mark.parametrize("model", [Area, Audience, GuidanceRecord, HelpWith, Tag, Topic])
def test_screens_open(portal_editor, record, model):
    record("Test record")
    Tag.objects.create(name="Test tag")
    Area.objects.create(name="Test area", slug="test-area", authority_name="-")
    base = f"/admin/snippets/content/{model._meta.model_name}/"
    for address in (base, f"{base}add/", f"{base}edit/{model.objects.first().pk}/", f"{base}?q=test"):
        assert portal_editor.get(address).status_code == 200, address


def test_admin_has_the_name_and_colours_of_the_portal(portal_editor):
    text = portal_editor.get("/admin/").text
    assert "/theme-admin.css" in text
    assert "Shared lists" in text
    assert "- Wagtail</title>" not in text
