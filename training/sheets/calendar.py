"""The dates of a completed sheet as a calendar file (RFC 5545), to put into one's own calendar."""

import datetime
from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone
from icalendar import Calendar, Event

from training.sheets.filled import Filled
from training.sheets.tree import Cell, Kind, Sheet


class NoDatesError(Exception):
    """No date from today on is filled in."""


def as_calendar(sheet: Sheet, filled: Filled, today: datetime.date) -> bytes:
    """Return a whole day for each date of `filled` that is `today` or later.

    An entry says which date of which sheet it is, and nothing else that was typed: calendars are shared.
    Raises NoDatesError where there is none.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Training//Sheets//EN")
    calendar.add("version", "2.0")
    for cell, day in dates_of(sheet, filled):
        if day >= today:
            calendar.add_component(_event(sheet, cell, day))
    if not calendar.subcomponents:
        raise NoDatesError
    return calendar.to_ical()


def dates_of(sheet: Sheet, filled: Filled) -> Iterator[tuple[Cell, datetime.date]]:
    """Yield each cell that holds a date, with the day."""
    for cell in sheet.cells().values():
        if cell.kind == Kind.DATE and (value := filled.of(cell)):
            try:
                yield cell, datetime.date.fromisoformat(value)
            except ValueError:  # typed by hand, in words
                continue


def _event(sheet: Sheet, cell: Cell, day: datetime.date) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'{sheet.code} {sheet.title} {cell.name} {day}')}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", day)
    event.add("summary", f"{sheet.title}: {cell.label}")
    event.add("transp", "TRANSPARENT")
    return event
