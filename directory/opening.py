"""Whether a service is open: on the wall clock of England, from its rows of hours and nothing else.

Every public function reads relations through `.all()`, so that a list which has prefetched
`schedules` and `areas__terms` asks the database nothing.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import holidays
from django.utils import timezone

from directory.enums import Availability, BankHolidays, PhonePurpose, Weekday

LONDON = ZoneInfo("Europe/London")
MIDNIGHT = datetime.time(0, 0)
LAST_MINUTE = datetime.time(23, 59)
DAY = datetime.timedelta(days=1)
NEAR_DAYS = 8
FAR_DAYS = 60  # longer than the summer holidays
WEEKDAYS = list(Weekday)


@dataclass(frozen=True)
class Opening:
    """What a reader is told. `is_open` is None where nobody can know; the times are London's."""

    is_open: bool | None
    label: str
    tone: str  # open, closed or info
    until: datetime.datetime | None = None
    opens: datetime.datetime | None = None


NOT_RECORDED = Opening(None, "Hours not recorded", "info")
ASK = Opening(None, "Term time only: ring to check", "info")
CLOSED = Opening(False, "Closed", "closed")
UNAVAILABLE = Opening(False, "Unavailable for now", "closed")


def status_of(service, now: datetime.datetime | None = None, purpose: str = "") -> Opening:
    """Return whether the number of `purpose` answers at `now` (aware; None: this moment).

    An empty purpose is the main number. A number without hours of its own has the service's.
    """
    if service.is_gone:
        return CLOSED
    if service.availability == Availability.TEMPORARILY_CLOSED:
        return UNAVAILABLE
    hours = _Hours(service, purpose)
    now = (now or timezone.now()).astimezone(LONDON)
    today = now.date()
    if not hours.usual and not hours.exceptions_on(today):
        return NOT_RECORDED
    return _open(hours, now) or _closed(hours, now)


def hours_in_words(service) -> list[str]:
    """Return the hours, a line for each row: "Mon to Fri, 8:45 to 17:15, all year".

    Exceptions come last, those in the past not at all.
    """
    today = timezone.localdate()
    rows = [row for row in service.schedules.all() if not row.valid_to or row.valid_to >= today]
    return [_row_in_words(row) for row in sorted(rows, key=lambda row: row.is_exception)]


def time_in_words(time: datetime.time | datetime.datetime) -> str:
    """Return a time as a school's timetable has it, by 24 hours: 8:45, 17:15, midnight."""
    return f"{time:%-H:%M}" if (time.hour, time.minute) != (0, 0) else "midnight"


def in_term(areas: Iterable, day: datetime.date) -> bool | None:
    """Return whether any of `areas` has school on `day`; None where no term dates reach it."""
    dated = [terms for area in areas if (terms := list(area.terms.all()))]
    if any(term.starts <= day <= term.ends for terms in dated for term in terms):
        return True
    reached = any(min(t.starts for t in terms) <= day <= max(t.ends for t in terms) for terms in dated)
    return False if reached else None


def is_bank_holiday(day: datetime.date) -> bool:
    """Return whether `day` is a bank holiday of England."""
    return day in _bank_holidays(day.year)


def is_all_day(row) -> bool:
    """Return whether a row of hours means 24 hours."""
    return row.opens == MIDNIGHT and row.closes in {MIDNIGHT, LAST_MINUTE}


@cache
def _bank_holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG", years=year, expand=False)


class _Hours:
    """The rows that hold for one number of one service, and the spans of time they make."""

    def __init__(self, service, purpose: str):
        rows = list(service.schedules.all())
        if purpose in {"", PhonePurpose.MAIN}:
            own, general = [row for row in rows if row.purpose in {"", PhonePurpose.MAIN}], []
        else:
            own = [row for row in rows if row.purpose == purpose]
            general = [row for row in rows if not row.purpose]
        self.usual = [row for row in own if not row.is_exception]
        self.usual = self.usual or [row for row in general if not row.is_exception]
        self.own_exceptions = [row for row in own if row.is_exception]
        self.general_exceptions = [row for row in general if row.is_exception]
        self.service = service
        self.terms: dict[datetime.date, bool | None] = {}

    def exceptions_on(self, day: datetime.date) -> list:
        """Return the dated rows of `day`: the number's own before the service's."""
        own = [row for row in self.own_exceptions if _has(row, day)]
        return own or [row for row in self.general_exceptions if _has(row, day)]

    def rows_on(self, day: datetime.date) -> list:
        """Return the rows that make the hours of `day`, whatever the schools do on it."""
        rows = self.exceptions_on(day) or [row for row in self.usual if _has(row, day)]
        return [row for row in rows if row.opens and not _closed_for_bank_holiday(row, day)]

    def is_term(self, day: datetime.date) -> bool | None:
        if day not in self.terms:
            self.terms[day] = in_term(self.service.areas.all(), day)
        return self.terms[day]

    def is_unknown_on(self, day: datetime.date) -> bool:
        """Return whether the hours of `day` hang on term dates that nobody has entered."""
        return any(row.term_time_only for row in self.rows_on(day)) and self.is_term(day) is None

    def spans(self, first: datetime.date, days: int) -> Iterator[tuple]:
        """Yield (start, end) of each span that begins in `days` days, in order, joined where they touch."""
        each = (first + n * DAY for n in range(days))
        found = sorted(
            _span(row, day)
            for day in each
            for row in self.rows_on(day)
            if not row.term_time_only or self.is_term(day)
        )
        current = None
        for start, end in found:
            if current and start <= current[1]:
                current = (current[0], max(current[1], end))
                continue
            if current:
                yield current
            current = (start, end)
        if current:
            yield current


