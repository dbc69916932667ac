"""The index follows the content: each change that matters, undone ones not, and nothing lost in between."""

import datetime
import random

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from directory.merge import merge as merge_services
from directory.models import AlternateName, Service
from hub.models import ArticlePage, HubHomePage, HubSectionPage, KeyLearning, TopicPage
from portal.accounts.models import User
from portal.content.models import Area, GuidanceRecord, HelpWith, Tag, Topic
from portal.content.tags import merge as merge_tags
from portal.search import adapters, index, outbox
from portal.search.models import SearchChange, SearchDocument, SearchEdition, SearchTerm
from tests.factories.directory import AreaFactory, OrganizationFactory, ServiceFactory
from tests.factories.hub import add_page

pytestmark = pytest.mark.django_db


def row(thing) -> SearchDocument | None:
    """Return the row of `thing`, after whatever waits was indexed."""
    outbox.settle()
    adapter = adapters.adapter_of(type(thing))
    return SearchDocument.objects.filter(key=adapter.key(thing.pk)).first()


def facets(thing, group: str) -> set[str]:
    return set(row(thing).facets.filter(group=group).values_list("value", flat=True))


def pending() -> set[str]:
    return set(SearchChange.objects.values_list("key", flat=True))


@pytest.fixture
def article(db):
    """A published article, indexed."""
    return indexed(add_page(title="Wombling free"))


def indexed(thing):
    outbox.settle()
    return thing


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


# ---------------------------------------------------------------- the outbox


def test_what_is_rolled_back_is_no_change(article):
    before = row(article).version
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        article.unpublish()
        assert pending()
        raise ZeroDivisionError
    assert not pending()
    assert row(article).version == before
    # What the savepoint undid is noted anew when it happens again.
    ArticlePage.objects.get(pk=article.pk).unpublish()
    assert pending()
    assert row(article) is None


def test_a_change_is_noted_once_a_transaction(article):
    outbox.mark([f"hub.hubpage:{article.pk}"])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        outbox.mark([f"hub.hubpage:{article.pk}"])
    assert len(queries) == 0


def test_one_that_fails_waits_and_holds_nothing_up(article, monkeypatch, caplog):
    other = add_page(title="Another")
    adapter = adapters.adapter_of(ArticlePage)
    real = type(adapter).entry

    def entry(self, thing):
        if thing.pk == article.pk:
            raise ValueError("no such thing")
        return real(self, thing)

    outbox.mark([adapter.key(article.pk)])
    with monkeypatch.context() as patch:
        patch.setattr(type(adapter), "entry", entry)
        outbox.settle()
    assert pending() == {adapter.key(article.pk)}
    assert SearchChange.objects.get().attempts == 1
    assert "could not index" in caplog.text
    assert row(other)
    assert row(article)  # settled again, now that it can be
    assert_counts()


def test_what_a_crash_left_is_done_later(article):
    SearchDocument.objects.filter(key=f"hub.hubpage:{article.pk}").values_list("pk", flat=True)
    outbox.mark([f"hub.hubpage:{article.pk}"])  # and the program ended here
    assert not SearchDocument.objects.filter(key=f"hub.hubpage:{article.pk}").exists()
    assert outbox.settle() == 1
    assert row(article)
    assert_counts()


def test_together_notes_everything_once_at_the_end():
    with outbox.together():
        pages = [add_page() for _ in range(3)]
        assert not pending()
    assert {f"hub.hubpage:{page.pk}" for page in pages} <= pending()


def test_together_with_a_mistake_notes_nothing():
    with pytest.raises(ZeroDivisionError), outbox.together():
        outbox.mark(["tool:glossary"])
        raise ZeroDivisionError
    assert not pending()
    outbox.mark(["tool:glossary"])  # and later changes are noted again
    assert pending() == {"tool:glossary"}


