"""The report on the health of the directory: numbers worked out by hand, constant queries, safe files."""

import csv
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.enums import Availability, Criticality, ReportTopic, ServiceKind
from directory.health import health, month_ends
from directory.models import Report, Service
from hub.models import BarrierPage
from portal.content.models import Area, HelpWith
from tests.factories.directory import AreaFactory, AssuranceFactory, ServiceFactory

TODAY = datetime.date(2026, 3, 15)
EDITOR = "directory.editor@ambleford.example.org"


def at(day, hour=12):
    return datetime.datetime.combine(day, datetime.time(hour), datetime.UTC)


def entry(areas, checks, **fields):
    """Make a listed service with these days of checks."""
    service = ServiceFactory(areas=areas, main_number=None, **fields)
    for day in checks:
        AssuranceFactory(service=service, assured_at=datetime.date.fromisoformat(day))
    return service


def cells(slug, today=TODAY):
    table = next(table for table in health(today) if table.slug == slug)
    return [row.cells for row in table.rows]


@pytest.fixture
def north(db):
    return AreaFactory(name="North")


@pytest.fixture
def south(db):
    return AreaFactory(name="South")


@pytest.fixture
def empty(db):
    Service.objects.all().delete()
    Area.objects.update(live=False)
    for card in BarrierPage.objects.all():
        card.delete()
    HelpWith.objects.all().delete()


def test_shares_by_authority_and_kind(empty, north, south):
    core = {"criticality": Criticality.CORE, "kind": ServiceKind.FRONT_DOOR}
    entry([north], ["2026-02-13"], **core)  # 30 days: the last day in time
    entry([north, south], ["2026-02-12"], **core)  # 31 days: late
    entry([south], ["2025-09-16"])  # 180 days, standard: in time
    entry([], [])  # never checked, serves no authority
    entry([north], ["2026-03-15"], availability=Availability.DEFUNCT)  # gone: not counted
    entry([north], ["2026-03-15"], live=False)
    assert cells("authority") == [
        ("All entries", "4", "2", "50%"),
        ("North", "2", "1", "50%"),
        ("South", "2", "1", "50%"),
        ("In no authority’s area", "1", "0", "0%"),
    ]
    assert cells("kind") == [
        ("All entries", "4", "2", "50%"),
        ("Front door", "2", "1", "50%"),
        ("Local service", "2", "1", "50%"),
    ]


def test_only_every_entry_is_a_hundred_per_cent(empty, north):
    for _ in range(200):
        entry([north], ["2026-03-15"])
    entry([north], [])
    assert cells("authority")[0] == ("All entries", "201", "200", "99%")


def test_month_by_month_from_the_log(empty, north):
    entry([north], ["2025-12-31", "2026-02-10"], criticality=Criticality.CORE)
    published = entry([north], [], criticality=Criticality.CORE)
    Service.objects.update(first_published_at=None)
    Service.objects.filter(pk=published.pk).update(first_published_at=at(datetime.date(2026, 2, 1)))
    assert cells("month")[-4:] == [
        ("30 November 2025", "0", "0", "-"),
        ("31 December 2025", "1", "1", "100%"),
        ("31 January 2026", "1", "0", "0%"),  # 31 days after its check, and its next is in the future
        ("28 February 2026", "2", "1", "50%"),
    ]


def test_the_twelve_month_ends_before_this_month():
    ends = month_ends(datetime.date(2025, 3, 31))
    assert (ends[0], ends[-2], ends[-1]) == (
        datetime.date(2024, 3, 31),
        datetime.date(2025, 1, 31),
        datetime.date(2025, 2, 28),
    )
    assert len(ends) == 12
    assert datetime.date(2024, 12, 31) in ends


