"""What falls due for a person, as a calendar file (RFC 5545). Calendars are shared: it says little."""

import datetime
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone
from icalendar import Calendar, Event

from training.records import certificates, supervision
from training.records.requiring import open_of


@dataclass(frozen=True)
class Due:
    """Something that falls due on a day."""

    day: datetime.date
    what: str
    key: str  # the same for the same thing, so that a calendar knows it again


def due_for(person, today: datetime.date) -> list[Due]:
    """Return what falls due from `today` on: supervision, certificates that run out, training plans."""
    times = supervision.of(person).filter(next_on__gte=today)
    found = [Due(one.next_on, "Supervision", f"supervision {one.public_id}") for one in times]
    found += [
        Due(one.expires, f"Certificate runs out: {one.title}", f"certificate {one.uuid}")
        for one in certificates.of(person).filter(expires__gte=today)
        if one.is_valid
    ]
    found += [
        Due(one.due_on, f"Training plan: {one.name}", f"plan {one.public_id}")
        for one in open_of(person)
        if one.due_on and one.due_on >= today
    ]
    return sorted(found, key=lambda due: (due.day, due.what))


def as_calendar(found: list[Due]) -> bytes:
    """Return a whole day for each thing."""
    calendar = Calendar()
    calendar.add("prodid", "-//Training//Due//EN")
    calendar.add("version", "2.0")
    for due in found:
        event = Event()
        event.add("uid", str(uuid5(NAMESPACE_URL, due.key)))
        event.add("dtstamp", timezone.now())
        event.add("dtstart", due.day)
        event.add("summary", due.what)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()
