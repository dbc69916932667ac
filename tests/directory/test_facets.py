"""The list narrowed: what each count promises, what is left out, and what ten thousand services cost."""

import datetime as dt
import re

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory import edition
from directory.enums import Criticality, Referrer, ServiceKind
from directory.facets import Index
from directory.finder import LEGENDS, Finder
from directory.freshness import Freshness, leaves_lists
from directory.models import AlternateName, Edition, ReferralRoute, Service
from portal.content.models import HelpWith
from tests.factories.directory import AssuranceFactory, ServiceFactory
from tools.many_services import add_services

pytestmark = pytest.mark.django_db
LIST = "/directory/services/"


def finder(query="") -> Finder:
    return Finder(QueryDict(query))


def index() -> Index:
    return finder().index


def counts(query, group) -> dict[str, int]:
    found = [each for each in finder(query).groups if each.name == group]
    return {option.value: option.count for each in found for option in each.options}


def slugs(query) -> set[str]:
    return set(Service.objects.filter(pk__in=finder(query).pks).values_list("slug", flat=True))


def queries(client, path) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


# What the groups mean


def test_parameters_are_those_that_links_rely_on():
    assert list(LEGENDS) == ["need", "area", "level", "refer", "urgency", "format", "holidays", "kind"]
    assert list(index().groups) == list(LEGENDS)


@pytest.mark.parametrize(
    "query", ["", "need=housing", "area=thornmere&level=3", "q=team&kind=service&refer=dsl", "urgency=now"]
)
def test_each_count_is_the_length_of_the_list_that_choosing_only_it_in_its_group_gives(demo, query):
    for group in finder(query).groups:
        others = "&".join(part for part in query.split("&") if not part.startswith(f"{group.name}="))
        for option in group.options:
            assert option.count == len(finder(f"{others}&{group.name}={option.value}").pks), option


def test_a_choice_does_not_change_the_counts_of_its_own_group(demo):
    assert counts("need=housing", "need") == counts("", "need")
    assert counts("need=housing", "kind") != counts("", "kind")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("need=housing", "need=caring"),
        ("level=1", "level=4"),
        ("refer=senco", "refer=gp"),
        ("urgency=now", "urgency=same_day"),
        ("format=group", "format=course"),
        ("holidays=full", "holidays=reduced"),
        ("kind=lado", "kind=helpline"),
    ],
)
def test_or_within_and_and_between(demo, one, other):
    assert slugs(one) and slugs(other)
    assert slugs(f"{one}&{other}") == slugs(one) | slugs(other)
    assert slugs(f"{one}&area=thornmere") == slugs(one) & slugs("area=thornmere")


def test_an_area_has_its_own_services_and_those_of_england(demo):
    found = slugs("area=thornmere")
    assert "thornmere-front-door" in found and "ambleford-front-door" not in found
    national = Service.objects.in_lists().filter(areas__slug="england")
    assert set(national.values_list("slug", flat=True)) <= found


def test_who_may_refer_takes_in_the_wider_circle(db):
    made = {}
    for who in (Referrer.DSL, Referrer.ANY_STAFF, Referrer.PROFESSIONAL, Referrer.PARENT, Referrer.GP):
        made[who] = ServiceFactory()
        ReferralRoute.objects.create(service=made[who], name="Refer", who_may_refer=[who], use_when="Ask")

    def who_finds(who):
        return {key for key, service in made.items() if service.pk in finder(f"refer={who}").pks}

    assert who_finds("dsl") == {Referrer.DSL, Referrer.ANY_STAFF, Referrer.PROFESSIONAL}
    assert who_finds("any_staff") == {Referrer.ANY_STAFF, Referrer.PROFESSIONAL}
    assert who_finds("parent") == {Referrer.PARENT}
    assert who_finds("gp") == {Referrer.GP, Referrer.PROFESSIONAL}


def test_levels_are_a_span(db):
    service = ServiceFactory(level_from=2, level_to=3)
    assert [service.pk in finder(f"level={n}").pks for n in (1, 2, 3, 4)] == [False, True, True, False]


