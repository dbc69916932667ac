"""Opening hours on the wall clock of England."""

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.enums import Weekday
from directory.models import Service
from directory.opening import LONDON, hours_in_words, in_term, status_of, time_in_words
from tests.factories.directory import EVERY_DAY, AreaFactory, ServiceFactory, hours

OFFICE = hours("08:45", "17:15")
LUNCH = [hours("09:00", "12:30"), hours("13:30", "17:00")]
NIGHTS = [
    hours("17:15", "08:45", bank_holidays="open"),
    hours("00:00", "23:59", ["sat", "sun"], bank_holidays="open"),
]
ALWAYS = hours("00:00", "23:59", EVERY_DAY, bank_holidays="open")
TERM = hours("09:00", "16:30", term_time_only=True)
AUTUMN = [(dt.date(2026, 9, 2), dt.date(2026, 10, 23)), (dt.date(2026, 11, 2), dt.date(2026, 12, 18))]
CHRISTMAS = {"valid_from": dt.date(2026, 12, 24), "valid_to": dt.date(2027, 1, 1)}


class Rows(list):
    """A list that answers like a relation."""

    def all(self):
        return self


def service(*rows, terms=None, **fields):
    area = SimpleNamespace(terms=Rows(SimpleNamespace(starts=a, ends=b) for a, b in terms or []))
    known = {"is_gone": False, "availability": "active", "schedules": Rows(rows), "areas": Rows([area])}
    return SimpleNamespace(**known | fields)


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("rows", "now", "label", "tone"),
    [
        pytest.param([OFFICE], "2026-11-23 10:00", "Open now, until 17:15", "open", id="in hours"),
        pytest.param([OFFICE], "2026-11-23 08:45", "Open now, until 17:15", "open", id="first minute"),
        pytest.param([OFFICE], "2026-11-23 17:15", "Opens tomorrow 8:45", "closed", id="closing time"),
        pytest.param([OFFICE], "2026-11-23 07:00", "Closed now, opens 8:45", "closed", id="morning"),
        pytest.param([OFFICE], "2026-11-23 20:00", "Opens tomorrow 8:45", "closed", id="evening"),
        pytest.param([OFFICE], "2026-11-21 10:00", "Opens Monday 8:45", "closed", id="Saturday"),
        pytest.param(LUNCH, "2026-11-23 13:00", "Closed now, opens 13:30", "closed", id="lunch"),
        pytest.param(LUNCH, "2026-11-23 12:00", "Open now, until 12:30", "open", id="before lunch"),
        pytest.param([OFFICE], "2026-12-25 10:00", "Opens Tuesday 8:45", "closed", id="Christmas Day"),
        pytest.param([OFFICE], "2026-12-28 10:00", "Opens tomorrow 8:45", "closed", id="substitute day"),
        pytest.param([OFFICE], "2026-05-04 10:00", "Opens tomorrow 8:45", "closed", id="May holiday"),
        pytest.param([ALWAYS], "2026-12-25 10:00", "Open now, 24 hours", "open", id="24 hours"),
        pytest.param([ALWAYS], "2026-03-29 01:30", "Open now, 24 hours", "open", id="the hour left out"),
        pytest.param(NIGHTS, "2026-11-24 03:00", "Open now, until 8:45", "open", id="at night"),
        pytest.param(NIGHTS, "2026-11-24 12:00", "Closed now, opens 17:15", "closed", id="nights, by day"),
        pytest.param(NIGHTS, "2026-11-20 23:00", "Open now, until midnight on Sunday", "open", id="weekend"),
        pytest.param(
            [*NIGHTS, hours("00:00", "08:45", ["mon"], bank_holidays="open")],
            "2026-11-20 23:00",
            "Open now, until Monday 8:45",
            "open",
            id="weekend into Monday",
        ),
        pytest.param([OFFICE], "2026-03-30 08:50", "Open now, until 17:15", "open", id="after March change"),
        pytest.param([OFFICE], "2026-10-26 08:40", "Closed now, opens 8:45", "closed", id="after October"),
        pytest.param([], "2026-11-23 10:00", "Hours not recorded", "info", id="no rows"),
        pytest.param(
            [OFFICE, hours(days=EVERY_DAY, **CHRISTMAS)],
            "2026-12-24 10:00",
            "Opens Monday 4 January, 8:45",
            "closed",
            id="closed over Christmas",
        ),
        pytest.param(
            [
                OFFICE,
                hours("10:00", "12:00", valid_from=dt.date(2026, 11, 23), valid_to=dt.date(2026, 11, 23)),
            ],
            "2026-11-23 11:00",
            "Open now, until 12:00",
            "open",
            id="exception in place of the usual hours",
        ),
    ],
)
def test_label(rows, now, label, tone):
    opening = status_of(service(*rows), at(now))
    assert (opening.label, opening.tone) == (label, tone)
    assert opening.is_open is {"open": True, "closed": False, "info": None}[tone]


