"""What one person did of the plans that a school gave them, to show at an inspection.

Nothing else of the person is in it: no score, no answer, no words of theirs, no time that it took, nothing
that they did outside these plans; of supervision the dates alone. Of what they did before they came, or for
another school, it says that it is done and when, where a plan of this school asks for it. After the day on
which somebody left, the school sees nothing new.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.accounts.models import Membership
from training.records.matrix import (
    Cell,
    Given,
    What,
    given_order,
    in_words,
    is_late,
    newest,
    plan_cell,
    plan_of,
    step_cell,
    what_of,
)
from training.records.models import AssignedItem, Assignment, Certificate, LearningRecord, Outcome
from training.records.progress import Fact, Part, Step, progress_of
from training.records.standing import read_again_from, seen_by_school
from training.records.supervision import supervision_dates


@dataclass(frozen=True)
class Line:
    """One thing, and what is known of it."""

    title: str
    status: str
    how: str  # it is known; nothing where it was done for another school
    certificate: str


@dataclass(frozen=True)
class Group:
    """A part of a plan."""

    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Cycle:
    """One time that a plan was given."""

    number: int
    given_on: datetime.date
    due_on: datetime.date | None
    status: str
    groups: list[Group]


@dataclass(frozen=True)
class OfPlan:
    """A plan, each time that it was given; the newest first."""

    name: str
    cell: Cell
    cycles: list[Cycle]


@dataclass(frozen=True)
class SchoolRecord:
    """All of it."""

    membership: Membership
    plans: list[OfPlan]
    supervision: list[datetime.date]


@dataclass(frozen=True)
class _Time(Given):
    """One time that a plan was given, with whether a next cycle took its place."""

    is_renewed: bool


def record_of(membership: Membership, today: datetime.date) -> SchoolRecord:
    """Return what the school of `membership` may show: as many queries for two plans as for fifty."""
    until = min(membership.left or today, today)
    rows = Assignment.objects.filter(
        person=membership.person_id, school=membership.school_id, given_on__lte=until
    ).select_related("plan")
    given = list(rows.prefetch_related("items"))
    items = [item for one in given for item in one.items.all()]
    records = _records(membership, items, until)
    again = read_again_from(item.number for item in items if item.number)
    in_order: dict[int | str, list[Assignment]] = {}
    for one in sorted(given, key=given_order):
        in_order.setdefault(plan_of(one), []).append(one)
    by_plan = [list(_times(one, records, again)) for one in in_order.values()]
    teller = _Teller(membership, records, again, until)
    plans = sorted(map(teller.of_plan, by_plan), key=lambda one: one.name.casefold())
    dates = [day for day in supervision_dates(membership.person) if membership.joined <= day <= until]
    return SchoolRecord(membership, plans, dates)


def _times(
    in_order: list[Assignment], records: list[LearningRecord], again: Mapping[int, int]
) -> Iterator[_Time]:
    """Give each time that one plan was given, and how far it came; in: the first that was given first."""
    for one, after in zip(in_order, [*in_order[1:], None], strict=True):
        is_renewed = one.ended is not None and after is not None and after.cycle == one.cycle + 1
        done = _in_time_of(one, is_renewed, records)
        progress = progress_of(one.items.all(), map(_fact, done), one.counts_from, again)
        yield _Time(one, progress, is_renewed)


def _records(membership: Membership, items: Iterable[AssignedItem], until) -> list[LearningRecord]:
    """Return the records about what the plans ask for, with the certificates that rest on them."""
    wanted = {what_of(item) for item in items}
    rows = LearningRecord.objects.standing().filter(
        seen_by_school(membership.school_id), person=membership.person_id, done_on__lte=until
    )
    rows = rows.filter(sort__in={sort for sort, _, _ in wanted}).prefetch_related(
        "certificates__superseded_by"
    )
    return [record for record in rows if what_of(record) in wanted]


def _in_time_of(one: Assignment, is_renewed: bool, records: list[LearningRecord]) -> list[LearningRecord]:
    """Return what was done while `one` lasted: what is done on the day of a renewal is of the next cycle."""
    if one.ended is None:
        return records
    last = one.ended - datetime.timedelta(days=1) if is_renewed else one.ended
    return [record for record in records if record.done_on <= last]


def _fact(record: LearningRecord) -> Fact:
    return Fact(
        record.sort, record.number, record.key, record.version, record.done_on, Outcome(record.outcome)
    )


class _Teller:
    """Says in words what is known, as of the last day that the school may look at."""

    def __init__(self, membership: Membership, records: list[LearningRecord], again, until: datetime.date):
        self.membership, self.again, self.until = membership, again, until
        self.by_what: dict[What, list[LearningRecord]] = {}
        for record in records:
            self.by_what.setdefault(what_of(record), []).append(record)

    def of_plan(self, times: list[_Time]) -> OfPlan:
        ordered = newest(times)
        plan = ordered[0].assignment.plan
        name = plan.name if plan else ordered[0].assignment.name
        return OfPlan(name, plan_cell(ordered, self.until), [self._cycle(one) for one in ordered])

    def _cycle(self, one: _Time) -> Cycle:
        there, progress = one.assignment, one.progress
        status = plan_cell([one], self.until).words
        if one.is_renewed and there.ended and not one.completed_on:
            status = f"{progress.done} of {progress.needed} when it was given anew on {in_words(there.ended)}"
        late = one.lasts and is_late(one, self.until)
        groups = [
            Group(part.title, [self._line(step, part, one, late) for step in part.steps])
            for part in progress.parts
        ]
        return Cycle(there.cycle, there.given_on, there.due_on, status, groups)

    def _line(self, step: Step, part: Part, one: _Time, late: bool) -> Line:
        again: Mapping[int, int] = self.again if one.lasts else {}
        cell = step_cell(step, part, late, again)
        begins = one.assignment.counts_from
        done = [
            record
            for record in self.by_what.get(what_of(step.item), [])
            if step.last_on and record.done_on <= step.last_on and (not begins or record.done_on >= begins)
        ]
        return Line(step.item.title, cell.words, self._how(step, done), self._certificate(done))

    def _how(self, step: Step, done: list[LearningRecord]) -> str:
        ours = (record for record in done if record.school_id == self.membership.school_id)
        return next((str(one.get_how_display()) for one in ours if one.done_on == step.last_on), "")

    def _certificate(self, done: list[LearningRecord]) -> str:
        """Return when the newest certificate that stands was issued, and until when it counts."""
        found = [one for record in done for one in record.certificates.all() if self._stands(one)]
        if not found:
            return ""
        one = max(found, key=lambda one: (one.issued, one.pk))
        issued = f"Certificate of {in_words(one.issued)}"
        if one.expires is None:
            return f"{issued}, does not run out"
        ran_out = one.expires < self.until
        return f"{issued}, {'ran out on' if ran_out else 'until'} {in_words(one.expires)}"

    def _stands(self, one: Certificate) -> bool:
        return not (one.revoked_on or one.is_replaced) and one.issued <= self.until