def test_local_services_come_before_national_ones(demo):
    kinds = list(Service.objects.in_bulk(finder().pks).values())
    order = {service.pk: service.kind in {"helpline", "national_link"} for service in kinds}
    national = [order[pk] for pk in finder().pks]
    assert national == sorted(national) and any(national)


def test_words_narrow_together_with_choices(demo):
    assert "midmere-camhs-single-point-of-access" in slugs("q=camhs")
    assert slugs("q=camhs&kind=lado") == set()


def test_twelve_common_words_are_answered_at_once(demo):
    """Each word was once a join of its own: twelve multiplied the rows of names and needs."""
    for number in range(6):
        AlternateName.objects.create(
            service=Service.objects.get(slug="thornmere-front-door"), name=f"abcdeilmnort {number}"
        )
    assert slugs("q=" + "+".join("abcdeilmnort")) >= {"thornmere-front-door"}


# What readers see


def test_an_option_that_leads_nowhere_is_not_offered(client, demo):
    HelpWith.objects.create(name="Unheard of", slug="unheard-of")
    assert "Unheard of" not in client.get(LIST).text


def test_a_need_without_a_service_is_no_dead_end(client, demo):
    HelpWith.objects.create(name="Unheard of", slug="unheard-of")
    page = client.get(f"{LIST}?need=unheard-of")
    assert "No service was found" in page.text
    for way_out in ("Unheard of", "999", "01632 960101", "01632 960201", "/directory/a-z/"):
        assert way_out in page.text


def test_nothing_found_counts_what_each_way_out_gives(client, demo):
    page = client.get(f"{LIST}?kind=lado&need=housing&area=thornmere")
    assert not page.context["rows"]
    links = re.findall(r'href="\?([^"]*)">Without [^<]*</a> \((\d+)', page.text)
    assert links
    for query, count in links:
        assert len(finder(query.replace("&amp;", "&")).pks) == int(count) > 0


def test_a_chip_takes_one_filter_away(demo):
    chips = finder("need=housing&need=caring&q=team").chips
    assert len(chips) == 3
    for chip in chips:
        assert chip.count == len(finder(chip.without.removeprefix("?")).pks)
    assert "need=caring" in next(c for c in chips if c.label == "Housing").without


def test_pages_keep_every_choice(client, demo):
    page = client.get(f"{LIST}?area=thornmere&area=ambleford&holidays=full&holidays=reduced")
    assert 'rel="next"' in page.text
    following = re.search(r'rel="next"[^>]*href="\?([^"]*)"', page.text)[1].replace("&amp;", "&")
    assert client.get(f"{LIST}?{following}").context["page_obj"].number == 2
    assert following.count("area=") == 2 and following.count("holidays=") == 2


@pytest.mark.parametrize("name", [*LEGENDS, "q", "page"])
@pytest.mark.parametrize("value", ["", "%00", "x" * 3000, "-1", "99999999999999999999", "%27%22%3Cb%3E", "١"])
def test_a_hostile_value_is_a_clear_answer(client, demo, name, value):
    assert client.get(f"{LIST}?{name}={value}").status_code in {200, 400}


def test_later_groups_are_folded_and_say_what_is_chosen_in_them(client, demo):
    page = client.get(f"{LIST}?kind=lado&kind=helpline&area=thornmere").text
    groups = re.findall(r'<details class="app-facets__group"( open)?>\s*<summary>(.*?)</summary>', page)
    shown = {re.sub(r"<[^>]*>", "", summary): bool(opened) for opened, summary in groups}
    assert shown["Where the child lives"] and shown["Help with"]
    assert shown["Kind of service (2 chosen)"] is False


# What is left out


@pytest.mark.parametrize("kind", ServiceKind)
@pytest.mark.parametrize("criticality", Criticality)
@pytest.mark.parametrize("over", [-1, 0, 1])
def test_the_list_and_the_query_follow_the_same_rule(db, kind, criticality, over):
    service = ServiceFactory(kind=kind, criticality=criticality)
    age = 3 * criticality.interval_days + over
    AssuranceFactory(service=service, assured_at=timezone.localdate() - dt.timedelta(days=age))
    safety = kind in {ServiceKind.FRONT_DOOR, ServiceKind.OUT_OF_HOURS, ServiceKind.LADO}
    stays = over <= 0 or safety
    assert leaves_lists(kind, Service.objects.get(pk=service.pk).freshness) is not stays
    assert (service in Service.objects.in_lists()) is stays
    assert (service.pk in finder().pks) is stays