def test_median_days_to_act(empty, north):
    service = entry([north], [])
    start = datetime.date(2026, 2, 1)
    for topic, days in [
        (ReportTopic.NUMBER, 1),
        (ReportTopic.NUMBER, 4),
        (ReportTopic.HOURS, 10),
        (ReportTopic.HOURS, None),
    ]:
        acted = at(start + datetime.timedelta(days=days)) if days else None
        Report.objects.create(service=service, topic=topic, created_at=at(start), acted_at=acted)
    long_ago = datetime.date(2025, 3, 14)  # a day over the year
    Report.objects.create(service=service, topic="moved", created_at=at(long_ago), acted_at=at(start))
    assert cells("reports") == [
        ("All reports", "3", "1", "4.0"),
        (ReportTopic.NUMBER.label, "2", "0", "2.5"),
        (ReportTopic.HOURS.label, "1", "1", "10.0"),
    ]


def test_needs_without_a_local_service(empty, north, south):
    food, home, met = [HelpWith.objects.create(name=name, slug=name) for name in ("food", "home", "met")]
    everywhere = entry([north, south], [])
    everywhere.help_with = [met]
    everywhere.save()
    local = entry([north], [])
    local.help_with = [food]
    local.save()
    for fields in (
        {"kind": ServiceKind.HELPLINE},
        {"kind": ServiceKind.NATIONAL_LINK},
        {"availability": Availability.INACTIVE},
        {"live": False},
    ):
        service = entry([north, south], [], **fields)
        service.help_with = [food, home]
        service.save()
    assert cells("gaps") == [("home", "0 of 2", "North, South"), ("food", "1 of 2", "South")]


def test_an_empty_directory_has_a_report(empty):
    assert cells("authority") == cells("kind") == cells("reports") == cells("gaps") == []
    assert {row[1:] for row in cells("month")} == {("0", "0", "-")}


def test_the_same_queries_for_two_entries_and_for_fifty(empty, north):
    costs = []
    for more in (2, 48):
        for _ in range(more):
            service = entry([north], ["2026-01-01", "2026-02-01"])
            Report.objects.create(service=service, topic="hours", acted_at=at(TODAY))
        with CaptureQueriesContext(connection) as queries:
            health(TODAY)
        costs.append(len(queries))
    assert costs == [6, 6]


def test_editors_find_and_read_the_report(demo, signed_in):
    client = signed_in(EDITOR)
    address = reverse("directory_health")
    page = client.get(address)
    assert [table.slug for table in page.context["tables"]] == [
        "authority",
        "kind",
        "month",
        "reports",
        "gaps",
    ]
    assert "style=" not in page.text.split("<main")[-1].split("</main>")[0]
    assert "<progress" in page.text
    assert address in client.get("/admin/").text


def test_a_table_as_a_file(demo, signed_in, settings):
    settings.DEMO = False
    AreaFactory(name="=1+1")
    answer = signed_in(EDITOR).get(reverse("directory_health"), {"download": "gaps"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="directory-health-gaps.csv"' in answer["Content-Disposition"]
    lines = list(csv.reader(answer.text.splitlines()))
    assert lines[0] == ["Need", "Areas with a local service", "Areas without one"]
    assert lines[1:]
    assert all(line[2].startswith("'=1+1") for line in lines[1:])


def test_a_demonstration_says_so_in_the_file(demo, signed_in, settings):
    settings.DEMO = True
    answer = signed_in(EDITOR).get(reverse("directory_health"), {"download": "kind"})
    lines = list(csv.reader(answer.text.splitlines()))
    assert lines[0] == ["Fictional demonstration data - do not use for a real child"]
    assert lines[1] == ["Kind", "Entries", "In time", "Share"]
    assert lines[2][0] == "All entries"


@pytest.mark.parametrize("wanted", ["", "nonsense", "\x00", "=1"])
def test_a_table_that_is_not_there(demo, signed_in, wanted):
    answer = signed_in(EDITOR).get(reverse("directory_health"), {"download": wanted})
    assert answer.status_code in {400, 404}


@pytest.mark.parametrize("query", [{}, {"download": "kind"}])
def test_a_trainer_is_refused(demo, signed_in, query):
    trainer = signed_in("tom.aldous@ambleford.example.org")
    assert trainer.get(reverse("directory_health"), query).status_code in {302, 403}
