"""What the tests of the front door start from."""

import pytest
from django.contrib.auth import get_user_model

from directory.models import LeadRule, Organization, Protocol, SchoolLink, Service
from home.models import HomePage
from portal.accounts.models import School
from portal.content.models import Area, GuidanceRecord, PortalSettings


@pytest.fixture
def empty_portal(db):
    """A portal as a bare `migrate` leaves it: no account, no content but the home page."""
    for page in HomePage.objects.get().get_children():
        page.delete()
    Organization.objects.update(parent_organization=None)
    for model in (SchoolLink, LeadRule, Service, Organization, Protocol, School, PortalSettings, Area):
        model.objects.all().delete()
    GuidanceRecord.objects.update(replaced_by=None)
    GuidanceRecord.objects.all().delete()
    get_user_model().objects.all().delete()
    HomePage.objects.update(maintainer=None)


@pytest.fixture
def editor(db):
    """Somebody who keeps things right."""
    return get_user_model().objects.create_user("editor@test.example.org", name="Test editor")
