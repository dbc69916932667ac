"""What a school asks again and again, each night: who gets a plan or a day for it, whose next cycle begins.

When that is, says rhythm.py. Nothing is ever reset: a new cycle is a new row, and records stay as they are.
What is incomplete is not renewed: it stays overdue until it is done.
"""

import datetime
import logging
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby

from django.db import IntegrityError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from portal.accounts.memberships import current
from portal.accounts.models import Membership, School
from training.records import assigning
from training.records.models import Assignment, Requirement
from training.records.progress import Progress
from training.records.rhythm import Cycle, counted_from, first_due, meets, next_cycle
from training.records.standing import progress_by_assignment

logger = logging.getLogger(__name__)

AT_ONCE = 200  # people in one transaction: others can write in between
PASSES = 4  # a cycle that begins may be complete already, by what was done long ago; then the next one begins


@dataclass
class Night:
    """What there is to do at one school: who gets what by when, or a day for it; whose next cycle begins."""

    gifts: dict[tuple[Requirement, datetime.date], list] = field(default_factory=lambda: defaultdict(list))
    days: dict[tuple[Requirement, datetime.date], list[Assignment]] = field(
        default_factory=lambda: defaultdict(list)
    )
    renewals: dict[tuple[Cycle, Requirement], list[Assignment]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def __bool__(self):
        return bool(self.gifts or self.days or self.renewals)


@dataclass
class Counts:
    """How much was done, or would be."""

    given: int = 0
    renewed: int = 0
    ended: int = 0
    dated: int = 0  # had it already, without a day


def run(today: datetime.date, *, dry: bool = False, said: Callable[[str], object] = str) -> Counts:
    """Do what all requirements ask on `today`; `dry`: count it and write nothing. Twice on a day is once.

    In: `said` hears of each school that is done.
    """
    left = of_leavers()
    counts = Counts(ended=left.count() if dry else left.update(ended=today))
    for school, found in groupby(_all_requirements(), lambda rule: rule.school):
        rules = list(found)
        for _ in range(PASSES):
            night = night_of(school, rules, today)
            if dry:
                counts.given += sum(map(len, night.gifts.values()))
                counts.renewed += sum(map(len, night.renewals.values()))
                counts.dated += sum(map(len, night.days.values()))
            if dry or not night:
                break
            _carry_out(school, night, today, counts)
        said(f"{counts.given} given, {counts.renewed} renewed so far ...")
    return counts


def of_leavers() -> QuerySet[Assignment]:
    """Return what schools gave to people who belong to them no longer, and lasts."""
    there = Membership.objects.filter(person=OuterRef("person"), school=OuterRef("school"), left=None)
    return Assignment.objects.current().filter(~Exists(there), school__isnull=False)


def night_of(school, rules: list[Requirement], today: datetime.date) -> Night:
    """Return what `rules` of `school` ask on `today`: as many queries for two people as for two hundred."""
    night, have = Night(), []
    members = list(current(school=school, person__is_active=True).select_related("person"))
    for member, asked, assignment in _met(school, rules, members):
        if assignment is None:
            night.gifts[_first(asked, member, today)].append(member.person)
        elif assignment.due_on is None or may_renew(assignment, asked, today):
            have.append((member, asked, assignment))
    for some in in_parts(have, AT_ONCE):
        progress = progress_by_assignment([assignment for _, _, assignment in some])
        for member, asked, assignment in some:
            if found := _next(asked, progress[assignment.pk], today):
                cycle, rule = found
                begins = max(cycle.begins, assignment.given_on)  # not before the one that it follows
                night.renewals[Cycle(cycle.due_on, begins, cycle.counts_from), rule].append(assignment)
            elif assignment.due_on is None and not progress[assignment.pk].is_complete:
                night.days[_first(asked, member, today)].append(assignment)
    return night


def may_renew(assignment: Assignment, asked: Iterable[Requirement], today: datetime.date) -> bool:
    """Return whether a next cycle can have begun: none has, where it began a short time ago."""
    earliest = assignment.counts_from
    return earliest is None or any(next_cycle(rule, earliest, today) for rule in asked)


def open_of(person) -> list[Assignment]:
    """Return the plans of `person` that have a day and are not complete, the first due first."""
    rows = Assignment.objects.current().filter(person=person.pk, due_on__isnull=False)
    found = list(rows.order_by("due_on", "pk"))
    progress = progress_by_assignment(found)
    return [one for one in found if not progress[one.pk].is_complete]


def _all_requirements() -> QuerySet[Requirement]:
    rules = Requirement.objects.filter(plan__put_away=False).select_related("plan", "school", "made_by")
    return rules.order_by("school_id", "pk")  # never by the name of the school: two may have one


def _met(
    school, rules: list[Requirement], members: list[Membership]
) -> Iterator[tuple[Membership, list[Requirement], Assignment | None]]:
    """Give each member and plan that rules mean them to have, with these rules and what they have of it."""
    by_plan: dict[int, list[Requirement]] = defaultdict(list)
    for rule in rules:
        by_plan[rule.plan_id].append(rule)
    rows = Assignment.objects.current().filter(school=school, plan__in=by_plan).select_related("plan")
    have = {(row.person_id, row.plan_id): row for row in rows}
    for plan, found in by_plan.items():
        for member in members:
            if asked := [rule for rule in found if meets(rule.job_title, member.job_title)]:
                yield member, asked, have.get((member.person_id, plan))


def _first(
    asked: list[Requirement], member: Membership, today: datetime.date
) -> tuple[Requirement, datetime.date]:
    """Return the rule that is due first for who has no day yet, and its day."""
    days = ((first_due(rule, timezone.localdate(rule.made), member.joined, today), rule) for rule in asked)
    due_on, rule = min(days, key=lambda one: (one[0], one[1].pk))
    return rule, due_on


def _next(
    asked: list[Requirement], progress: Progress, today: datetime.date
) -> tuple[Cycle, Requirement] | None:
    """Return the cycle that begins, by the rule that asks for it first; None where none does."""
    if progress.completed_on is None:
        return None
    cycles = [(next_cycle(rule, progress.completed_on, today), rule.pk, rule) for rule in asked]
    cycle, _, rule = min((one for one in cycles if one[0]), default=(None, 0, None))
    return (cycle, rule) if cycle and rule else None


def _carry_out(school, night: Night, today: datetime.date, counts: Counts) -> None:
    """Do it, and count what was done: a lead may have done, or undone, some of it since it was worked out."""
    for (rule, due_on), people in night.gifts.items():
        for some in in_parts(people, AT_ONCE):
            with _others_go_on(rule):
                counts.given += assigning.assign(
                    rule.plan,
                    some,
                    school=school,
                    by=rule.made_by,
                    due_on=due_on,
                    requirement=rule,
                    counts_from=counted_from(rule, today),
                )
    for (rule, due_on), assignments in night.days.items():
        for some in in_parts(assignments, AT_ONCE):
            rows = Assignment.objects.current().filter(pk__in=[one.pk for one in some], due_on=None)
            with _others_go_on(rule):
                counts.dated += rows.update(due_on=due_on, requirement=rule)
    for (cycle, rule), assignments in night.renewals.items():
        for some in in_parts(assignments, AT_ONCE):
            for one in some:
                one.requirement_id = rule.pk
            with _others_go_on(rule):
                counts.renewed += assigning.renew(
                    some, begins=cycle.begins, due_on=cycle.due_on, counts_from=cycle.counts_from
                )


@contextmanager
def _others_go_on(rule: Requirement) -> Generator[None]:
    """Pass over what stands no longer: somebody left, or a rule or its plan was deleted at this moment.

    The next pass, or the next night, has it no more.
    """
    try:
        yield
    except (assigning.NotOursError, School.DoesNotExist, IntegrityError) as problem:
        told = {"requirement": rule.pk, "problem": type(problem).__name__}
        logger.warning("requirement_not_carried_out", extra=told)


def in_parts(rows: Sequence, size: int) -> Iterator[Sequence]:
    """Give `rows` in parts of at most `size`."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
