"""Looking through the hub: what the groups mean, what is left out, what it costs."""

import datetime
import re
from urllib.parse import parse_qsl

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies
from wagtail.signal_handlers import disable_reference_index_auto_update

from hub.browse import PAGE_SIZE, PAST, Listing
from hub.models import ArticlePage, HubPage, Kind, MeetingPage, PolicyPage, PracticePage, TopicPage
from portal.content.enums import GuidanceStatus, Strand
from portal.content.models import Audience, Topic
from tests.factories.hub import KINDS, add_page, shelf_for

pytestmark = pytest.mark.django_db
HUB = "/hub/"
GROUPS = ["topic", "audience", "kind", "strand", "status"]
NOBODY = AnonymousUser()


def listing(query="", shelf=None) -> Listing:
    return Listing(QueryDict(query), NOBODY, shelf)


def found(query="", shelf=None) -> list[int]:
    """Return the keys of all that `query` finds, on every page of the list."""
    return list(listing(query, shelf).page_obj.paginator.object_list)


def counts(query, group) -> dict[str, int]:
    return {option.value: option.count for option in listing(query).group(group).options}


@pytest.fixture
def empty_hub(db):
    """A hub with its shelves and nothing on them."""
    for page in HubPage.objects.all():
        page.delete()


# What the groups mean


def test_parameters_are_those_that_links_rely_on(demo):
    assert [group.name for group in listing().groups] == GROUPS


def test_or_within_and_and_between(demo):
    both, one, other = found("kind=article&kind=topic"), found("kind=article"), found("kind=topic")
    assert set(both) == set(one) | set(other) and one and other
    partners, topics = found("strand=partners"), found("kind=topic")
    assert set(found("strand=partners&kind=topic")) == set(partners) & set(topics) != set()


def test_a_count_leaves_out_the_choices_of_its_own_group(demo):
    assert counts("kind=article", "kind") == counts("", "kind")
    assert counts("kind=article", "strand") != counts("", "strand")


@pytest.mark.parametrize(
    "query", ["", "kind=topic", "audience=dsl&strand=school", "topic=attendance&kind=article"]
)
def test_each_count_is_the_length_of_the_list_that_its_box_gives(demo, query):
    for group in listing(query).groups:
        others = "&".join(part for part in query.split("&") if not part.startswith(f"{group.name}="))
        for option in group.options:
            assert option.count == len(found(f"{others}&{group.name}={option.value}")), option


PAGE = strategies.fixed_dictionaries(
    {
        "kind": strategies.sampled_from([ArticlePage, TopicPage, PracticePage]),
        "topics": strategies.sets(strategies.sampled_from(["attendance", "safeguarding"])),
        "audiences": strategies.sets(strategies.sampled_from(["dsl", "head"])),
        "strand": strategies.sampled_from(["", "partners", "school"]),
        "status": strategies.sampled_from(["current", "superseded", "withdrawn", "draft"]),
    }
)
VALUES = {
    "topic": ["attendance", "safeguarding", "nonsense"],
    "audience": ["dsl", "head"],
    "kind": ["article", "topic", "practice"],
    "strand": ["partners", "school"],
    "status": ["current", "superseded", "draft"],
}
CHOICES = strategies.fixed_dictionaries(
    {name: strategies.sets(strategies.sampled_from(values)) for name, values in VALUES.items()}
)


def values_of(made: dict) -> dict[str, set]:
    return {
        "topic": made["topics"],
        "audience": made["audiences"],
        "kind": {made["kind"]._meta.model_name.removesuffix("page")},
        "strand": {made["strand"]},
        "status": {made["status"]},
    }


def fits(values: dict[str, set], chosen: dict[str, set], but: str = "") -> bool:
    """Say the rule a second time, page by page, in other words than the code does."""
    if but != "status" and not chosen.get("status") and values["status"] & PAST:
        return False
    return all(name == but or not wanted or values[name] & wanted for name, wanted in chosen.items())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pages=strategies.lists(PAGE, min_size=1, max_size=6), chosen=CHOICES)
