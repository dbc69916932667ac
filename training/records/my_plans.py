"""What a person sees of their plans: each step with the page that it leads to, what is next, what is chosen.

Everything is asked for once, however many plans and steps there are.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from django.db.models import F, QuerySet
from django.utils import timezone

from portal.content.querysets import published
from training.models import ModulePage, TrainingPage
from training.programme.items import in_words
from training.records import plans
from training.records.learning import pages_for
from training.records.models import AssignedItem, Assignment, Plan, PlanItem
from training.records.models.learning import Sort
from training.records.plans import SORTS_OF_PAGES
from training.records.progress import Part, Progress, Step, Thing, progress_of, shortest
from training.records.standing import facts_by_person, progress_by_assignment

MOST_SHOWN = 60  # plans of one person, those that ended included
MOST_TO_CHOOSE = 50
MOST_CHOSEN = 100  # times that one person may take up a plan themselves


@dataclass(frozen=True)
class Line:
    """One thing of a plan, with its page as far as the person may read it, and how far they are with it."""

    item: Thing
    page: TrainingPage | None
    step: Step | None = None  # nobody's, where a plan is only looked at
    opens_signed_in: bool = False  # the page is there, for some who have an account

    @property
    def is_gone(self) -> bool:
        """Return whether it should lead to a page and does not."""
        return self.item.sort in SORTS_OF_PAGES and self.page is None

    @property
    def can_be_done(self) -> bool:
        """Return whether there is something to open or to press."""
        return self.page is not None if self.item.sort in SORTS_OF_PAGES else bool(self.item.key)

    @property
    def names_the_directory(self) -> bool:
        """Return whether its words send somebody to the directory: a plan has no other word for it."""
        return "directory" in f"{self.item.title} {self.item.note}".casefold()

    @property
    def version(self) -> int | None:
        """Return the version that the module has now; None for all else."""
        return self.page.version if isinstance(self.page, ModulePage) else None

    @property
    def newer(self) -> int | None:
        """Return the version that the module has now, where an earlier one was read."""
        read = int(self.step.version) if self.step and self.step.version.isdecimal() else 0
        return self.version if self.version and 0 < read < self.version else None

    @property
    def tick(self) -> str:
        """Return how a browser names it that keeps what somebody did without an account.

        Empty for what is not simply said to be done: quizzes, sessions, training elsewhere.
        """
        if self.item.sort == Sort.PAGE and self.page:
            return f"page:{self.item.number}:{self.version or ''}"
        return f"task:{self.item.key}" if self.item.sort == Sort.TASK and self.item.key else ""


@dataclass(frozen=True)
class Group:
    """A part of a plan."""

    title: str
    needed: int
    lines: tuple[Line, ...]
    part: Part | None = None

    @property
    def takes_all(self) -> bool:
        """Return whether nothing of it may be left out."""
        return self.needed == len(self.lines)

    @property
    def minutes(self) -> int:
        """Return how long it takes at least."""
        return shortest((line.item.minutes for line in self.lines), self.needed)


@dataclass(frozen=True)
class Mine:
    """A plan that somebody has."""

    assignment: Assignment
    progress: Progress
    groups: tuple[Group, ...]
    today: datetime.date

    @property
    def lines(self) -> list[Line]:
        """Return every line, in order."""
        return [line for group in self.groups for line in group.lines]

    @cached_property
    def next(self) -> Line | None:
        """Return what to do next of what can be done; then what is to be read again."""
        open_steps = {id(step) for part in self.progress.parts for step in part.open_steps}
        todo = (line for line in self.lines if id(line.step) in open_steps and line.can_be_done)
        again = (line for line in self.lines if line.step and line.step.read_again and line.page)
        return next(todo, None) or next(again, None)

    @property
    def time_left(self) -> str:
        """Return how long the rest takes, in words; nothing where no time is known."""
        return in_words(self.progress.minutes_left) if self.progress.minutes_left else ""

    @property
    def days_left(self) -> int | None:
        """Return the days until it is due."""
        return self.assignment.days_left(self.today)

    @property
    def is_overdue(self) -> bool:
        """Return whether its day is over and it is not done."""
        return self.days_left is not None and self.days_left < 0 and not self.progress.is_complete

    @property
    def completed_on(self) -> datetime.date | None:
        """Return the day on which all was done, as long as the plan lasted."""
        day, ended = self.progress.completed_on, self.assignment.ended
        return day if day and not (ended and day > ended) else None


def of(person) -> QuerySet[Assignment]:
    """Return the plans that `person` has or had: nobody else's can be reached from here."""
    return Assignment.objects.filter(person=person.pk)


