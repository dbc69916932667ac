"""The dates of a completed sheet as a calendar file."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests.training.sheets import sheet_of
from training.sheets.calendar import NoDatesError, as_calendar
from training.sheets.filled import Filled

TODAY = datetime.date(2026, 11, 23)
REVIEWS = """
- review_log: {id: r, rows: 2}
- lines: {id: secret, label: What we saw, lines: 2}
"""


def events(**values):
    made = as_calendar(sheet_of(REVIEWS), Filled(values), TODAY)
    return Calendar.from_ical(made).walk("VEVENT")


def test_each_date_to_come_is_a_whole_day():
    (event,) = events(r_blank1_next="2027-01-11", r_blank1_on="2026-11-01", r_blank2_next="soon")
    assert event.decoded("dtstart") == datetime.date(2027, 1, 11)
    assert str(event["summary"]) == "A sheet: Reviews, row 1: Next review"


def test_the_same_date_is_the_same_entry():
    (one,) = events(r_blank1_next="2027-01-11")
    (two,) = events(r_blank1_next="2027-01-11")
    assert one["uid"] == two["uid"]
    (other,) = events(r_blank1_next="2027-01-12")
    assert other["uid"] != one["uid"]


def test_nothing_else_that_was_typed_is_in_it():
    values = Filled({"r_blank1_next": "2027-01-11", "r_blank1_who": "Zephyr", "secret": "Zephyr"})
    assert b"Zephyr" not in as_calendar(sheet_of(REVIEWS), values, TODAY)


def test_without_a_date_to_come_there_is_no_file():
    with pytest.raises(NoDatesError):
        events(r_blank1_next="2026-11-22")


@given(st.dates(min_value=TODAY), st.text(min_size=1, max_size=80))
def test_whatever_the_title_says_the_file_can_be_read(day, title):
    made = as_calendar(sheet_of(REVIEWS, title=title), Filled({"r_blank1_next": day.isoformat()}), TODAY)
    (event,) = Calendar.from_ical(made).walk("VEVENT")
    assert event.decoded("dtstart") == day


@pytest.mark.django_db
def test_the_form_gives_the_file_or_says_why_not(client, add_sheet):
    page = add_sheet(REVIEWS)
    assert "Dates for my calendar" in client.get(f"{page.url}fill/").text
    answer = client.post(f"{page.url}fill/", {"r_blank1_next": "2999-01-11", "as": "ics"})
    assert answer["Content-Type"].startswith("text/calendar")
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 1
    assert "no-store" in answer["Cache-Control"]
    without = client.post(f"{page.url}fill/", {"secret": "We saw it", "as": "ics"})
    assert without.status_code == 400
    assert "There is no date for a calendar yet" in without.text
    assert "We saw it" in without.text
