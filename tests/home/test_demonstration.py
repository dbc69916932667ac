"""What the demonstration of this repository holds once it is loaded."""

from collections import Counter

import pytest
import yaml
from allauth.mfa.models import Authenticator
from django.core.files.storage import default_storage
from wagtail.models import Site

from directory.enums import ServiceKind
from directory.freshness import State
from directory.models import LeadRule, Organization, Protocol, SchoolLink, Service
from home.importers.hub import LINES, RESOURCES
from home.models import AccessibilityStatementPage, HomePage, PlainPage
from hub.models import (
    HubPage,
)
from portal.accounts.models import School, User
from portal.content.models import Area, GuidanceRecord, PortalSettings
from tests.demo_files.files import HUB
from tests.home.small_files import counts, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(db):
    """The demo content of this repository, loaded."""
    load()


LOCAL = [ServiceKind.FRONT_DOOR, ServiceKind.OUT_OF_HOURS, ServiceKind.LADO, ServiceKind.SERVICE]


def test_the_demonstration_loads_twice_the_same(loaded):
    before = counts()
    load()
    assert counts() == before


def test_how_much_there_is(loaded):
    local = Service.objects.filter(kind__in=LOCAL)
    assert local.count() == 50
    assert Service.objects.filter(kind=ServiceKind.HELPLINE).count() == 18
    assert Service.objects.filter(kind=ServiceKind.NATIONAL_LINK).count() == 5
    assert (LeadRule.objects.count(), GuidanceRecord.objects.count()) == (14, 77)
    assert (School.objects.count(), User.objects.filter(is_demo=True).count()) == (7, 7)
    assert SchoolLink.objects.filter(school__slug="ravensmoor-high").count() == 14
    assert Authenticator.objects.count() == 4


def test_the_shares_of_freshness_hold_on_any_day(loaded):
    local = Service.objects.filter(kind__in=LOCAL).prefetch_related("assurances")
    ages = [service.freshness.age_days for service in local if service.freshness.age_days is not None]
    added = 4  # the two more services, the closed one and the unavailable one: all checked of late
    assert sum(age <= 25 for age in ages) == 30 + added
    assert sum(90 <= age <= 170 for age in ages) == 10
    overdue = [service.slug for service in local if service.freshness.state == State.OVERDUE]
    assert len(overdue) == 6
    assert "thornmere-attendance-support-team" in overdue


def test_everything_is_published_and_governed(loaded):
    for model in (Area, GuidanceRecord, LeadRule, Organization, Protocol, Service, PlainPage, HomePage):
        for thing in model.objects.all():
            assert thing.live, thing
            assert thing.maintainer_id, thing
            assert thing.live_revision_id == thing.latest_revision_id, thing
    assert Counter(Service.objects.values_list("has_unpublished_changes", flat=True)).keys() == {False}


def test_the_agreements_have_their_documents(loaded):
    for protocol in Protocol.objects.all():
        assert default_storage.exists(protocol.document.file.name)
        assert protocol.document.filename.endswith(".txt")
        assert protocol.next_review


def test_the_portal_knows_whose_it_is(loaded):
    portal = PortalSettings.for_site(Site.objects.get(is_default_site=True))
    assert portal.strapline == "for schools in Ambleford and Thornmere"
    assert portal.home_authority.slug == "ambleford"
    assert AccessibilityStatementPage.objects.get().live


def test_nothing_that_the_demonstration_lists_is_lost(demo):
    """A block of a name that the page does not know would vanish without a word."""
    fields = {**LINES, **{word: field for word, (field, _) in RESOURCES.items()}}
    fields |= {word: word for word in ("members", "recommendations", "actions", "items")}
    seen = set()
    for file in HUB.rglob("*.md"):
        head = yaml.safe_load(file.read_text(encoding="utf-8").split("---\n", 2)[1])
        page = HubPage.objects.get(slug=head["slug"]).specific
        for word in fields.keys() & head.keys():
            assert len(getattr(page, fields[word])) == len(head[word]), (file.name, word)
            seen.add(word)
    assert seen == fields.keys()


def test_the_demonstration_has_every_kind_of_page(demo):
    assert GuidanceRecord.objects.exists()
    by_kind = {}
    for page in HubPage.objects.all():
        by_kind.setdefault(page.specific_class.__name__, []).append(page)
    assert len(by_kind) == 10
    assert {name for name, pages in by_kind.items() if len(pages) < 1} == set()
    assert (len(by_kind["ArticlePage"]), len(by_kind["TopicPage"]), len(by_kind["BarrierPage"])) == (
        12,
        12,
        32,
    )
    for page in HubPage.objects.all():
        assert page.live and page.maintainer_id and page.next_review, page
        assert page.live_revision_id == page.latest_revision_id, page
