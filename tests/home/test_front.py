"""The home page: the right numbers, first, and cheap however much there is."""

import datetime

import pytest

from directory.models import Organization, Phone, Schedule, Service
from home.front import front_page
from portal.content.models import Area, GuidanceRecord, HelpWith


@pytest.fixture
def organisation(empty_portal):
    return Organization.objects.create(name="Council", slug="council", kind="council", description="-")


@pytest.fixture
def area(empty_portal):
    def make(name):
        return Area.objects.create(name=name, slug=name.lower(), authority_name=f"{name} Council")

    return make


@pytest.fixture
def door(organisation):
    """Make a service that can be called: numbers is a list of (number, area or None)."""

    def make(name, areas, numbers, kind="front_door", **fields):
        slug = name.lower().replace(" ", "-")
        service = Service(name=name, slug=slug, organization=organisation, kind=kind, summary="-", **fields)
        service.areas = areas
        service.phones = [Phone(number=number, area=place) for number, place in numbers]
        service.schedules = [Schedule(days=["mon"], opens=datetime.time(9), closes=datetime.time(17))]
        service.save()
        return service

    return make


def test_each_area_has_its_door(client, area, door):
    a, b = area("Aford"), area("Bmere")
    door("B door", [b], [("+441632960201", None)])
    door("A door", [a], [("+441632960101", None)])
    found = front_page()["front_doors"]
    assert [(each.area, each.phone.display) for each in found] == [(a, "01632 960101"), (b, "01632 960201")]
    text = client.get("/").text
    assert "tel:+441632960101" in text
    assert text.index("tel:+441632960101") < text.index("tel:+441632960201")


def test_one_door_of_two_areas_stands_once_for_each(area, door):
    a, b = area("Aford"), area("Bmere")
    door("Door", [a, b], [("+441632960101", a), ("+441632960201", b)])
    assert [each.phone.number for each in front_page()["front_doors"]] == ["+441632960101", "+441632960201"]


@pytest.mark.parametrize("address", ["/", "/directory/", "/directory/services/?q=zzzz"])
@pytest.mark.parametrize(("hour", "large"), [(10, "+441632960101"), (20, "+441632960102")])
def test_the_number_that_answers_now_is_the_large_one(client, area, door, monkeypatch, address, hour, large):
    a = area("Aford")
    night = door("Night team", [a], [("+441632960102", a)], kind="out_of_hours")
    door("A door", [a], [("+441632960101", a)], out_of_hours_service=night)
    monday = datetime.datetime(2026, 11, 23, hour, tzinfo=datetime.UTC)
    monkeypatch.setattr("directory.opening.timezone.now", lambda: monday)
    text = client.get(address).text
    assert f'class="app-number app-number--medium" href="tel:{large}"' in text
    other = {"+441632960101", "+441632960102"} - {large}
    assert f'app-number--medium" href="tel:{other.pop()}"' not in text
    assert "tel:+441632960101" in text


def test_at_night_no_number_stands_twice(client, area, door, monkeypatch):
    a = area("Aford")
    night = door("Night team", [a], [("+441632960102", a)], kind="out_of_hours")
    door("Other night team", [a], [("+441632960103", a)], kind="out_of_hours")
    door("A door", [a], [("+441632960101", a)], out_of_hours_service=night)
    for hour, times in ((10, 1), (20, 1)):
        moment = datetime.datetime(2026, 11, 23, hour, tzinfo=datetime.UTC)
        monkeypatch.setattr("directory.opening.timezone.now", lambda moment=moment: moment)
        page = client.get("/").text
        assert page.count('href="tel:+441632960102"') == times
        assert page.count(night.get_absolute_url()) == times
        assert page.count('href="tel:+441632960103"') == 1
        assert ("When closed: <a" in page) and ("Closed now" in page or "Opens" in page) is (hour == 20)


def test_out_of_hours_numbers_by_area(client, area, door):
    a, b = area("Aford"), area("Bmere")
    door("Night team", [a, b], [("+441632960102", a), ("+441632960202", b)], kind="out_of_hours")
    (night,) = front_page()["out_of_hours"]
    assert [(place.name, phone.number) for place, phone in night["numbers"]] == [
        ("Aford", "+441632960102"),
        ("Bmere", "+441632960202"),
    ]
    assert "tel:+441632960202" in client.get("/").text


def test_drafts_and_closed_services_are_left_out(area, door):
    a = area("Aford")
    door("Draft", [a], [("+441632960101", None)], live=False)
    door("Gone", [a], [("+441632960101", None)], availability="defunct")
    assert front_page()["front_doors"] == []


def test_bare_portal_has_a_home_page(client, empty_portal):
    response = client.get("/")
    assert response.status_code == 200
    assert "call 999" in response.text.lower()


def test_needs_lead_to_the_list(client, db):
    need = HelpWith.objects.filter(on_home_page=True).first()
    assert f'href="/directory/services/?need={need.slug}"' in client.get("/").text


def test_newest_changes_first(empty_portal):
    for number in range(7):
        GuidanceRecord.objects.create(
            title=f"R {number}", slug=f"r{number}", issuer="-", kind="statute", summary="-"
        )
    assert [change.record.title for change in front_page()["changed"]] == [f"R {n}" for n in (6, 5, 4, 3, 2)]


@pytest.mark.parametrize("many", [2, 50])
def test_queries_do_not_grow(client, area, door, many, django_assert_max_num_queries):
    for number in range(many):
        place = area(f"Area{number:02}")
        door(f"Door {number}", [place], [("+441632960101", None), ("+441632960102", place)])
        door(f"Night {number}", [place], [("+441632960103", place)], kind="out_of_hours")
        GuidanceRecord.objects.create(
            title=f"R {number}", slug=f"r{number}", issuer="-", kind="statute", summary="-"
        )
    client.get("/")
    with django_assert_max_num_queries(15):
        client.get("/")
