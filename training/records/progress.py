"""What somebody has done of what they were given. Pure rules: no database, no clock, no account.

In: the assigned items, and the facts that their records state. So a person's status is always what their
records say, and a page that was added to the module's shelf since changes nobody's progress.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, Protocol

from training.records.models import Outcome


class Thing(Protocol):
    """What a thing of a plan says of itself."""

    sort: str
    number: int | None
    key: str
    title: str
    note: str
    minutes: int


class Item(Thing, Protocol):
    """What the rules ask of an assigned item."""

    group: str
    group_order: int
    needed: int | None
    order: int


class Fact(NamedTuple):  # like Step a tuple: a school's page has a thousand of them
    """What one record that stands says."""

    sort: str
    number: int | None
    key: str
    version: str
    done_on: datetime.date
    outcome: str

    @property
    def what(self) -> tuple[str, int | None, str]:
        """Return what it is about."""
        return (self.sort, self.number, self.key)


class Status(Enum):
    """How far somebody is with one item."""

    OPEN = "not done yet"
    NOT_YET = "taken, not yet passed"
    DONE = "done"
    PASSED = "passed"

    @property
    def is_done(self) -> bool:
        """Return whether it counts."""
        return self in (Status.DONE, Status.PASSED)


class Step(NamedTuple):
    """One item, and how far its person is with it."""

    item: Item
    status: Status
    done_on: datetime.date | None = None  # the first day on which it counted
    last_on: datetime.date | None = None  # the last day on which they did it
    version: str = ""  # the newest that they did
    read_again: bool = False  # the module was changed so much that they are asked to

    @property
    def is_done(self) -> bool:
        """Return whether it counts."""
        return self.status.is_done


@dataclass(frozen=True)
class Part:
    """A group of steps, of which all or some are to be done."""

    title: str
    needed: int  # how many
    steps: tuple[Step, ...]

    @property
    def takes_all(self) -> bool:
        """Return whether nothing of it may be left out."""
        return self.needed == len(self.steps)

    @property
    def done(self) -> int:
        """Return how many count: never more than are asked for."""
        return min(self.needed, sum(step.is_done for step in self.steps))

    @property
    def is_complete(self) -> bool:
        """Return whether enough of it is done."""
        return self.done == self.needed

    @property
    def completed_on(self) -> datetime.date | None:
        """Return the day on which enough of it was done first."""
        days = sorted(step.done_on for step in self.steps if step.is_done and step.done_on)
        return days[self.needed - 1] if 0 < self.needed <= len(days) else None

    @property
    def open_steps(self) -> list[Step]:
        """Return the steps that are still to be done, or of which some are."""
        return [] if self.is_complete else [step for step in self.steps if not step.is_done]

    @property
    def minutes_left(self) -> int:
        """Return how long the rest takes at least: of what one may choose from, the shortest."""
        return shortest((step.item.minutes for step in self.open_steps), self.needed - self.done)


@dataclass(frozen=True)
class Progress:
    """How far somebody is with all of it."""

    parts: tuple[Part, ...]

    @cached_property
    def steps(self) -> list[Step]:
        """Return every step, in order."""
        return [step for part in self.parts for step in part.steps]

    @cached_property
    def done(self) -> int:
        """Return how many things count."""
        return sum(part.done for part in self.parts)

    @cached_property
    def needed(self) -> int:
        """Return how many are asked for."""
        return sum(part.needed for part in self.parts)

    @property
    def is_complete(self) -> bool:
        """Return whether all that is asked for is done. A plan without anything in it never is."""
        return self.needed > 0 and all(part.is_complete for part in self.parts)

    @property
    def completed_on(self) -> datetime.date | None:
        """Return the first day on which all was done."""
        days = [part.completed_on for part in self.parts if part.needed]
        return max((day for day in days if day), default=None) if self.is_complete else None

    @property
    def next(self) -> Step | None:
        """Return what to do next: the first step that is open; then what is to be read again."""
        open_steps = (step for part in self.parts for step in part.open_steps)
        return next(open_steps, None) or next((step for step in self.steps if step.read_again), None)

    @property
    def minutes_left(self) -> int:
        """Return how long the rest takes, at least."""
        return sum(part.minutes_left for part in self.parts)


def shortest(minutes: Iterable[int], count: int | None) -> int:
    """Return how long so many things take at least; None: all of them."""
    return sum(sorted(minutes)[:count])


def progress_of(
    items: Iterable[Item],
    facts: Iterable[Fact],
    counts_from: datetime.date | None = None,
    read_again_from: Mapping[int, int] | None = None,
) -> Progress:
    """Return how far somebody is.

    In: the assigned items; the facts of that person, in whatever order; the first day that counts, for a
    refresher; for modules that were changed so much, by their number, the first version that will do.
    """
    by_what: dict[tuple, list[Fact]] = {}
    for fact in facts:
        if counts_from is None or fact.done_on >= counts_from:
            by_what.setdefault(fact.what, []).append(fact)
    ordered = sorted(items, key=attrgetter("group_order", "order"))
    return Progress(
        tuple(
            _part([_step(item, by_what, read_again_from or {}) for item in group])
            for _, group in groupby(ordered, key=attrgetter("group_order"))
        )
    )


def _part(steps: list[Step]) -> Part:
    """Return a group; it cannot ask for more than it holds."""
    first = steps[0].item
    needed = len(steps) if first.needed is None else min(first.needed, len(steps))
    return Part(first.group, needed, tuple(steps))


def _step(item: Item, by_what: Mapping, read_again_from: Mapping[int, int]) -> Step:
    found = by_what.get((item.sort, item.number, item.key))
    if not found:
        return Step(item, Status.OPEN)
    facts = sorted(found, key=attrgetter("done_on"))
    counting = [fact for fact in facts if fact.outcome in (Outcome.DONE, Outcome.PASSED)]
    if not counting:
        return Step(item, Status.NOT_YET, last_on=facts[-1].done_on, version=facts[-1].version)
    passed = any(fact.outcome == Outcome.PASSED for fact in counting)
    newest = max(_number(fact.version) for fact in counting)
    return Step(
        item,
        Status.PASSED if passed else Status.DONE,
        done_on=counting[0].done_on,
        last_on=counting[-1].done_on,
        version=str(newest) if newest else "",
        read_again=0 < newest < read_again_from.get(item.number or 0, 0),
    )


def _number(version: str) -> int:
    return int(version) if version.isdecimal() else 0
