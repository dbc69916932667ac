"""Plans for tests: what one says, a school's own, and what its form posts."""

from portal.accounts import memberships
from tests.factories.accounts import UserFactory
from tests.training.conftest import LEAD, READER, person
from tests.training.records.pages import at
from training.records import assigning, plans
from training.records.models import Assignment
from training.records.models.learning import Sort
from training.records.plan_draft import Draft
from training.records.plans import Content, Entry, Group

ALL, NEW = at("plans"), at("make_plan")


def content(*pages, name="First weeks", needed=None, **fields) -> Content:
    """Return a plan of a part with `pages`, and one with a task, a session and training elsewhere."""
    other = (
        Entry(Sort.TASK, "Find your front door", key="front-door", note="Write its number down", minutes=10),
        Entry(Sort.SESSION, "Meet the lead", key="meet-the-lead", minutes=90),
        Entry(Sort.EXTERNAL, "Prevent, online", key="prevent", minutes=45),
    )
    groups = (Group("Read", tuple(plans.entry_of(page) for page in pages)), Group("Do", other, needed))
    return Content(name, groups=tuple(group for group in groups if group.entries), **fields)


def add_plan(*pages, school=None, **fields):
    """Add a plan of `school`, without one of the reader's, as `content` says it."""
    return plans.add(content(*pages, **fields), school=school or person(READER).school, maker=person(LEAD))


def add_people(count, school=None, job_title="Teacher"):
    """Add people of `school`, without one of the reader's."""
    school = school or person(READER).school
    return [UserFactory(school=school, job_title=job_title) for _ in range(count)]


def key_of(somebody, school=None) -> str:
    """Return what a form says of somebody of a school."""
    school = school or person(READER).school
    return str(memberships.current(person=somebody, school=school).get().public_id)


def typed(plan, **more) -> dict:
    """Return what the form of `plan` posts as it stands; `more` is what else is typed or pressed."""
    said = plans.content_of(plan)
    about = {"name": said.name, "about": said.about, "for_whom": said.for_whom}
    return {**about, "seen": plan.version, **Draft.of(said).data(), **more}


def titles(plan) -> list[str]:
    """Return what is in a plan."""
    return [entry.title for group in plans.content_of(plan).groups for entry in group.entries]


def change(client, plan, press="save", **more):
    """Press a button of the form of a plan."""
    return client.post(at("change_plan", plan.public_id), typed(plan, press=press, **more))


def task(title, name="thing-0-0", sort=Sort.TASK, **more) -> dict:
    """Return what is posted for a thing of a plan that is no page."""
    said = {"sort": sort, "number": "", "key": "", "title": title, "note": "", "minutes": "", **more}
    return {f"{name}-{word}": value for word, value in said.items()}


def given(plan, *people, **more):
    """Give a plan without the page."""
    assigning.assign(plan, people, school=plan.school, by=person(LEAD), **more)
    return Assignment.objects.current().filter(plan=plan, person__in=people).order_by("pk")