@pytest.mark.parametrize(("now", "hours_left"), [("2026-03-28 22:00", 9.75), ("2026-10-24 22:00", 11.75)])
def test_night_of_a_clock_change_ends_by_the_wall_clock(now, hours_left):
    row = hours("17:15", "08:45", EVERY_DAY, bank_holidays="open")
    opening = status_of(service(row), at(now))
    assert opening.label == "Open now, until 8:45"
    left = opening.until.astimezone(dt.UTC) - at(now).astimezone(dt.UTC)
    assert left == dt.timedelta(hours=hours_left)


@pytest.mark.parametrize(
    ("terms", "now", "label"),
    [
        (AUTUMN, "2026-11-23 10:00", "Open now, until 16:30"),
        (AUTUMN, "2026-10-27 10:00", "Opens Monday 9:00"),
        (AUTUMN, "2026-10-23 18:00", "Opens Monday 2 November, 9:00"),
        (AUTUMN, "2027-02-03 10:00", "Term time only: ring to check"),
        ([], "2026-11-23 10:00", "Term time only: ring to check"),
        ([], "2026-11-21 10:00", "Term time only: ring to check"),
    ],
)
def test_term_time(terms, now, label):
    opening = status_of(service(TERM, terms=terms), at(now))
    assert opening.label == label
    assert (opening.is_open is None) == label.startswith("Term time")


def test_term_of_any_area_counts():
    with_terms = [SimpleNamespace(terms=Rows([SimpleNamespace(starts=a, ends=b)])) for a, b in AUTUMN]
    assert in_term(with_terms, dt.date(2026, 11, 23)) is True
    assert in_term(with_terms[:1], dt.date(2026, 11, 23)) is None
    assert in_term([], dt.date(2026, 11, 23)) is None


def test_a_number_with_hours_of_its_own():
    camhs = service(OFFICE, hours("00:00", "23:59", EVERY_DAY, bank_holidays="open", purpose="crisis"))
    night = at("2026-11-24 03:00")
    assert status_of(camhs, night).is_open is False
    assert status_of(camhs, night, "crisis").is_open is True
    assert status_of(camhs, night, "text").label == "Closed now, opens 8:45"


def test_services_that_do_not_run():
    now = at("2026-11-23 10:00")
    assert status_of(service(OFFICE, is_gone=True), now).label == "Closed"
    paused = status_of(service(OFFICE, availability="temporarily closed"), now)
    assert (paused.label, paused.is_open) == ("Unavailable for now", False)


def test_hours_in_words():
    rows = [
        hours(days=EVERY_DAY, valid_from=dt.date(2090, 12, 24), valid_to=dt.date(2091, 1, 1)),
        OFFICE,
        TERM,
        hours("10:00", "23:59", ["sat", "sun"], bank_holidays="open"),
        hours("09:00", "17:00", ["mon", "wed", "fri"]),
        hours("00:00", "23:59", EVERY_DAY, purpose="crisis", bank_holidays="open"),
        hours("10:00", "12:00", valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2020, 1, 2)),
    ]
    assert hours_in_words(service(*rows)) == [
        "Mon to Fri, 8:45 to 17:15, all year",
        "Mon to Fri, 9:00 to 16:30, term time only",
        "Sat and Sun, 10:00 to midnight, all year, bank holidays too",
        "Mon, Wed and Fri, 9:00 to 17:00, all year",
        "Crisis line: every day, 24 hours",
        "24 December 2090 to 1 January 2091: closed",
    ]


@pytest.mark.parametrize(
    ("time", "words"),
    [("00:00", "midnight"), ("12:00", "12:00"), ("12:30", "12:30"), ("00:05", "0:05")],
)
def test_time_in_words(time, words):
    assert time_in_words(dt.time.fromisoformat(time)) == words


def test_lists_ask_the_database_nothing(db, django_assert_num_queries):
    area = AreaFactory(terms=AUTUMN)
    made = ServiceFactory(areas=[area], schedules=[hours("09:00", "16:30", term_time_only=True)])
    found = Service.objects.for_list().get(pk=made.pk)
    with django_assert_num_queries(0):
        assert status_of(found, at("2026-11-23 10:00")).is_open is True
        assert hours_in_words(found) == ["Mon to Fri, 9:00 to 16:30, term time only"]


days = st.lists(st.sampled_from(list(Weekday)), min_size=1, unique=True)
times = st.times().map(lambda time: time.replace(second=0, microsecond=0))
rows = st.builds(
    lambda days, opens, closes, bank: hours(
        f"{opens:%H:%M}", f"{closes:%H:%M}", days, bank_holidays="open" if bank else "closed"
    ),
    days,
    times,
    times,
    st.booleans(),
)
moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31), timezones=st.just(dt.UTC))  # noqa: DTZ001
MINUTE = dt.timedelta(minutes=1)


@settings(deadline=None, max_examples=150)
@given(st.lists(rows, min_size=1, max_size=3), moments)
def test_what_it_says_of_later_is_so(rows, now):
    it = service(*rows)
    opening = status_of(it, now)
    if opening.until:
        until = opening.until.astimezone(dt.UTC)
        assert until > now
        assert status_of(it, until - MINUTE).is_open is True
        assert status_of(it, until).is_open is False
    if opening.opens:
        opens = opening.opens.astimezone(dt.UTC)
        assert opens > now
        assert status_of(it, opens).is_open is True
        assert status_of(it, opens - MINUTE).is_open is False
