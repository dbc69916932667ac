"""Schools, people, records and plans in thousands: for `make bench` and for tests of what many cost."""

import datetime
import itertools
from collections.abc import Mapping, Sequence

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from portal.accounts.models import Membership, School, User
from portal.content.models import Area
from training.records import assigning
from training.records.models import (
    How,
    LearningRecord,
    Outcome,
    Plan,
    PlanGroup,
    PlanItem,
    Requirement,
    Sort,
)

DAYS = 3 * 365  # that records reach back
_numbers = itertools.count(1)


def add_schools(count: int) -> list[School]:
    """Add schools named "Bulk school 001", in the areas that there are."""
    areas = list(Area.objects.order_by("pk")) or [Area.objects.create(name="Testshire", slug="testshire")]
    return School.objects.bulk_create(
        School(name=f"Bulk school {n:03}", slug=f"bulk-school-{n}", area=areas[n % len(areas)])
        for n in range(count)
    )


def add_people(wanted: Mapping[School, int]) -> list[User]:
    """Add so many people to each school, who act for it; return them all."""
    closed = make_password(None)
    people = User.objects.bulk_create(
        User(name=f"Bulk Person {n}", email=f"bulk-{n}@school.example", school=school, password=closed)
        for school, count in wanted.items()
        for n in itertools.islice(_numbers, count)
    )
    Membership.objects.bulk_create(Membership(person=one, school=one.school) for one in people)
    return people


def add_records(people: Sequence[User], pages: Sequence[tuple[str, int]], count: int) -> None:
    """Add `count` records, spread over people, over `pages` as (sort, number), and over three years."""
    today = timezone.localdate()
    LearningRecord.objects.bulk_create(
        (
            LearningRecord(
                person=(one := people[n % len(people)]),
                school_id=one.school_id,
                sort=(page := pages[(n // len(people) + n) % len(pages)])[0],
                number=page[1],
                title="One of many",
                version="1",
                done_on=today - datetime.timedelta(days=n * 7 % DAYS),
                outcome=Outcome.PASSED if page[0] == Sort.QUIZ else Outcome.DONE,
                how=How.PASSED if page[0] == Sort.QUIZ else How.READ,
            )
            for n in range(count)
        ),
        batch_size=1000,
    )


def add_plan(pages: Sequence[tuple[str, int]], name: str = "Of twelve") -> Plan:
    """Add a plan of the portal that asks for `pages`, as (sort, number)."""
    plan = Plan.objects.create(name=name, is_induction=True)
    group = PlanGroup.objects.create(plan=plan, title="All of it", order=0)
    PlanItem.objects.bulk_create(
        PlanItem(group=group, sort=sort, number=number, title=f"Thing {place}", minutes=30, order=place)
        for place, (sort, number) in enumerate(pages)
    )
    return plan


def give(plan: Plan, people: Sequence[User]) -> None:
    """Give `plan` to each of `people` by their school, due in two weeks."""
    due_on = timezone.localdate() + datetime.timedelta(days=14)
    by_school: dict[School, list[User]] = {}
    for one in people:
        by_school.setdefault(one.school, []).append(one)
    for school, members in by_school.items():
        assigning.assign(plan, members, school=school, by=None, due_on=due_on)


def ask(schools: Sequence[School], plan: Plan) -> None:
    """Let each of `schools` ask its staff to do `plan` every 12 months."""
    Requirement.objects.bulk_create(
        Requirement(school=school, plan=plan, every_months=12) for school in schools
    )
