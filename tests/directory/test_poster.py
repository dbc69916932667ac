"""The poster and the leaflet: what they say, what they never say, and what they cost."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.models import Organization, Phone, SchoolLink, Service

pytestmark = pytest.mark.django_db
POSTER, LEAFLET = "/directory/poster/", "/directory/leaflet/"
LEAD = "declan.roe@ravensmoor.example.org"
DOOR, CAMHS = "thornmere-front-door", "midmere-camhs-single-point-of-access"


def queries(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def names(page) -> list[str]:
    return [entry.service.slug for entry in page.context["sheet"].entries]


def test_one_service_with_what_a_wall_needs(client, demo):
    page = client.get(POSTER, {"service": DOOR})
    for words in ("01632 960201", "01632 960202", "999", "Printed", "Checked", "Mon to Fri", "<svg"):
        assert words in page.text
    assert "style=" not in page.text.split("<main")[1]


def test_several_are_given_one_by_one_or_with_commas(client, demo):
    one_by_one = names(client.get(f"{POSTER}?service={DOOR}&service={CAMHS}&service={DOOR}"))
    assert one_by_one == [DOOR, CAMHS] == names(client.get(f"{POSTER}?service={CAMHS},{DOOR}"))


def test_by_need_and_area(client, demo):
    page = client.get(POSTER, {"need": "mental-health", "area": "ambleford"})
    assert CAMHS in names(page) and DOOR not in names(page)
    assert "Who can help with mental health" in page.text


def test_thirteen_are_too_many_and_none_is_lost(client, demo):
    slugs = list(Service.objects.listed().values_list("slug", flat=True)[:13])
    page = client.get(POSTER, {"service": slugs})
    assert len(names(page)) == 12 and "Choose up to 12" in page.text
    left_out = [service.slug for service in page.context["sheet"].left_out]
    assert sorted(names(page) + left_out) == sorted(slugs)
    again = re.search(r'href="([^"]+pick=1[^"]+)"', page.text)[1].replace("&amp;", "&")
    assert {service.slug for service in client.get(again).context["chosen"]} == set(slugs)


@pytest.mark.parametrize("path", [POSTER, LEAFLET])
class TestManyTicks:
    def test_a_hundred_are_told_how_many_fit(self, client, demo, path):
        organization = Organization.objects.first()
        slugs = [f"{number:03}-{'a-long-name-' * 10}"[:120] for number in range(100)]
        Service.objects.bulk_create(
            Service(name=slug, slug=slug, organization=organization, live=True) for slug in slugs
        )
        answer = client.post(path, {"service": slugs})
        assert answer.status_code == 302
        page = client.get(answer.url)
        assert page.status_code == 200
        assert "That was too many services at once. 14 of them are still ticked." in page.text
        assert sorted(one.slug for one in page.context["chosen"]) == slugs[:14]

    def test_of_short_names_thirty_are_kept(self, client, demo, path):
        slugs = list(Service.objects.listed().values_list("slug", flat=True)[:40])
        page = client.get(client.post(path, {"service": slugs}).url)
        assert "30 of them are still ticked." in page.text

    def test_what_is_ticked_becomes_an_address_without_a_cookie(self, demo, path):
        strict = Client(enforce_csrf_checks=True)
        answer = strict.post(path, {"service": [CAMHS, DOOR], "need": "", "area": "ambleford"})
        assert answer.url == f"{path}?area=ambleford&service={CAMHS},{DOOR}"
        assert not answer.cookies
        assert names(strict.get(answer.url)) == [DOOR, CAMHS]

    @pytest.mark.parametrize(
        "posted",
        [{}, {"service": "x" * 90_000}, {"service": "a&b=c\r\nX: y"}, {"page": "x" * 9000, "need": "\u202e"}],
    )
    def test_whatever_is_posted_leads_to_the_boxes(self, client, demo, path, posted):
        answer = client.post(path, posted)
        assert answer.status_code == 302 and answer.url.startswith(f"{path}?") and len(answer.url) < 2000
        assert "<form" in client.get(answer.url).text


@pytest.mark.parametrize("path", [POSTER, LEAFLET])
@pytest.mark.parametrize(
    "query", ["", "service=atlantis", "service=", "service=,,,", "need=x", "page=99999", "page=x", "ours="]
)
def test_what_names_nothing_gets_the_boxes(client, demo, path, query):
    page = client.get(f"{path}?{query}")
    assert page.status_code == 200 and 'name="service"' in page.text


def test_a_service_that_nobody_lists_is_refused_in_words(client, demo):
    gone = Service.objects.get(availability="defunct")
    assert "None of these services is in the directory now" in client.get(POSTER, {"service": gone.slug}).text


def test_what_is_ticked_stays_ticked_on_the_next_page(client, demo):
    page = client.get(POSTER, {"service": DOOR, "page": "2"})
    assert re.search(rf'value="{DOOR}" checked', page.text)


class TestOurs:
    """The services that a school uses, with its key contacts; for its own staff."""

    def test_signed_out_signs_in_and_comes_back(self, client, demo):
        answer = client.get(f"{POSTER}?ours=1")
        assert (
            answer.status_code == 302
            and answer["Location"] == "/accounts/login/?next=/directory/poster/%3Fours%3D1"
        )

    def test_key_contacts_and_link_persons(self, signed_in):
        page = signed_in(LEAD).get(f"{POSTER}?ours=1")
        assert "Declan Roe" in page.text and "Ravensmoor High" in page.text
        assert "no-store" in page["Cache-Control"] and "private" in page["Cache-Control"]

    def test_not_without_a_sign_in(self, client, signed_in):
        signed_in(LEAD).get(POSTER, {"service": DOOR})
        client.cookies.clear()
        page = client.get(POSTER, {"service": DOOR})
        assert "Declan Roe" not in page.text and "key contacts of your school" in page.text
        assert "Cookie" in page["Vary"]

    def test_what_is_put_aside_is_not_on_it(self, signed_in):
        SchoolLink.objects.filter(service__slug="ambleford-front-door").update(used_now=False)
        assert "ambleford-front-door" not in names(signed_in(LEAD).get(f"{POSTER}?ours=1"))

    def test_a_school_without_links_gets_the_boxes(self, signed_in):
        page = signed_in("priya.nair@tidewell.example.net").get(f"{POSTER}?ours=1")
        assert page.status_code == 200


class TestNumbers:
    """Public numbers only, whoever asks; none for professionals on the leaflet."""

    @pytest.fixture
    def numbers(self, demo):
        camhs = Service.objects.get(slug=CAMHS)
        for digit, purpose, level in (
            (1, "professionals", "dsl"),
            (2, "professionals", "staff"),
            (3, "professionals", "public"),
        ):
            Phone.objects.create(
                service=camhs, number=f"+44163296070{digit}", purpose=purpose, visibility=level, sort_order=9
            )
        away = camhs.out_of_hours_service
        Phone.objects.filter(service=away).update(visibility="dsl")

    def test_the_poster(self, signed_in, numbers):
        page = signed_in(LEAD).get(POSTER, {"service": CAMHS}).text
        assert "960703" in page and "960701" not in page and "960702" not in page
        assert "01632 960202" not in page

    def test_the_leaflet(self, client, numbers):
        page = client.get(LEAFLET, {"service": CAMHS}).text
        assert "01632 960305" in page and "960703" not in page and "960701" not in page
        assert "refer" not in page.split("app-paper__entries")[1].lower()
        assert "111" in page

    def test_boxes_of_the_leaflet_are_for_families(self, client, demo):
        page = client.get(LEAFLET, {"page": "1"})
        offered = {service.slug for service in page.context["page_obj"].paginator.object_list}
        assert "childline" in offered and "ambleford-lado" not in offered


class TestCost:
    """As many queries for twelve as for one, and with 10,000 services as with fifty."""

    @pytest.mark.parametrize("path", [POSTER, LEAFLET])
    def test_twelve_cost_what_two_cost(self, client, demo, path):
        slugs = list(Service.objects.listed().filter(kind="service").values_list("slug", flat=True)[:12])
        two, twelve = (f"{path}?service={','.join(slugs[:n])}" for n in (2, 12))
        assert queries(client, twelve) <= queries(client, two) <= 15

    def test_signed_in(self, signed_in):
        assert queries(signed_in(LEAD), f"{POSTER}?ours=1") <= 15

    @pytest.mark.parametrize("path", [POSTER, f"{POSTER}?need=mental-health", LEAFLET])
    def test_ten_thousand(self, client, demo, path):
        before = queries(client, path)
        organisation = Organization.objects.first()
        Service.objects.bulk_create(
            Service(name=f"Bulk {n}", slug=f"bulk-{n}", summary="Bulk", organization=organisation, live=True)
            for n in range(10_000)
        )
        assert queries(client, path) <= before
        assert len(client.get(path).content) < 100_000
