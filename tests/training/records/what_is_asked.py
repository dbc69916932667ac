"""Schools, people, plans and requirements for the tests of what comes again and again."""

import datetime
import itertools

from django.utils import timezone

from portal.accounts import memberships, roles
from tests.factories.accounts import UserFactory
from training.records import learning, plans, requiring
from training.records.models import Assignment, Plan, Requirement, Sort

numbers = itertools.count()
day = datetime.date
YEAR = {"by_day": 31, "by_month": 10}


def plan_of(school=None, name="Safeguarding", entries=()) -> Plan:
    """Return a plan of a school, or of the portal; with one task unless `entries` are given."""
    entries = entries or [plans.Entry(Sort.TASK, "Read our policy", key=f"policy-{next(numbers)}")]
    return plans.add(plans.Content(name, groups=(plans.Group("All of it", tuple(entries)),)), school=school)


def rule_of(school, plan=None, **fields) -> Requirement:
    """Return a requirement that is made now: every 12 months for everybody, unless it is said otherwise."""
    rhythm = {} if "by_day" in fields else {"every_months": 12}
    return Requirement.objects.create(
        school=school, plan=plan or plan_of(school), **{"days_for_new": 30, **rhythm, **fields}
    )


def staff(school, **fields):
    """Return somebody who joins `school` today."""
    return UserFactory(role=roles.READER, school=school, **fields)


def leader(school, **fields):
    """Return a lead of `school`."""
    return UserFactory(role=roles.SCHOOL_LEAD, school=school, **fields)


def night() -> tuple[int, int, int]:
    """Run what is asked today; return how many plans were given, renewed and ended."""
    counts = requiring.run(timezone.localdate())
    return counts.given, counts.renewed, counts.ended


def has(person) -> Assignment:
    """Return the one plan that `person` has."""
    return Assignment.objects.current().get(person=person)


def does(person) -> None:
    """Let `person` do all that is in their plan, today."""
    for item in has(person).items.all():
        learning.note_task(person, item, timezone.localdate())


def leaves(person) -> None:
    """End the membership of `person`."""
    memberships.leave(memberships.current(person=person).get(), last_lead_may=True)
