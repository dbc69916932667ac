"""The limit of time, where a quiz has one.

It is kept by the server's clock, in seconds since 1970, so that midnight and the change to summer time make
no difference. A time that a browser sends is never read.
"""

import datetime
import math
from dataclasses import dataclass

from django.utils import timezone

from portal.accounts.models import User
from training.quizzes.content.schema import Content
from training.quizzes.sitting import now

# What was on its way when the time ended still counts.
GRACE = 60


@dataclass(frozen=True)
class Clock:
    """How much time is left of an attempt."""

    end: int

    @property
    def ends(self) -> datetime.datetime:
        """Return when the time ends, for people."""
        return timezone.localtime(datetime.datetime.fromtimestamp(self.end, datetime.UTC))

    @property
    def seconds(self) -> int:
        """Return how many seconds are left; 0 once it is over."""
        return max(0, self.end - now())

    @property
    def is_over(self) -> bool:
        """Return whether the time has ended: what is saved is handed in with the next post."""
        return self.seconds == 0

    @property
    def takes_nothing(self) -> bool:
        """Return whether an answer that comes now is too late."""
        return now() > self.end + GRACE

    @property
    def left(self) -> str:
        """Return what is left, in words."""
        if self.is_over:
            return "Your time is over."
        minutes = math.ceil(self.seconds / 60)
        return "Less than a minute left." if self.seconds < 60 else f"{minutes} minutes left."


def minutes_for(content: Content, person: int | None) -> int | None:
    """Return how many minutes somebody has, their extra time in it; None where there is no limit."""
    limit = content["time_limit"]
    if not limit:
        return None
    extra = User.objects.filter(pk=person).values_list("extra_time", flat=True).first() if person else 0
    return math.ceil(limit * (100 + (extra or 0)) / 100)


def clock_of(content: Content, person: int | None, began: int) -> Clock | None:
    """Return the clock of an attempt that began at `began`; None where there is no limit."""
    minutes = minutes_for(content, person)
    return Clock(began + minutes * 60) if minutes else None