def test_a_newer_check_brings_it_back(db):
    service = ServiceFactory(criticality="core")
    AssuranceFactory(service=service, assured_at=timezone.localdate() - dt.timedelta(days=400))
    assert service.pk not in finder().pks
    AssuranceFactory(service=service)
    assert service.pk in finder().pks and service in Service.objects.in_lists()


def test_never_checked_stays(db):
    assert ServiceFactory().pk in finder().pks
    assert not leaves_lists(ServiceKind.SERVICE, Freshness(None, 30))


def test_what_is_left_out_is_said_and_kept_elsewhere(client, demo):
    service = ServiceFactory(name="Quite Forgotten", criticality="core")
    AssuranceFactory(service=service, assured_at=timezone.localdate() - dt.timedelta(days=91))
    page = client.get(f"{LIST}?q=forgotten")
    assert "Left out: 1 service " in page.text and service.get_absolute_url() not in page.text
    assert "Left out" not in client.get(f"{LIST}?q=camhs").text
    assert service.get_absolute_url() in client.get("/directory/a-z/?letter=Q").text
    assert client.get(service.get_absolute_url()).status_code == 200
    type(service.organization).objects.update(live=True)
    page = client.get(service.organization.get_absolute_url())
    assert "Not checked for a long time" in page.text and "Quite Forgotten" in page.text
    assert not page.context["rows"]


# The index is never out of date


def test_every_change_is_seen_at_once(demo):
    service = Service.objects.get(slug="midmere-camhs-single-point-of-access")
    assert service.pk in finder("format=one_to_one").pks
    service.formats = ["leaflet"]
    service.save()
    assert service.pk not in finder("format=one_to_one").pks
    service.routes.all().delete()
    assert service.pk not in finder("refer=gp").pks
    Service.help_with.through.objects.filter(service=service).delete()
    service = Service.objects.get(pk=service.pk)
    service.help_with = [HelpWith.objects.get(slug="housing")]
    service.save()
    assert service.pk in finder("need=housing").pks
    service.unpublish()
    assert service.pk not in finder().pks


def test_a_change_that_is_undone_leaves_nothing_behind(demo):
    before = finder().pks
    try:
        with transaction.atomic():
            ServiceFactory(name="Never was")
            assert len(finder().pks) == len(before) + 1
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert finder().pks == before
    HelpWith.objects.first().save()
    assert finder().pks == before


def test_the_edition_rises_even_where_the_clock_stands_still(db, monkeypatch):
    monkeypatch.setattr(edition.time, "time_ns", lambda: 0)
    edition.bump()
    first = edition.number()
    edition.bump()
    assert edition.number() == first + 1


def test_the_first_change_of_all_makes_the_row(db):
    Edition.objects.all().delete()
    assert edition.number() == 0
    edition.bump()
    assert edition.number() > 0 and Edition.objects.count() == 1


def test_a_new_day_is_a_new_index(demo, monkeypatch):
    today = index()
    assert index() is today
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    assert index() is not today


def test_an_unpublished_entry_is_in_no_count(demo):
    before = counts("", "kind")["lado"]
    lado = Service.objects.filter(kind="lado").first()
    lado.live = False
    lado.save()
    assert counts("", "kind")["lado"] == before - 1


# What it costs


def test_fifty_and_ten_thousand_services_cost_the_same_queries(client, demo):
    paths = [LIST, f"{LIST}?area=thornmere&level=3&format=group&page=2", f"{LIST}?q=bulk&refer=dsl"]
    add_services(50)
    cold, few = queries(client, LIST), [queries(client, path) for path in paths]
    add_services(9_950, start=50)
    assert queries(client, LIST) == cold <= 15
    assert [queries(client, path) for path in paths] == few
    assert max(few) <= 15
    assert len(finder("q=bulk").pks) == 10_000
    assert len(client.get(LIST).content) < 100_000
