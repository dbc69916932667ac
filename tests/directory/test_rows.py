"""The rows of a list are held in memory: never out of date, the same for everybody, and not too many."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.enums import Weekday
from directory.held import Kept
from directory.models import Phone, Service
from tests.factories.directory import AssuranceFactory, ServiceFactory, hours

pytestmark = pytest.mark.django_db
LIST = "/directory/services/"


def row(client, service) -> str:
    """Return the HTML of the row of `service`, as the list shows it now."""
    rows = client.get(LIST, {"q": service.name}).context["rows"]
    return next(row["html"] for row in rows if row["service"].pk == service.pk)


@pytest.fixture
def door(demo):
    return Service.objects.get(slug="ambleford-front-door")


def test_a_list_that_is_held_asks_for_no_service(client, demo):
    client.get(f"{LIST}?kind=front_door")
    for query in ("kind=front_door", "kind=front_door&area=thornmere"):
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{LIST}?{query}")
        assert len(captured) == 3  # the edition, the site and its settings


def test_the_number_out_of_hours_stands_in_the_row(client, door):
    shown = row(client, door)
    assert "Out of hours:" in shown and "01632 960102" in shown and "Midmere Emergency Duty Team" in shown
    assert "01632 960202" not in shown  # which is the other area's


def test_without_a_number_out_of_hours_the_note_says_what_to_do(client, db):
    assert "Ring 999 at night." in row(client, ServiceFactory(out_of_hours_note="Ring 999 at night."))


def test_a_row_follows_every_change_of_what_it_shows(client, door):
    away = door.out_of_hours_service
    seen = [row(client, door)]

    def changed() -> str:
        seen.append(row(client, door))
        assert seen[-1] != seen[-2]
        return seen[-1]

    door.phones.get().delete()
    assert "01632 960101" in seen[0] and "01632 960101" not in changed()
    Phone.objects.create(service=door, number="+441632960199")
    assert "01632 960199" in changed()
    AssuranceFactory(service=door)
    assert "Checked today" in changed()
    door.schedules.get().delete()
    assert "Hours not recorded" in changed()
    Phone.objects.filter(service=away, area__slug="ambleford").get().delete()
    assert "01632 960102" not in changed()
    Service.objects.get(pk=away.pk).unpublish()
    assert away.name not in changed()


def test_a_row_opens_and_closes_by_the_clock(client, db, monkeypatch):
    service = ServiceFactory(schedules=[hours("09:00", "17:00", list(Weekday), bank_holidays="open")])
    expected = {7: "Closed now, opens 9:00", 10: "Open now, until 17:00", 18: "Opens tomorrow 9:00"}
    for hour in (7, 10, 18, 10, 7):
        at = dt.datetime(2026, 6, 10, hour, tzinfo=dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        assert expected[hour] in row(client, service)


def test_what_is_kept_stays_small():
    kept = Kept(3)
    for number in range(10):
        kept[number] = number
        assert len(kept) <= 3 and kept[number] == number
