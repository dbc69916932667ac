"""Who opens which screen of the hub's pages, and who reads what is not for everybody."""

import pytest
from django.urls import reverse

from hub.models import HubPage
from tests.roles import EVERYBODY, PEOPLE, SIGNED_IN, status

HUB_SCREENS = {"add": "tpa", "edit": "pa", "delete": "pa", "unpublish": "pa", "history": "pa", "move": "pa"}


@pytest.mark.parametrize("screen", HUB_SCREENS)
def test_screens_of_the_hubs_pages(client, signed_in, demo, screen):
    page = HubPage.objects.listed().filter(content_type__model="articlepage").first()
    args = ["hub", "articlepage", page.get_parent().pk] if screen == "add" else [page.pk]
    address = reverse(f"wagtailadmin_pages:{screen}", args=args)
    allowed = [role for role in PEOPLE if status(signed_in, client, role, address) == 200]
    assert "".join(allowed) == HUB_SCREENS[screen]


READERS_OF = {"public": EVERYBODY, "staff": SIGNED_IN, "dsl": "ldpa"}


@pytest.mark.parametrize("access", READERS_OF)
def test_pages_of_the_hub_are_read_by_those_whom_they_are_for(client, signed_in, demo, access):
    """Everybody gets an answer at its address; the text is for those of the row."""
    kinds = [kind for kind in HubPage.__subclasses__() if access == "public" or not kind.always_open]
    assert len(kinds) == (10 if access == "public" else 6)
    for kind in kinds:
        page = kind.objects.listed().first() or kind.objects.first()
        HubPage.objects.filter(pk=page.pk).update(access=access)
        for role in PEOPLE:
            client.cookies.clear()
            answer = (signed_in(PEOPLE[role]) if PEOPLE[role] else client).get(page.url)
            assert answer.status_code == 200
            assert ('id="gate"' not in answer.text) == (role in READERS_OF[access]), f"{page} for {role}"
