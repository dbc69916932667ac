"""Open now: a table of cases, and a model that looks at the clock on the wall, minute by minute."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.enums import Weekday
from directory.opening import LONDON, status_of
from tests.directory.test_opening import EVERY_DAY, at, hours, service

DAY = dt.date.fromisoformat
AUTUMN = [(DAY("2026-09-02"), DAY("2026-10-23")), (DAY("2026-11-02"), DAY("2026-12-18"))]
MAY_TERM = [(DAY("2026-04-13"), DAY("2026-05-22")), (DAY("2026-06-01"), DAY("2026-07-21"))]
OFFICE = [hours("08:30", "17:15")]
LUNCH = [hours("09:00", "12:30"), hours("13:30", "17:00")]
NIGHT = [hours("17:30", "08:30", EVERY_DAY, bank_holidays="open")]
ALWAYS = [hours("00:00", "23:59", EVERY_DAY, bank_holidays="open")]
LATE = [hours("22:00", "02:30", ["fri", "sat"], bank_holidays="open")]
TERM = [hours("09:00", "16:00", term_time_only=True)]
CHRISTMAS = [*OFFICE, hours(days=EVERY_DAY, valid_from=DAY("2026-12-24"), valid_to=DAY("2027-01-01"))]
ONE_DAY = [*OFFICE, hours("10:00", "12:00", valid_from=DAY("2026-11-25"), valid_to=DAY("2026-11-25"))]
HELD = [*OFFICE, hours("10:00", "14:00", valid_from=DAY("2026-12-28"), valid_to=DAY("2026-12-28"))]

TABLE = [
    # rows, terms, London's clock, what the reader is told
    (OFFICE, [], "2026-11-23 00:00", "Closed now, opens 8:30"),
    (OFFICE, [], "2026-11-23 08:29", "Closed now, opens 8:30"),
    (OFFICE, [], "2026-11-23 08:30", "Open now, until 17:15"),
    (OFFICE, [], "2026-11-23 12:00", "Open now, until 17:15"),
    (OFFICE, [], "2026-11-23 17:14", "Open now, until 17:15"),
    (OFFICE, [], "2026-11-23 17:15", "Opens tomorrow 8:30"),
    (OFFICE, [], "2026-11-23 23:59", "Opens tomorrow 8:30"),
    (OFFICE, [], "2026-11-27 17:15", "Opens Monday 8:30"),
    (OFFICE, [], "2026-11-28 10:00", "Opens Monday 8:30"),
    (OFFICE, [], "2026-11-29 10:00", "Opens tomorrow 8:30"),
    (OFFICE, [], "2026-03-27 18:00", "Opens Monday 8:30"),
    (OFFICE, [], "2026-03-29 01:30", "Opens tomorrow 8:30"),
    (OFFICE, [], "2026-03-30 08:29", "Closed now, opens 8:30"),
    (OFFICE, [], "2026-03-30 08:30", "Open now, until 17:15"),
    (OFFICE, [], "2026-10-25 01:30", "Opens tomorrow 8:30"),
    (OFFICE, [], "2026-10-26 08:29", "Closed now, opens 8:30"),
    (OFFICE, [], "2026-10-26 08:30", "Open now, until 17:15"),
    (OFFICE, [], "2026-01-01 10:00", "Opens tomorrow 8:30"),
    (OFFICE, [], "2026-04-02 18:00", "Opens Tuesday 8:30"),
    (OFFICE, [], "2026-04-03 10:00", "Opens Tuesday 8:30"),
    (OFFICE, [], "2026-04-06 10:00", "Opens tomorrow 8:30"),
    (OFFICE, [], "2026-05-04 10:00", "Opens tomorrow 8:30"),
    (OFFICE, [], "2026-05-25 10:00", "Opens tomorrow 8:30"),
    (OFFICE, [], "2026-08-31 10:00", "Opens tomorrow 8:30"),
    (OFFICE, [], "2026-12-25 10:00", "Opens Tuesday 8:30"),
    (OFFICE, [], "2026-12-28 10:00", "Opens tomorrow 8:30"),
    (OFFICE, [], "2026-03-17 10:00", "Open now, until 17:15"),  # a holiday in Northern Ireland only
    (LUNCH, [], "2026-11-23 08:59", "Closed now, opens 9:00"),
    (LUNCH, [], "2026-11-23 09:00", "Open now, until 12:30"),
    (LUNCH, [], "2026-11-23 12:29", "Open now, until 12:30"),
    (LUNCH, [], "2026-11-23 12:30", "Closed now, opens 13:30"),
    (LUNCH, [], "2026-11-23 13:30", "Open now, until 17:00"),
    (LUNCH, [], "2026-11-23 17:00", "Opens tomorrow 9:00"),
    (LUNCH, [], "2026-11-27 17:00", "Opens Monday 9:00"),
    (NIGHT, [], "2026-11-23 08:29", "Open now, until 8:30"),
    (NIGHT, [], "2026-11-23 08:30", "Closed now, opens 17:30"),
    (NIGHT, [], "2026-11-23 17:30", "Open now, until 8:30"),
    (NIGHT, [], "2026-12-25 03:00", "Open now, until 8:30"),
    (NIGHT, [], "2026-03-28 23:00", "Open now, until 8:30"),
    (NIGHT, [], "2026-03-29 08:30", "Closed now, opens 17:30"),
    (NIGHT, [], "2026-10-24 23:00", "Open now, until 8:30"),
    (NIGHT, [], "2026-10-25 08:29", "Open now, until 8:30"),
    (NIGHT, [], "2026-10-25 08:30", "Closed now, opens 17:30"),
    (ALWAYS, [], "2026-03-29 02:00", "Open now, 24 hours"),
    (ALWAYS, [], "2026-10-25 01:30", "Open now, 24 hours"),
    (ALWAYS, [], "2026-12-25 00:00", "Open now, 24 hours"),
    (LATE, [], "2026-11-27 22:00", "Open now, until 2:30"),
    (LATE, [], "2026-11-28 02:29", "Open now, until 2:30"),
    (LATE, [], "2026-11-28 02:30", "Closed now, opens 22:00"),
    (LATE, [], "2026-11-29 02:29", "Open now, until 2:30"),
    (LATE, [], "2026-11-29 02:30", "Opens Friday 22:00"),
    (TERM, AUTUMN, "2026-11-23 10:00", "Open now, until 16:00"),
    (TERM, AUTUMN, "2026-10-23 15:59", "Open now, until 16:00"),
    (TERM, AUTUMN, "2026-10-23 16:00", "Opens Monday 2 November, 9:00"),
    (TERM, AUTUMN, "2026-10-28 10:00", "Opens Monday 9:00"),
    (TERM, AUTUMN, "2026-12-21 10:00", "Term time only: ring to check"),
    (TERM, [], "2026-11-23 10:00", "Term time only: ring to check"),
    (TERM, MAY_TERM, "2026-05-01 16:00", "Opens Tuesday 9:00"),
    (TERM, MAY_TERM, "2026-05-04 10:00", "Opens tomorrow 9:00"),  # a bank holiday inside term
    (TERM, MAY_TERM, "2026-05-05 10:00", "Open now, until 16:00"),
    (TERM, MAY_TERM, "2026-05-25 10:00", "Opens Monday 1 June, 9:00"),  # and one in half-term
    (CHRISTMAS, [], "2026-12-23 17:15", "Opens Monday 4 January, 8:30"),
    (CHRISTMAS, [], "2026-12-29 10:00", "Opens Monday 8:30"),
    (ONE_DAY, [], "2026-11-24 17:15", "Opens tomorrow 10:00"),
    (ONE_DAY, [], "2026-11-25 09:00", "Closed now, opens 10:00"),
    (ONE_DAY, [], "2026-11-25 11:00", "Open now, until 12:00"),
    (ONE_DAY, [], "2026-11-25 12:00", "Opens tomorrow 8:30"),
    (HELD, [], "2026-12-28 11:00", "Open now, until 14:00"),  # written for that bank holiday
    ([], [], "2026-11-23 10:00", "Hours not recorded"),
]


@pytest.mark.parametrize(("rows", "terms", "now", "label"), TABLE)
def test_table(rows, terms, now, label):
    assert status_of(service(*rows, terms=terms), at(now)).label == label


# The model: is this minute open? It looks at the clock on the wall and at nothing else.

HOLIDAYS = ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]  # of 2026, from GOV.UK
TERMS = [(DAY("2025-12-01"), DAY("2026-05-22")), (DAY("2026-06-01"), DAY("2027-01-31"))]
CLOCK_DAYS = [dt.datetime(2026, 3, 28, 23, tzinfo=dt.UTC), dt.datetime(2026, 10, 24, 22, tzinfo=dt.UTC)]
MINUTE = dt.timedelta(minutes=1)


def rows_that_hold(rows, day):
    on_day = [row for row in rows if list(Weekday)[day.weekday()] in row.days]
    dated = [row for row in on_day if row.valid_from and row.valid_from <= day <= row.valid_to]
    holding = dated or [row for row in on_day if not row.valid_from]
    holiday = day.year == 2026 and f"{day:%m-%d}" in HOLIDAYS
    in_term = any(first <= day <= last for first, last in TERMS)
    return [
        row
        for row in holding
        if row.opens
        and (in_term or not row.term_time_only)
        and (not holiday or row.bank_holidays == "open" or (dated and row.valid_from == row.valid_to))
    ]


def is_open(rows, moment):
    """Whether a row of today has begun and not ended, or one of yesterday goes on past midnight."""
    wall = moment.astimezone(LONDON)
    day, time = wall.date(), wall.time()
    to_midnight = dt.time(23, 59)
    for row in rows_that_hold(rows, day):
        ends_today = row.opens < row.closes != to_midnight
        if row.opens <= time and (not ends_today or time < row.closes):
            return True
    before = rows_that_hold(rows, day - dt.timedelta(days=1))
    return any(row.closes <= row.opens and row.closes != to_midnight and time < row.closes for row in before)


# Hours that begin or end inside the hour that clocks skip or repeat mean two things at once: left out.
times = (
    st.times().map(lambda t: t.replace(second=0, microsecond=0)).filter(lambda t: t.hour != 1 or not t.minute)
)
some_days = st.lists(st.sampled_from(list(Weekday)), min_size=1, unique=True)
bank = st.sampled_from(["open", "closed"])
usual = st.builds(
    lambda days, a, b, bank, term: hours(
        f"{a:%H:%M}", f"{b:%H:%M}", days, bank_holidays=bank, term_time_only=term
    ),
    some_days, times, times, bank, st.booleans(),
)  # fmt: skip
dates = st.dates(DAY("2026-01-02"), DAY("2026-12-20"))
exceptions = st.builds(
    lambda a, b, bank, first, length: hours(
        f"{a:%H:%M}", f"{b:%H:%M}", EVERY_DAY, bank_holidays=bank,
        valid_from=first, valid_to=first + dt.timedelta(days=length),
    ),
    times, times, bank, dates, st.integers(0, 10),
)  # fmt: skip
schedules = st.tuples(st.lists(usual, min_size=1, max_size=3), st.lists(exceptions, max_size=2)).map(
    lambda both: both[0] + both[1]
)
minutes = st.integers(0, 364 * 24 * 60)


def agrees(rows, moment):
    told = status_of(service(*rows, terms=TERMS), moment).is_open
    assert bool(told) is is_open(rows, moment), moment.astimezone(LONDON)


@settings(deadline=None, max_examples=60)
@given(schedules, st.lists(minutes, min_size=30, max_size=60))
def test_any_minute_of_a_year(rows, of_the_year):
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    for minute in of_the_year:
        agrees(rows, start + minute * MINUTE)


@settings(deadline=None, max_examples=4)
@given(schedules)
def test_every_minute_of_both_clock_changes(rows):
    for start in CLOCK_DAYS:
        for minute in range(27 * 60):
            agrees(rows, start + minute * MINUTE)