def test_renewing_keeps_the_row_until_it_is_written(article, monkeypatch):
    monkeypatch.setattr(outbox, "settle", lambda keys, said: None)
    outbox.renew([f"hub.hubpage:{article.pk}"])
    assert SearchDocument.objects.filter(key=f"hub.hubpage:{article.pk}").exists()
    monkeypatch.undo()
    outbox.settle()
    assert_counts()


def test_every_change_raises_the_edition(article):
    before = index.edition()
    article.unpublish()
    outbox.settle()
    assert index.edition() > before
    assert SearchEdition.objects.count() == 1


def test_compare_names_what_is_missing_extra_and_old(article):
    other = indexed(add_page(title="Another"))
    gone, old = f"hub.hubpage:{article.pk}", f"hub.hubpage:{other.pk}"
    SearchDocument.objects.filter(key=gone).update(key="hub.hubpage:0")
    SearchDocument.objects.filter(key=old).update(title="What it once was")
    found = index.compare()
    assert (found.missing, found.extra, list(found.old)) == ([gone], ["hub.hubpage:0"], [old])
    assert index.compare(thorough=False).keys() == [gone, "hub.hubpage:0"]
    outbox.mark(found.keys())
    assert not index.compare()  # noted: still to be done, and no difference
    outbox.settle()
    assert not index.compare()
    assert row(other).title == "Another"


# ---------------------------------------------------------------- the counts


def assert_counts():
    """Assert that the words are counted as a new count would count them."""
    counted: dict[str, int] = {}
    for document in SearchDocument.objects.all():
        for word in index.words_of(document):
            counted[word] = counted.get(word, 0) + 1
    rows = SearchTerm.objects.values_list("text", "is_stem", "documents")
    assert {("+" if is_stem else "") + text: documents for text, is_stem, documents in rows} == counted


@pytest.mark.parametrize("seed", range(3))
def test_the_counts_follow_whatever_happens(seed):
    chance = random.Random(seed)
    words = ["wombat", "wombats", "numbat", "Café", "quoll", "quolls'", "bilby"]
    pages = [add_page(title=chance.choice(words)) for _ in range(4)]
    for _ in range(30):
        page = chance.choice(pages)
        page.refresh_from_db()
        happening = chance.choice(["publish", "unpublish", "settle", "undo", "again"])
        if happening == "publish":
            page.title = " ".join(chance.choices(words, k=2))
            page.save_revision().publish()
        elif happening == "unpublish" and page.live:
            page.unpublish()
        elif happening == "settle":
            outbox.settle()
            assert_counts()
        elif happening == "again":
            outbox.renew([f"hub.hubpage:{page.pk}"])
        elif happening == "undo":
            with transaction.atomic():
                page.title = "numbat undone"
                page.save_revision().publish()
                outbox.settle(chance.choice([None, []]))
                transaction.set_rollback(True)
    outbox.settle()
    assert_counts()
    assert not index.compare()


# ---------------------------------------------------------------- what it costs


def queries_of(action) -> int:
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)


def test_a_publish_pays_the_same_for_the_search_whatever_belongs_to_the_page():
    few, many = add_page(title="Few"), add_page(title="Many")
    for count, page in ((2, few), (50, many)):
        topics = [Topic.objects.create(name=f"T{page.pk} {n}", slug=f"t{page.pk}-{n}") for n in range(count)]
        page.topics.set(topics)
        page.save()
    outbox.settle()
    costs = [queries_of(lambda page=page: note_and_index(page)) for page in (few, few, many)]
    assert costs[1] == costs[2] <= 25


def note_and_index(page):
    key = f"hub.hubpage:{page.pk}"
    outbox.mark([key])
    outbox.settle([key])


def test_indexing_fifty_things_costs_as_many_queries_as_two():
    pages = [add_page(TopicPage, title=f"Page {number}", text="Some words.") for number in range(50)]
    outbox.settle()
    keys = [f"hub.hubpage:{page.pk}" for page in pages]
    outbox.settle(keys[:1])
    costs = []
    for some in (keys[:2], keys):
        outbox.mark(some)
        costs.append(queries_of(lambda some=some: outbox.settle(some)))
    assert costs[0] == costs[1] <= 25
