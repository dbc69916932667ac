"""How far a check can be trusted today.

Past its interval an entry says so. Past `LEAVES_LISTS_AFTER` intervals it leaves the lists that a
reader trusts without looking (services, facets, organisations); its address and A to Z keep it. What
somebody may need this minute (`NEVER_LEAVES`) stays whatever its age, and what nobody has ever
checked stays and says "Check before use": the lists of a new portal would be empty otherwise.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from directory.enums import ServiceKind

DUE_SOON_DAYS = 7
LEAVES_LISTS_AFTER = 3  # intervals: a core entry after 90 days, a standard one after 18 months
NEVER_LEAVES = [ServiceKind.FRONT_DOOR, ServiceKind.OUT_OF_HOURS, ServiceKind.LADO]


def oldest_in_lists(interval_days: int) -> datetime.date:
    """Return the earliest day of a newest check with which an entry is still in lists today."""
    return timezone.localdate() - datetime.timedelta(days=LEAVES_LISTS_AFTER * interval_days)


class State(StrEnum):
    """The four things a reader may be told."""

    CHECKED = "checked"
    DUE = "due"
    OVERDUE = "overdue"
    NEVER = "never"


@dataclass(frozen=True)
class Freshness:
    """The day of the newest check (None: never) and the days between checks."""

    checked: datetime.date | None
    interval_days: int

    @property
    def due(self) -> datetime.date | None:
        """Return the day by which the next check is due."""
        return self.checked and self.checked + datetime.timedelta(days=self.interval_days)

    @property
    def age_days(self) -> int | None:
        """Return the days since the newest check."""
        return (timezone.localdate() - self.checked).days if self.checked else None

    @property
    def state(self) -> State:
        """Return what a reader is told: overdue only once the day has passed."""
        if self.due is None:
            return State.NEVER
        left = (self.due - timezone.localdate()).days
        if left < 0:
            return State.OVERDUE
        return State.DUE if left <= DUE_SOON_DAYS else State.CHECKED

    @property
    def needs_care(self) -> bool:
        """Return whether a reader must be warned before they rely on it."""
        return self.state in {State.OVERDUE, State.NEVER}

    @property
    def age_in_words(self) -> str:
        """Return the age as people say it: "today", "12 days ago", "9 months ago"."""
        days = self.age_days
        if days is None:
            return "never"
        if days < 2:
            return "yesterday" if days else "today"
        if days < 60:
            return f"{days} days ago"
        return f"{days // 30} months ago" if days < 720 else f"{days // 365} years ago"


def sees_no_change(checked: datetime.date | None, changed: datetime.date | None) -> bool:
    """Return whether guidance changed (`changed`; None: never) after the newest check (`checked`).

    A day to come is one on which a check of today, made before the change, is due again: it is not due yet.
    """
    return changed is not None and changed <= timezone.localdate() and (checked is None or checked < changed)


def leaves_lists(kind: str, freshness: Freshness) -> bool:
    """Return whether an entry of this kind (`ServiceKind`) is left out of default lists today."""
    if freshness.checked is None or kind in NEVER_LEAVES:
        return False
    return freshness.checked < oldest_in_lists(freshness.interval_days)