def test_lists_and_counts_are_what_counting_by_hand_gives(empty_hub, pages, chosen):
    made = {}
    for one in pages:
        fields = {
            "topics": Topic.objects.filter(slug__in=one["topics"]),
            "audiences": Audience.objects.filter(slug__in=one["audiences"]),
        }
        page = add_page(one["kind"], strand=one["strand"], status=one["status"], **fields)
        made[page.pk] = values_of(one)
    offered = {
        name: set().union(*(values[name] for values in made.values())) for name in ("topic", "audience")
    }
    used = {name: wanted & offered.get(name, wanted) for name, wanted in chosen.items()}
    seen = Listing(_query(chosen), NOBODY)
    try:
        assert set(seen.page_obj.paginator.object_list) == {pk for pk, v in made.items() if fits(v, used)}
        for name in VALUES:
            others = {pk: v for pk, v in made.items() if fits(v, used, but=name)}
            for option in seen.group(name).options:
                assert option.count == sum(option.value in v[name] for v in others.values()), option
    finally:
        for page in HubPage.objects.all():
            page.delete()


def _query(chosen: dict[str, set]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, values in chosen.items():
        query.setlist(name, sorted(values))
    return query


def test_a_chip_takes_one_choice_back(demo):
    chips = listing("kind=article&kind=topic&strand=partners").chips
    assert [(chip.legend, chip.label) for chip in chips] == [
        ("Kind", Kind.ARTICLE.label),
        ("Kind", Kind.TOPIC.label),
        ("What schools work on", Strand.PARTNERS.label),
    ]
    without = [sorted(parse_qsl(chip.without.removeprefix("?"))) for chip in chips]
    assert without[0] == [("kind", "topic"), ("strand", "partners")]
    assert without[2] == [("kind", "article"), ("kind", "topic")]


def test_a_value_that_nobody_offers_is_ignored(client, demo):
    assert found("topic=nonsense&kind=nonsense&colour=red") == found("")
    page = client.get(f"{HUB}?kind=nonsense&page=1")
    assert not page.context["listing"].is_narrowed and "app-chips--removable" not in page.text


def test_a_box_that_leads_nowhere_is_not_offered_unless_it_is_ticked(empty_hub):
    add_page(ArticlePage, strand="school")
    add_page(TopicPage)
    assert "school" not in counts("kind=topic", "strand")
    assert counts("kind=topic&strand=school", "strand")["school"] == 0


def test_an_empty_result_shows_ways_on(client, demo):
    address = next(
        f"{HUB}?kind={kind}&audience={audience}"
        for kind in Kind.values
        for audience in Audience.objects.values_list("slug", flat=True)
        if not found(f"kind={kind}&audience={audience}") and audience in counts("", "audience")
    )
    page = client.get(address)
    assert "Nothing was found" in page.text and "Who can help" in page.text
    assert page.context["listing"].chips


# The shelves


@pytest.mark.parametrize("kind", KINDS)
def test_a_shelf_shows_its_own_kind_and_offers_no_other(client, demo, kind):
    shelf = shelf_for(kind)
    page = client.get(shelf.url)
    assert page.status_code == 200
    shown = HubPage.objects.filter(pk__in=found("", shelf))
    assert shown.count() == kind.objects.listed().exclude(status__in=PAST).count() > 0
    assert {each.specific_class for each in shown} == {kind}
    assert "kind" not in [group.name for group in page.context["listing"].groups]


def test_articles_come_newest_first_and_topics_by_name(empty_hub):
    now = timezone.now()
    for number, title in enumerate(["b one", "A two", "c three"]):
        for kind in (ArticlePage, TopicPage):
            add_page(kind, title=title, first_published_at=now - datetime.timedelta(days=number))
    assert [page.title for page in listing("", shelf_for(ArticlePage)).shown] == ["b one", "A two", "c three"]
    assert [page.title for page in listing("", shelf_for(TopicPage)).shown] == ["A two", "b one", "c three"]


# What is past


@pytest.mark.parametrize("status", sorted(PAST))
def test_what_is_past_is_shown_only_to_those_who_ask(client, empty_hub, status):
    past, current = (
        add_page(PolicyPage, status=status, changed_on="2026-05-05", change_note="Gone"),
        add_page(),
    )
    assert found("") == [current.pk]
    assert found(f"status={status}") == [past.pk]
    assert counts("", "status") == {"current": 1, status: 1}
    assert counts("", "kind") == {"article": 1}
    assert past.url not in client.get(HUB).text
    assert past.url not in client.get(shelf_for(PolicyPage).url).text
    page = client.get(f"{HUB}?status={status}")
    assert past.url in page.text and GuidanceStatus(status).label in page.text
    assert client.get(past.url).status_code == 200


# What readers see


def test_the_first_page_of_a_hub_without_pages(client, empty_hub):
    page = client.get(HUB)
    assert page.status_code == 200 and "Nothing is published here yet" in page.text
    for kind in KINDS:
        assert "Nothing is published here yet" in client.get(shelf_for(kind).url).text


def test_the_first_page_shows_topics_new_pages_and_changes(client, empty_hub):
    topic, other = (add_page(TopicPage, title=title) for title in ("Topic of ours", "a topic of theirs"))
    changed = add_page(
        title="A changed one",
        changed_on=datetime.date(2026, 5, 5),
        change_note="A step more.",
        strand="school",
    )
    page = client.get(HUB)
    assert [one.pk for one in page.context["topics"]] == [other.pk, topic.pk]
    assert {one.pk for one in page.context["newest"]} == {topic.pk, other.pk, changed.pk}
    assert [one.pk for one in page.context["changed"]] == [changed.pk]
    assert "5 May 2026. A step more." in page.text
    assert re.search(r'\?strand=school">[^<]*<span class="app-muted">\(1\)', page.text)


def test_pages_keep_every_choice(client, empty_hub):
    for number in range(PAGE_SIZE + 1):
        add_page(MeetingPage if number % 2 else ArticlePage, strand="school")
    page = client.get(f"{HUB}?kind=article&kind=meeting&strand=school")
    following = re.search(r'rel="next"[^>]*href="\?([^"]*)"', page.text)[1].replace("&amp;", "&")
    assert following.count("kind=") == 2
    second = client.get(f"{HUB}?{following}")
    assert second.context["listing"].page_obj.number == 2
    assert len(second.context["listing"].shown) == 1
    one, two = (set(each.context["listing"].page_obj.object_list) for each in (page, second))
    assert not one & two


@pytest.mark.parametrize("page", ["-1", "0", "abc", "99999999999999999999999", "1e9", "²", ""])
def test_an_absurd_page_number_answers(client, demo, page):
    assert client.get(HUB, {"page": page}).status_code == 200


@pytest.mark.parametrize("name", [*GROUPS, "page", "q"])
@pytest.mark.parametrize("value", ["", "%00", "x" * 3000, "-1", "9" * 20, "%27%22%3Cb%3E", "١", "%ED%A0%80"])
def test_a_hostile_value_is_a_clear_answer(client, demo, name, value):
    for address in (HUB, "/hub/articles/"):
        page = client.get(f"{address}?{name}={value}")
        assert page.status_code in {200, 400}
        assert "<b>" not in page.content.decode(errors="replace")


# What it costs

ADDRESSES = [
    HUB,
    f"{HUB}?page=1",
    f"{HUB}?kind=article&strand=school",
    "/hub/articles/",
    "/hub/articles/?page=2",
]


def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def add_several(many: int):
    topics, audiences = list(Topic.objects.all()[:3]), list(Audience.objects.all()[:2])
    changes = {"changed_on": datetime.date(2026, 5, 5), "change_note": "More."}
    with disable_reference_index_auto_update():
        for number in range(many):
            kind = ArticlePage if number % 2 else TopicPage
            add_page(kind, "Text.", topics=topics, audiences=audiences, strand="school", **changes)


def test_two_and_fifty_pages_cost_the_same_queries(client, empty_hub):
    add_several(2)
    for address in ADDRESSES:
        queries(client, address)  # what is read once and kept
    few = [queries(client, address) for address in ADDRESSES]
    add_several(48)
    assert [queries(client, address) for address in ADDRESSES] == few
    assert max(few) <= 15, few
    assert max(len(client.get(address).content) for address in ADDRESSES) < 60_000
