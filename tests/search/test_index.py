"""A row of the index follows the content: each change that matters, whatever it belongs to."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from directory.merge import merge as merge_services
from directory.models import AlternateName, Service
from hub.models import HubHomePage, HubSectionPage, KeyLearning
from portal.accounts.models import User
from portal.content.models import Area, GuidanceRecord, HelpWith, Tag, Topic
from portal.content.tags import merge as merge_tags
from portal.search import adapters, index, outbox
from portal.search.models import SearchDocument
from tests.factories.directory import AreaFactory, OrganizationFactory, ServiceFactory
from tests.factories.hub import add_page
from tests.search.rows import facets, pending, row

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- the demonstration


def test_the_demonstration_is_indexed_whole_with_its_tools():
    assert not pending()
    assert not index.compare()
    assert set(adapters.tools()) <= set(SearchDocument.objects.values_list("key", flat=True))


# ---------------------------------------------------------------- publishing


def test_published_and_withdrawn(article):
    assert row(article).title == "Wombling free"
    article.unpublish()
    assert row(article) is None
    article.save_revision().publish()
    assert row(article).title == "Wombling free"
    article.delete()
    assert row(article) is None


def test_a_change_takes_the_row_away_at_once_and_writes_it_after_the_commit(
    article, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        article.title = "Wombling common"
        article.save_revision().publish()
        assert not SearchDocument.objects.filter(key=f"hub.hubpage:{article.pk}").exists()
    assert not pending()
    assert SearchDocument.objects.get(key=f"hub.hubpage:{article.pk}").title == "Wombling common"


def test_a_draft_changes_nothing(article):
    before = row(article).version
    article.title = "Not yet"
    article.save_revision()
    service = Service.objects.first()
    service.name = "Not yet"
    service.save_revision()
    assert not pending()
    assert row(article).version == before


def test_published_and_expired_by_the_clock(article, time_machine):
    article.title = "Wombling by night"
    article.go_live_at = timezone.now() + datetime.timedelta(days=1)
    article.expire_at = timezone.now() + datetime.timedelta(days=3)
    article.save_revision().publish()
    assert row(article).title == "Wombling free"
    time_machine.move_to(timezone.now() + datetime.timedelta(days=2))
    call_command("publish_scheduled")
    assert row(article).title == "Wombling by night"
    time_machine.move_to(timezone.now() + datetime.timedelta(days=2))
    call_command("publish_scheduled")
    assert row(article) is None


def test_a_page_saved_as_a_bare_page_counts(article):
    Page.objects.get(pk=article.pk).unpublish()
    assert row(article) is None


# ---------------------------------------------------------------- the tree


def test_a_slug_moves_the_addresses_below_it(article):
    section = HubSectionPage.objects.get(holds="article")
    section.slug = "pieces"
    section.save_revision().publish()
    assert row(article).url == f"/hub/pieces/{article.slug}/"
    assert row(section).url == "/hub/pieces/"
    assert not index.compare()


def test_a_move_takes_addresses_along(article):
    home = Page.objects.get(depth=2)
    HubHomePage.objects.get().get_children().get(slug="articles").move(home, pos="last-child")
    assert row(article).url == f"/articles/{article.slug}/"
    assert not index.compare()


def test_deleting_a_shelf_takes_out_what_stood_on_it(article):
    HubSectionPage.objects.get(holds="article").delete()
    assert row(article) is None
    assert not index.compare()


def test_privacy_of_an_ancestor_closes_and_opens(article):
    hub = HubHomePage.objects.get()
    restriction = PageViewRestriction.objects.create(page=hub, restriction_type="login")
    assert row(article) is None
    assert not index.compare()
    restriction.delete()
    assert row(article)
    assert not index.compare()


def test_access_of_a_page_closes_and_opens(article):
    for access, is_found in (("staff", False), ("public", True), ("dsl", False)):
        article.access = access
        article.save_revision().publish()
        assert bool(row(article)) == is_found


# ---------------------------------------------------------------- what others hold


def test_topics_from_either_side(article):
    topic = Topic.objects.create(name="Wombles", slug="wombles")
    article.topics.add(topic)
    article.save()
    assert "wombles" in facets(article, "topic")
    topic.slug = "wombles-2"
    topic.save()
    assert "wombles-2" in facets(article, "topic")
    topic.hub_pages.remove(article.hubpage_ptr)
    assert not facets(article, "topic")
    topic.hub_pages.add(article.hubpage_ptr)
    assert facets(article, "topic") == {"wombles-2"}
    topic.hub_pages.clear()
    assert not facets(article, "topic")
    topic.hub_pages.add(article.hubpage_ptr)
    assert facets(article, "topic") == {"wombles-2"}
    topic.delete()
    assert not facets(article, "topic")


def test_tags_renamed_and_merged(article):
    old, new = (Tag.objects.create(name=name, slug=name) for name in ("old-tag", "new-tag"))
    article.tags.add(old)
    article.save()
    service = ServiceFactory()
    service.tags.add(old)
    service.save()
    assert facets(article, "tag") == facets(service, "tag") == {"old-tag"}
    merge_tags(old, new)
    assert facets(article, "tag") == facets(service, "tag") == {"new-tag"}
    new.delete()
    assert facets(article, "tag") == facets(service, "tag") == set()


def test_the_name_of_an_area_and_of_a_need():
    area = AreaFactory(name="Snowdrop", slug="snowdrop")
    service = ServiceFactory(areas=[area])
    need = HelpWith.objects.create(name="Womblitis", slug="womblitis")
    service.help_with.add(need)
    service.save()
    assert row(service).place == "Directory · Snowdrop"
    assert "Womblitis" in row(service).body
    area.name, area.slug, need.name = "Snowdon", "snowdon", "Grumbles"
    area.save()
    need.save()
    assert row(service).place == "Directory · Snowdon"
    assert facets(service, "area") == {"snowdon"}
    assert "Grumbles" in row(service).body


def test_the_name_of_an_organisation():
    service = ServiceFactory(organization=OrganizationFactory(name="Clangers Trust"))
    assert "Clangers Trust" in row(service).body
    service.organization.name = "Soup Dragon Trust"
    service.organization.save()
    assert "Soup Dragon Trust" in row(service).body


def test_other_names_come_and_go():
    service = ServiceFactory()
    name = AlternateName.objects.create(service=service, name="Bagpuss desk", former=True)
    assert row(service).old_names == "Bagpuss desk"
    name.former = False
    name.save()
    assert (row(service).names, row(service).old_names) == ("Bagpuss desk", "")
    name.delete()
    assert row(service).names == ""


def test_a_key_learning_is_found_with_the_pages_that_show_it():
    learning = KeyLearning(slug="bagpuss", title="Old fat furry", text="Saggy catpuss.")
    learning.maintainer = User.objects.filter(is_demo=True).first()
    learning.save()
    page = add_page(body=[("learning", {"learning": learning})])
    assert "Saggy catpuss." in row(page).body
    learning.text = "Loose at the seams."
    learning.save()
    assert "Loose at the seams." in row(page).body
    learning.unpublish()
    assert "Loose at the seams." not in row(page).body


def test_the_status_of_a_record():
    record = GuidanceRecord.objects.filter(live=True, status="current").first()
    record.status = "withdrawn"
    record.save()
    assert row(record).status == "withdrawn"
    changes = SearchDocument.objects.get(key="tool:guidance-changes")
    assert record.title in changes.body


def test_merged_services_leave_one():
    kept, other = ServiceFactory(name="Kept desk"), ServiceFactory(name="Other desk")
    outbox.settle()
    merge_services(kept, other, set(), User.objects.get(email="marguerite.osei@ambleford.example.org"))
    assert row(other) is None
    assert "Other desk" in row(kept).names
    assert not index.compare()


def test_areas_linked_from_the_other_side():
    service, area = ServiceFactory(), AreaFactory(slug="far-away")
    outbox.settle()
    area.services.add(service)
    assert "far-away" in facets(service, "area")
    Area.objects.filter(pk=area.pk).delete()
    assert "far-away" not in facets(service, "area")
