"""The training of a school as its lead sees it: people by plan, or by the things of one plan.

A page asks as often for fifty people as for two. Whoever looks for a state, or takes a file along, asks
about everybody at the school, in rounds.
"""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.functional import cached_property

from portal.accounts.memberships import current
from portal.accounts.models import Membership
from training.records.matrix import Cell, Given, State, What, item_cell, plan_cell, plan_of, what_of
from training.records.models import AssignedItem, Assignment, Plan, PlanItem
from training.records.standing import progress_by_assignment, read_again_from

MOST_PEOPLE = 1000  # in a file, and where a state is looked for
AT_A_TIME = 200
STATES = {State.OVERDUE: "Overdue", State.OPEN: "To do", State.DONE: "Done"}

PlanKey = int | str  # as matrix.plan_of has it


@dataclass(frozen=True)
class Column:
    """A plan that the school gave, or a thing of one."""

    key: PlanKey | What
    title: str
    public_id: uuid.UUID | None = None  # of a plan that is there still


@dataclass(frozen=True)
class Row:
    """One person, and a cell for each column."""

    membership: Membership
    cells: list[Cell]


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to."""

    job: str = ""
    plan: Plan | None = None
    state: State | None = None

    @property
    def query(self) -> str:
        """Return it as the address says it. It names nobody."""
        said = {
            "job": self.job,
            "plan": self.plan.public_id if self.plan else "",
            "status": self.state or "",
        }
        return urlencode({name: value for name, value in said.items() if value})


class Matrix:
    """The people of `school` by what they were given, narrowed to what is `asked`, as of `today`."""

    def __init__(self, school, asked: Asked, today: datetime.date):
        self.school, self.asked, self.today = school, asked, today

    @cached_property
    def plans(self) -> list[Column]:
        """Return the plans that the school gave to those who are there now, by name."""
        found = {key: Column(key, name, public_id) for key, name, public_id in self._plans()}
        return sorted(found.values(), key=lambda one: (one.title.casefold(), str(one.key)))

    def _plans(self) -> Iterator[tuple[PlanKey, str, uuid.UUID | None]]:
        columns = ("plan", "plan__name", "plan__public_id", "name")
        rows = self._assignments.order_by().values_list(*columns).distinct()
        for number, name, public_id, copied in rows:
            yield (number, name, public_id) if number else (copied, copied, None)

    @property
    def _assignments(self) -> QuerySet[Assignment]:
        people = current(school=self.school).order_by().values("person")
        return Assignment.objects.filter(school=self.school, person__in=people)

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns: the plans, or the things of the one that is asked for."""
        return self._things(self.asked.plan) if self.asked.plan else self.plans

    def _things(self, plan: Plan) -> list[Column]:
        """Return the things of `plan` as it is now; then what only earlier lists have."""
        found = {what_of(one): one.title for one in PlanItem.objects.filter(group__plan=plan)}
        given = AssignedItem.objects.filter(assignment__in=self._assignments.current().filter(plan=plan))
        columns = ("sort", "number", "key", "title")
        for *what, title in given.values_list(*columns).distinct().order_by(*columns):
            found.setdefault((what[0], what[1], what[2]), title)
        return [Column(what, title) for what, title in found.items()]

    @cached_property
    def _again(self) -> Mapping[int, int]:
        numbers = (one.key[1] for one in self.columns if isinstance(one.key, tuple))
        return read_again_from(number for number in numbers if number)

    @cached_property
    def jobs(self) -> list[str]:
        """Return the job titles at the school."""
        rows = current(school=self.school).exclude(job_title="").order_by("job_title")
        return list(rows.values_list("job_title", flat=True).distinct())

    @property
    def people(self) -> QuerySet[Membership]:
        """Return who belongs to the school now, in the job that is asked for."""
        rows = current(school=self.school).select_related("person")
        if not self.asked.job:
            return rows
        # Only what is a job here is looked for: an address may say anything.
        return rows.filter(job_title=self.asked.job) if self.asked.job in self.jobs else rows.none()

    @cached_property
    def is_cut(self) -> bool:
        """Return whether there are more people than are looked through."""
        return self.people.count() > MOST_PEOPLE

    def all_rows(self) -> list[Row]:
        """Return a row for each person of whom a cell is in the state that is asked for."""
        people = list(self.people[:MOST_PEOPLE])
        rounds = (people[first : first + AT_A_TIME] for first in range(0, len(people), AT_A_TIME))
        return [row for some in rounds for row in self.rows(some) if self._fits(row)]

    def _fits(self, row: Row) -> bool:
        return self.asked.state is None or any(cell.state == self.asked.state for cell in row.cells)

    def rows(self, memberships: Sequence[Membership]) -> list[Row]:
        """Return a row for each membership."""
        given = self._given([one.person_id for one in memberships])
        return [
            Row(one, [self._cell(column, given.get(one.person_id, {})) for column in self.columns])
            for one in memberships
        ]

    def _cell(self, column: Column, given: Mapping[PlanKey, list[Given]]) -> Cell:
        if isinstance(column.key, tuple):
            of_plan = given.get(self.asked.plan.pk, []) if self.asked.plan else []
            return item_cell(column.key, of_plan, self.today, self._again)
        return plan_cell(given.get(column.key, []), self.today)

    def _given(self, people: Sequence[int]) -> dict[int, dict[PlanKey, list[Given]]]:
        """Return what each person was given, by plan."""
        rows = Assignment.objects.filter(school=self.school, person__in=people)
        rows = list(rows.filter(plan=self.asked.plan) if self.asked.plan else rows)
        progress = progress_by_assignment(rows, seen_by=self.school)
        found: dict[int, dict[PlanKey, list[Given]]] = {}
        for one in rows:
            of_person = found.setdefault(one.person_id, {})
            of_person.setdefault(plan_of(one), []).append(Given(one, progress[one.pk]))
        return found


def asked_by(said: Mapping[str, str], school) -> Asked:
    """Return what an address asks for. Raises Plan.DoesNotExist for what is no plan given by `school`."""
    state = said.get("status", "")
    plan = _plan(said.get("plan", ""), school)
    return Asked(said.get("job", ""), plan, State(state) if state in STATES else None)


def _plan(said: str, school) -> Plan | None:
    if not said:
        return None
    try:
        number = uuid.UUID(said)
    except ValueError:
        raise Plan.DoesNotExist from None
    given = Assignment.objects.filter(school=school).values("plan")
    return Plan.objects.get(public_id=number, pk__in=given)
