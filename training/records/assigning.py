"""Give people a plan, bring what they were given up to date, renew it, end it.

A copy is given: whoever changes the plan later changes nobody's list, but by `bring_up_to_date`, which a
lead asks for after having seen `would_change`. Records are never touched here.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.memberships import current
from portal.accounts.models import School
from training.records.models import AssignedItem, Assignment, Plan, PlanItem, ToDo
from training.records.plans import MeanwhileError


class NotOursError(Exception):
    """Somebody of another school, or a plan of another school."""


@transaction.atomic
def assign(
    plan: Plan,
    people: Collection,
    *,
    school,
    by,
    due_on: datetime.date | None = None,
    requirement=None,
    counts_from: datetime.date | None = None,
) -> int:
    """Give `plan` to `people` of `school`; return how many have it newly. Who has it, keeps it as it is.

    In: `counts_from` where what was done before that day does not count for it.
    Raises NotOursError where one of them, or the plan, is not of that school; nobody gets it then.
    """
    School.objects.select_for_update().get(pk=school.pk)  # two leads at once take turns
    numbers = {person.pk for person in people}
    ours = set(current(school=school, person__in=numbers).values_list("person", flat=True))
    if numbers != ours or plan.school_id not in (None, school.pk):
        raise NotOursError
    have = Assignment.objects.current().filter(plan=plan, school=school, person__in=numbers)
    missing = numbers - set(have.values_list("person", flat=True))
    given = {"due_on": due_on, "requirement": requirement, "counts_from": counts_from}
    _give(plan, sorted(missing), school=school, given_by=by, **given)
    return len(missing)


@transaction.atomic
def choose(plan: Plan, person) -> Assignment:
    """Let `person` take up `plan` themselves; return the assignment that they have, should there be one."""
    get_user_model().objects.select_for_update().get(pk=person.pk)  # two presses at once are one
    mine = Assignment.objects.current().filter(plan=plan, person=person)
    if there := mine.first():
        return there
    _give(plan, [person.pk], school=None, given_by=person)
    return mine.get()


@transaction.atomic
def renew(
    assignments: Collection[Assignment],
    *,
    begins: datetime.date,
    due_on: datetime.date,
    counts_from: datetime.date | None = None,
) -> int:
    """Begin another cycle of those that last still; return of how many.

    What was done before `begins` stays, and does not count for the new one. In: assignments of plans that
    are there still; `counts_from` where a day before `begins` counts too. The list is that of the plan as
    it is now.
    """
    found = Assignment.objects.current().filter(pk__in=[one.pk for one in assignments])
    lasting = set(found.select_for_update().values_list("pk", flat=True))  # what was not ended meanwhile
    count = 0
    for plan, ended in _by_plan([one for one in assignments if one.pk in lasting]).items():
        Assignment.objects.filter(pk__in=[one.pk for one in ended]).update(ended=begins)
        rows = Assignment.objects.bulk_create(
            Assignment(
                person_id=one.person_id,
                school_id=one.school_id,
                plan=plan,
                name=plan.name,
                version=plan.version,
                given_by_id=one.given_by_id,
                requirement_id=one.requirement_id,
                given_on=begins,
                due_on=due_on,
                cycle=one.cycle + 1,
                counts_from=counts_from or begins,
            )
            for one in ended
        )
        _copy_items(plan, rows)
        count += len(rows)
    return count


def end(assignment: Assignment) -> None:
    """Take the plan away again. What the person did stays theirs."""
    Assignment.objects.filter(pk=assignment.pk, ended=None).update(ended=timezone.localdate())


def given_by(school) -> QuerySet[Assignment]:
    """Return what `school` gave, and lasts: of its own plans, and by a requirement of the portal's.

    What somebody of the school chose themselves is not among it.
    """
    return Assignment.objects.current().filter(school=school)


def behind(plan: Plan, school) -> QuerySet[Assignment]:
    """Return what `school` gave of `plan` before the plan was changed, and lasts."""
    return given_by(school).filter(plan=plan, version__lt=plan.version)


@dataclass(frozen=True)
class Changes:
    """What bringing an earlier list up to date does, in titles; and to how many people."""

    people: int
    added: list[str]
    removed: list[str]
    moved: bool  # of what stays: its order, groups or words, or how many are needed

    def __bool__(self):
        return bool(self.people)


def would_change(plan: Plan, school) -> Changes:
    """Return what `bring_up_to_date` does: the things that any of the people would get, or lose."""
    earlier = behind(plan, school)
    now = {_what(one): _said(one, one.group.title, one.group.needed) for one in _items_of(plan)}
    titles, lists = {}, defaultdict(dict)
    rows = AssignedItem.objects.filter(assignment__in=earlier)
    for one in rows.order_by("group_order", "order", "-pk"):
        titles[_what(one)] = one.title
        lists[one.assignment_id][_what(one)] = _said(one, one.group, one.needed)
    added = [said[0] for what, said in now.items() if what not in titles]
    removed = [title for what, title in titles.items() if what not in now]
    moved = any(_of_both(now, before) != _of_both(before, now) for before in lists.values())
    return Changes(earlier.count(), added, removed, moved)


def _what(item: ToDo) -> tuple:
    return (item.sort, *item.what)


def _said(item: ToDo, group: str, needed: int | None) -> tuple:
    return (item.title, item.note, item.minutes, group, needed)


def _of_both(one: dict, other: dict) -> list:
    """Return what `one` says of the things that `other` has too, in its order."""
    return [(what, said) for what, said in one.items() if what in other]


@transaction.atomic
def bring_up_to_date(plan: Plan, school, seen: int) -> int:
    """Give all who have `plan` from `school` the list as it is now; return how many had an earlier one.

    In: the version whose changes the lead saw. Raises MeanwhileError where it is another by now.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.version != seen:
        raise MeanwhileError
    rows = list(behind(plan, school).select_for_update())
    AssignedItem.objects.filter(assignment__in=rows).delete()
    _copy_items(plan, rows)
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(version=plan.version, name=plan.name)
    return len(rows)


def _give(plan: Plan, people: Collection[int], **given) -> None:
    rows = Assignment.objects.bulk_create(
        Assignment(
            person_id=person,
            plan=plan,
            name=plan.name,
            version=plan.version,
            given_on=timezone.localdate(),
            **given,
        )
        for person in people
    )
    _copy_items(plan, rows)


def _copy_items(plan: Plan, assignments: Collection[Assignment]) -> None:
    items = _items_of(plan)
    AssignedItem.objects.bulk_create(
        (
            AssignedItem(
                assignment=assignment,
                group=one.group.title,
                group_order=one.group.order,
                needed=one.group.needed,
                sort=one.sort,
                number=one.number,
                key=one.key,
                title=one.title,
                note=one.note,
                minutes=one.minutes,
                order=one.order,
            )
            for assignment in assignments
            for one in items
        ),
        batch_size=500,
    )


def _items_of(plan: Plan) -> list[PlanItem]:
    return list(PlanItem.objects.filter(group__plan=plan).select_related("group"))


def _by_plan(assignments: Collection[Assignment]) -> dict[Plan, list[Assignment]]:
    found: dict[Plan, list[Assignment]] = {}
    for one in assignments:
        if one.plan is not None:
            found.setdefault(one.plan, []).append(one)
    return found
