"""A unit at a glance: which activities serve a use or an audience, and where in the unit one stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


def in_hours(minutes: int) -> str:
    """Return a length of time as people say it: "1 hour 15 minutes"."""
    hours, rest = divmod(minutes, 60)
    said = [f"{hours} hour{'s' * (hours != 1)}"] if hours else []
    said += [f"{rest} minute{'s' * (rest != 1)}"] if rest or not hours else []
    return " ".join(said)


def together(activities: Iterable[Any]) -> str:
    """Return how long `activities` take together."""
    return in_hours(sum(activity.minutes for activity in activities))


@dataclass(frozen=True)
class Choice:
    """What a leader picked, in words, and the activities that serve it."""

    words: str
    activities: Sequence[Any]

    @property
    def time(self) -> str:
        """Return how long these activities take together."""
        return together(self.activities)


@dataclass(frozen=True)
class Place:
    """Where in its unit an activity stands."""

    number: int
    count: int
    previous: Any
    following: Any
    left: str  # from its beginning to the end of the unit


def place_of(activity, activities: Sequence[Any]) -> Place | None:
    """Return the place of `activity` among the `activities` of its unit; None where it is not one of them."""
    keys = [one.pk for one in activities]
    if activity.pk not in keys:
        return None
    at = keys.index(activity.pk)
    return Place(
        number=at + 1,
        count=len(keys),
        previous=activities[at - 1] if at else None,
        following=activities[at + 1] if at + 1 < len(keys) else None,
        left=together(activities[at:]),
    )
