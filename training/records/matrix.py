"""How far the people of a school are with what it gave them, in words. Pure rules: no database, no clock.

In: what each person was given, with the progress of each, as standing.py works it out. Out: a cell for each
person and plan, or for each person and thing of one plan; never a score, an answer or how long it took.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from django.utils.dateformat import format as formatted
from django.utils.text import capfirst

from training.records.models import Assignment
from training.records.progress import Part, Progress, Status, Step

What = tuple[str, int | None, str]  # sort, number of a page, key of what is no page


class State(StrEnum):
    """What one can look for."""

    OVERDUE = "overdue"
    OPEN = "open"
    DONE = "done"
    NONE = "none"  # nothing is asked


@dataclass(frozen=True)
class Cell:
    """What stands where a person and a column meet."""

    state: State
    words: str


@dataclass(frozen=True)
class Given:
    """A plan that a person was given, and how far they are with it."""

    assignment: Assignment
    progress: Progress

    @property
    def lasts(self) -> bool:
        """Return whether it was not ended."""
        return self.assignment.ended is None

    @property
    def completed_on(self) -> datetime.date | None:
        """Return the day on which all was done, if it was before the plan ended, or was renewed."""
        day, ended = self.progress.completed_on, self.assignment.ended
        return day if day and (ended is None or day <= ended) else None

    @property
    def completed_before(self) -> datetime.date | None:
        """Return that day, if it was before a renewal: what is done on the day of one is of the next."""
        day, ended = self.completed_on, self.assignment.ended
        return day if day and (ended is None or day < ended) else None


OneGiven = TypeVar("OneGiven", bound=Given)
NOT_GIVEN = Cell(State.NONE, "Not given")


def newest(given: Iterable[OneGiven]) -> list[OneGiven]:
    """Return what one person was given of one plan, the newest first: what lasts, then what was given last.

    The number of a cycle says nothing of it: taken away and given anew, a plan begins with the first again.
    """
    return sorted(given, key=lambda one: (one.lasts, *given_order(one.assignment)), reverse=True)


def given_order(assignment: Assignment) -> tuple[datetime.date, int]:
    """Return what sorts one plan's assignments to one person: the first that was given first."""
    return (assignment.given_on, assignment.pk or 0)


def plan_cell(given: Iterable[Given], today: datetime.date) -> Cell:
    """Return how far one person is with one plan; in: all that they were given of it, renewed or ended."""
    ordered = newest(given)
    if not ordered:
        return NOT_GIVEN
    now, once = ordered[0], _completed_before(ordered)
    if now.completed_on:
        cycle = f" in cycle {now.assignment.cycle}" if now.assignment.cycle > 1 else ""
        done = f"Done {in_words(now.completed_on)}{cycle}"
        again = sum(step.is_done and step.read_again for step in now.progress.steps) if now.lasts else 0
        return Cell(State.OPEN, f"{done}; {again} to read again") if again else Cell(State.DONE, done)
    if now.assignment.ended:
        return Cell(State.NONE, f"Taken away {in_words(now.assignment.ended)}")
    how_far = f"{now.progress.done} of {now.progress.needed}"
    due = f"due {in_words(now.assignment.due_on)}" if now.assignment.due_on else "no day set"
    if now.assignment.due_on and is_late(now, today):
        words = f"Overdue since {in_words(now.assignment.due_on)}, {how_far}"
        return Cell(State.OVERDUE, f"{words}; {once}" if once else words)
    return Cell(State.OPEN, f"{capfirst(once)}; again {due}, {how_far}" if once else f"{how_far}, {due}")


def _completed_before(ordered: Sequence[Given]) -> str:
    """Return when the last cycle before the newest was completed, in words; nothing where none was."""
    for one in ordered[1:]:
        day = one.completed_before
        if day and one.assignment.cycle < ordered[0].assignment.cycle:
            return f"done in cycle {one.assignment.cycle} on {in_words(day)}"
    return ""


def item_cell(
    what: What, given: Iterable[Given], today: datetime.date, again: Mapping[int, int] | None = None
) -> Cell:
    """Return how far one person is with one thing of a plan; in: all that they were given of that plan.

    `again` says for a module, by its number, from which version on it will do.
    """
    ordered = newest(given)
    if not ordered:
        return NOT_GIVEN
    now = ordered[0]
    ended = now.assignment.ended
    if ended and not now.completed_on:
        return Cell(State.NONE, f"Taken away {in_words(ended)}")
    found = ((part, step) for part in now.progress.parts for step in part.steps if what_of(step.item) == what)
    part, step = next(found, (None, None))
    if part is None or step is None:
        return Cell(State.NONE, "Not in their list")
    if ended:
        return _cell_before(ended, step, part)
    return step_cell(step, part, is_late(now, today), again)


def _cell_before(ended: datetime.date, step: Step, part: Part) -> Cell:
    """Return how far somebody was with one step of a plan that they had completed when it was taken away.

    What they did of it afterwards is no business of the school.
    """
    if step.is_done and step.done_on and step.done_on <= ended:
        return step_cell(step._replace(last_on=step.done_on, version=""), part, is_late=False)
    return Cell(State.NONE, _not_needed(part))


def is_late(one: Given, today: datetime.date) -> bool:
    """Return whether its day is over."""
    left = one.assignment.days_left(today)
    return left is not None and left < 0


def step_cell(step: Step, part: Part, is_late: bool, again: Mapping[int, int] | None = None) -> Cell:
    """Return how far somebody is with one step of `part`; late is what is open after its day."""
    day = in_words(step.last_on) if step.last_on else ""
    wanted = (again or {}).get(step.item.number or 0)
    if step.is_done and step.read_again and wanted:
        return Cell(State.OPEN, f"Read again: version {wanted}. Done {day}, version {step.version}")
    if step.status is Status.PASSED:
        return Cell(State.DONE, f"Passed {day}")
    if step.is_done:
        return Cell(State.DONE, f"Done {day}{f', version {step.version}' if step.version else ''}")
    if part.is_complete:
        return Cell(State.NONE, _not_needed(part))
    words = f"Taken {day}, not yet passed" if step.status is Status.NOT_YET else "Not done yet"
    return Cell(State.OVERDUE if is_late else State.OPEN, f"{words}, overdue" if is_late else words)


def _not_needed(part: Part) -> str:
    return f"Not needed: {part.done} of {len(part.steps)} were enough"


def plan_of(assignment: Assignment) -> int | str:
    """Return what tells a plan from others: its number; the name that it had, where it was deleted."""
    return assignment.plan_id or assignment.name


def what_of(item) -> What:
    """Return what tells a thing of a plan from others: the same in a plan and in each copy of it."""
    return (item.sort, item.number, item.key)


@lru_cache(maxsize=1000)  # many share a day, and Django's formats take their time
def in_words(day: datetime.date) -> str:
    """Return a day as a cell has it: 3 Oct 2026."""
    return formatted(day, "j M Y")