def shown_to(person) -> list[Mine]:
    """Return the plans of `person`: those that last first, by the day on which they are due."""
    order = (F("ended").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "given_on", "pk")
    return _mine(person, list(of(person).select_related("school", "given_by").order_by(*order)[:MOST_SHOWN]))


def one_of(person, public_id) -> Mine | None:
    """Return one plan that `person` has, and that lasts."""
    found = of(person).current().filter(public_id=public_id)
    return next(iter(_mine(person, list(found))), None)


def _mine(person, assignments: list[Assignment]) -> list[Mine]:
    progress = progress_by_assignment(assignments)
    steps = [step for one in progress.values() for step in one.steps]
    pages = pages_for(person, {step.item.number for step in steps if step.item.number})
    today = timezone.localdate()
    return [
        Mine(one, progress[one.pk], tuple(_group(part, pages) for part in progress[one.pk].parts), today)
        for one in assignments
    ]


def _group(part: Part, pages: dict[int, TrainingPage]) -> Group:
    lines = tuple(Line(step.item, pages.get(step.item.number or 0), step) for step in part.steps)
    return Group(part.title, part.needed, lines, part)


def groups_of(plan: Plan, person) -> list[Group]:
    """Return what is in `plan`, for whoever looks at it before they begin."""
    items = list(PlanItem.objects.filter(group__plan=plan).select_related("group"))
    numbers = {item.number for item in items if item.number}
    pages = pages_for(person, numbers)
    closed = set() if person.is_authenticated else _published(numbers - pages.keys())
    found = []
    for group, rows in groupby(items, key=attrgetter("group")):
        lines = tuple(
            Line(item, pages.get(item.number), opens_signed_in=item.number in closed) for item in rows
        )
        needed = len(lines) if group.needed is None else min(group.needed, len(lines))
        found.append(Group(group.title, needed, lines))
    return found


def _published(numbers: Collection[int]) -> set[int]:
    return set(published(TrainingPage.objects.filter(pk__in=numbers)).values_list("pk", flat=True))


def time_of(groups: Iterable[Group]) -> str:
    """Return how long all of it takes at least, in words; nothing where no time is known."""
    minutes = sum(group.minutes for group in groups)
    return in_words(minutes) if minutes else ""


def to_choose(person, have: Collection[int | None]) -> QuerySet[Plan]:
    """Return the plans that `person` may take up, the induction first; `have` are those that they have."""
    return plans.seen_by(person).exclude(pk__in=[pk for pk in have if pk])[:MOST_TO_CHOOSE]


def induction() -> Plan | None:
    """Return the portal's first plan for new staff."""
    return plans.templates().filter(is_induction=True).first()


@dataclass(frozen=True)
class Open:
    """A plan that is not done yet, in one line."""

    name: str
    progress: Progress


def first_open(person) -> Open | None:
    """Return the plan that `person` goes on with, for a page that has something else to say: two queries."""
    order = (F("assignment__due_on").asc(nulls_last=True), "assignment__given_on", "assignment")
    items = AssignedItem.objects.filter(assignment__person=person.pk, assignment__ended=None)
    rows = list(items.select_related("assignment").order_by(*order))
    facts = facts_by_person([person.pk], {row.sort for row in rows}).get(person.pk, []) if rows else []
    for assignment, own in groupby(rows, key=attrgetter("assignment")):
        progress = progress_of(own, facts, assignment.counts_from)
        if not progress.is_complete:
            return Open(assignment.name, progress)
    return None
