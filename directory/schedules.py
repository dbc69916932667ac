"""Rows of hours that contradict each other."""

from collections.abc import Iterator
from itertools import combinations

from directory.enums import Weekday
from directory.opening import LAST_MINUTE

DAY = 24 * 60
WEEK = 7 * DAY


def overlaps(rows) -> list[tuple]:
    """Return the pairs of `rows` (Schedule) that say twice when one number answers.

    Rows are compared where they are about the same number, about term time alike, and both the
    usual hours or both exceptions that share a day. Hours that meet do not overlap.
    """
    return [pair for pair in combinations(rows, 2) if _comparable(*pair) and _share_a_minute(*pair)]


def _comparable(one, other) -> bool:
    return (
        one.purpose == other.purpose
        and one.term_time_only == other.term_time_only
        and one.is_exception == other.is_exception
        and (not one.is_exception or _share_a_date(one, other))
    )


def _share_a_date(one, other) -> bool:
    first, second = sorted((one, other), key=lambda row: row.valid_from)
    return first.valid_to is None or second.valid_from <= first.valid_to


def _share_a_minute(one, other) -> bool:
    return any(a < d and c < b for a, b in _spans(one) for c, d in _spans(other))


def _spans(row) -> Iterator[tuple[int, int]]:
    """Yield the row's hours in minutes of the week; the night of Sunday goes on at its beginning."""
    if not row.opens or not row.closes:
        return
    opens, closes = _minutes(row.opens), DAY if row.closes == LAST_MINUTE else _minutes(row.closes)
    length = closes - opens if closes > opens else closes - opens + DAY
    for day in row.days:
        start = list(Weekday).index(Weekday(day)) * DAY + opens
        end = start + length
        yield start, min(end, WEEK)
        if end > WEEK:
            yield 0, end - WEEK


def _minutes(time) -> int:
    return time.hour * 60 + time.minute
