"""Plans that people have, for the tests of their own page."""

import datetime

from django.urls import reverse

from tests.training.conftest import LEAD, READER, person
from tests.training.records.pages import at
from training.records import assigning, plans
from training.records.models import Assignment, Plan
from training.records.models.learning import Sort
from training.records.plans import Content, Entry, Group, entry_of

MINE = reverse("records:my_induction")
TASK = Entry(Sort.TASK, "Find five partners", key="five", note="Say what each is for.", minutes=15)
SESSION = Entry(Sort.SESSION, "First supervision", key="first", minutes=60)
OUTSIDE = Entry(Sort.EXTERNAL, "Prevent awareness", key="prevent", minutes=45)
TODAY = datetime.date(2027, 3, 10)


def plan_of(*things, needed=None, school=None, name="Your first days", **words) -> Plan:
    """Add a plan of pages and entries."""
    entries = tuple(one if isinstance(one, Entry) else entry_of(one) for one in things)
    return plans.add(Content(name, groups=(Group("To do", entries, needed),), **words), school=school)


def give(plan, email=READER, school=None, **fields) -> Assignment:
    """Give a plan as a lead would."""
    who = person(email)
    school = school or who.school
    assigning.assign(plan, [who], school=school, by=person(LEAD), **fields)
    return Assignment.objects.current().get(plan=plan, person=who, school=school)


def do(client, assignment, key, **fields):
    return client.post(at("induction_item", assignment.public_id, key), fields, follow=True)


def plan_item():
    """Return the task as it stands in the plan."""
    return Plan.objects.get().groups.get().items.get(key="five")
