"""When something that comes again and again is due. Pure rules: days in, days out; no database, no clock."""

import calendar
import datetime
from dataclasses import dataclass
from typing import Protocol

from training.records.dates import FIRST_MONTH, first_day_of, months_after, school_year_of

AHEAD = datetime.timedelta(days=60)  # so long before it is due a cycle of months begins
DAY = datetime.timedelta(days=1)
FRESH = datetime.timedelta(days=14)  # so long a rule is new, should a night be missed


class Rule(Protocol):
    """What is asked of a requirement here. It has months, or a day of the school year."""

    every_months: int | None
    by_month: int | None
    by_day: int | None
    days_for_new: int


@dataclass(frozen=True, order=True)
class Cycle:
    """A time in which something is to be done again."""

    due_on: datetime.date
    begins: datetime.date
    counts_from: datetime.date  # what was done before does not count for it


def meets(asked: str, job_title: str) -> bool:
    """Return whether a rule for the job title `asked` (none: everybody) means who has `job_title`."""
    return not asked.strip() or plain_title(asked) == plain_title(job_title)


def plain_title(job_title: str) -> str:
    """Return a job title as it is compared: capitals and spaces around it do not matter."""
    return job_title.strip().casefold()


def day_of(rule: Rule, began: int) -> datetime.date:
    """Return the day of the rule in the school year that began in the year `began`.

    29 February is 28 February in a year that has none.
    """
    if rule.by_month is None or rule.by_day is None:
        raise ValueError("This rule has no day of the school year.")
    year = began if rule.by_month >= FIRST_MONTH else began + 1
    last = calendar.monthrange(year, rule.by_month)[1]
    return datetime.date(year, rule.by_month, min(rule.by_day, last))


def first_due(
    rule: Rule, made_on: datetime.date, joined: datetime.date, today: datetime.date
) -> datetime.date:
    """Return by when somebody does it the first time, who gets it `today`.

    Who was there when the rule was made has until its day of the school year, if that is still to come.
    Everybody else, and whoever comes to it later, has the days of new staff.
    """
    if rule.every_months is None and joined <= made_on and today - made_on <= FRESH:
        day = day_of(rule, school_year_of(today))
        if day >= today:
            return day
    return _time_for(rule, today)


def counted_from(rule: Rule, today: datetime.date) -> datetime.date:
    """Return from which day on what was done counts for a plan that somebody gets `today` the first time.

    What is asked every year is not met by what was done years ago.
    """
    if rule.every_months is None:
        return first_day_of(school_year_of(today))
    return months_after(today, -rule.every_months) + DAY


def next_cycle(rule: Rule, completed_on: datetime.date, today: datetime.date) -> Cycle | None:
    """Return the cycle that follows what was completed on that day; None where it has not begun `today`.

    Nobody gets one that is over already: who did it long ago has the days of new staff.
    """
    if rule.every_months is None:
        if school_year_of(completed_on) >= school_year_of(today):
            return None
        began = school_year_of(today)
        counts_from, due_on = first_day_of(began), day_of(rule, began)
    else:
        due_on = months_after(completed_on, rule.every_months)
        counts_from = max(due_on - AHEAD, completed_on + DAY)
        if counts_from > today:
            return None
    if due_on < today:
        return Cycle(_time_for(rule, today), today, counted_from(rule, today))
    return Cycle(due_on, counts_from, counts_from)


def _time_for(rule: Rule, today: datetime.date) -> datetime.date:
    return today + datetime.timedelta(days=rule.days_for_new)
