"""Days, months and school years. Days alone: a change of the clock does not matter."""

import calendar
import datetime

FIRST_MONTH = 9  # a school year begins on 1 September


def months_after(day: datetime.date, months: int) -> datetime.date:
    """Return the same day so many months later, or earlier; the last of the month where it has none such.

    A year after 29 February is 28 February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def school_year_of(day: datetime.date) -> int:
    """Return the year in which the school year of `day` began."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def first_day_of(began: int) -> datetime.date:
    """Return the first day of the school year that began in the year `began`."""
    return datetime.date(began, FIRST_MONTH, 1)


def school_year_in_words(began: int) -> str:
    """Return a school year as people write it: 2026-27."""
    return f"{began}-{(began + 1) % 100:02}"