def _open(hours: _Hours, now: datetime.datetime) -> Opening | None:
    first = now.date() - DAY  # a night begins the day before
    moment = now.astimezone(datetime.UTC)
    for start, end in hours.spans(first, NEAR_DAYS + 1):
        if start <= moment < end:
            if end >= _at(first + (NEAR_DAYS + 1) * DAY, MIDNIGHT):
                return Opening(True, "Open now, 24 hours", "open")
            until = end.astimezone(LONDON)
            words = _until_in_words(until) if end - moment > DAY else time_in_words(until)
            return Opening(True, f"Open now, until {words}", "open", until=until)
    return None


def _until_in_words(until: datetime.datetime) -> str:
    """Return the end of a long span: "Monday 8:30", but "midnight on Sunday"."""
    if until.time() == MIDNIGHT:
        return f"midnight on {until - DAY:%A}"
    return f"{until:%A} {time_in_words(until)}"


def _closed(hours: _Hours, now: datetime.datetime) -> Opening:
    today = now.date()
    if hours.is_unknown_on(today):
        return ASK
    opens = _next_start(hours, now, NEAR_DAYS) or _next_start(hours, now, FAR_DAYS)
    if opens:
        return Opening(False, _opens_in_words(opens, today), "closed", opens=opens)
    if any(hours.is_unknown_on(today + n * DAY) for n in range(NEAR_DAYS)):
        return ASK
    return CLOSED


def _next_start(hours: _Hours, now: datetime.datetime, days: int) -> datetime.datetime | None:
    moment = now.astimezone(datetime.UTC)
    starts = (start for start, _ in hours.spans(now.date(), days + 1) if start > moment)
    found = next(starts, None)
    return found and found.astimezone(LONDON)


def _opens_in_words(opens: datetime.datetime, today: datetime.date) -> str:
    days = (opens.date() - today).days
    time = time_in_words(opens)
    if days == 0:
        return f"Closed now, opens {time}"
    if days == 1:
        return f"Opens tomorrow {time}"
    return f"Opens {opens:%A} {time}" if days < 7 else f"Opens {opens:%A %-d %B}, {time}"


def _has(row, day: datetime.date) -> bool:
    if WEEKDAYS[day.weekday()] not in row.days:
        return False
    if not row.is_exception:
        return True
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def _closed_for_bank_holiday(row, day: datetime.date) -> bool:
    """An exception for that one day was written with the bank holiday in mind, so it holds."""
    only_this_day = row.valid_from is not None and row.valid_from == row.valid_to
    return row.bank_holidays == BankHolidays.CLOSED and not only_this_day and is_bank_holiday(day)


def _span(row, day: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    """Return when the hours that begin on `day` begin and end, in UTC."""
    closes = MIDNIGHT if row.closes == LAST_MINUTE else row.closes
    last = day if closes > row.opens else day + DAY
    return _at(day, row.opens), _at(last, closes)


def _at(day: datetime.date, time: datetime.time) -> datetime.datetime:
    """Return the moment, in UTC so that moments can be compared on days when the clocks change."""
    return datetime.datetime.combine(day, time, tzinfo=LONDON).astimezone(datetime.UTC)


def _row_in_words(row) -> str:
    words = ", ".join(part for part in _parts_in_words(row) if part)
    if row.is_exception:
        words = f"{_dates_in_words(row)}: {_after_colon(words)}"
    if row.purpose and row.purpose != PhonePurpose.MAIN:
        words = f"{PhonePurpose(row.purpose).label}: {_after_colon(words)}"
    return words


def _after_colon(words: str) -> str:
    """Return `words` for the middle of a line: "every day", but "Mon to Fri" as names are written."""
    return words.replace("Every", "every", 1) if words.startswith("Every") else words


def _parts_in_words(row) -> list[str]:
    if not row.opens:
        return ["" if len(row.days) == 7 else _days_in_words(row.days), "closed"]
    always = is_all_day(row) and len(row.days) == 7
    closes = MIDNIGHT if row.closes == LAST_MINUTE else row.closes
    time = "24 hours" if is_all_day(row) else f"{time_in_words(row.opens)} to {time_in_words(closes)}"
    year = "" if always or row.is_exception else "all year"
    open_too = row.bank_holidays == BankHolidays.OPEN
    return [
        _days_in_words(row.days),
        time,
        "term time only" if row.term_time_only else year,
        "bank holidays too" if open_too and not always else "",
        "except bank holidays" if always and not open_too else "",
    ]


def _days_in_words(days: list[str]) -> str:
    numbers = sorted(WEEKDAYS.index(Weekday(day)) for day in days)
    if len(numbers) == 7:
        return "Every day"
    names = [str(WEEKDAYS[number].label) for number in numbers]
    if len(names) > 2 and all(later - earlier == 1 for earlier, later in pairwise(numbers)):
        return f"{names[0]} to {names[-1]}"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def _dates_in_words(row) -> str:
    first = f"{row.valid_from:%-d %B %Y}"
    if row.valid_to is None:
        return f"From {first}"
    if row.valid_to == row.valid_from:
        return f"On {first}"
    return f"{first} to {row.valid_to:%-d %B %Y}"
