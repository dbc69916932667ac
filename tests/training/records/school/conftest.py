"""A school on 28 November 2026, with a lead, a reader and a plan; and the lead of another."""

import pytest

from portal.accounts import roles
from tests.factories.accounts import SchoolFactory, UserFactory
from tests.training.records.school.given import QUIZ, TASK, module, plan_of
from training.records.models import (
    Sort,
)
from training.records.plans import Entry, Group


@pytest.fixture(autouse=True)
def _today(on_day):
    """Live on 28 November 2026."""
    on_day(2026, 11, 28)


@pytest.fixture
def school():
    return SchoolFactory(name="Meadow School")


@pytest.fixture
def lead(school):
    return UserFactory(role=roles.SCHOOL_LEAD, school=school, name="Lena Lead", job_title="Head")


@pytest.fixture
def rita(school):
    return UserFactory(role=roles.READER, school=school, name="Rita Reader", job_title="Mentor")


@pytest.fixture
def elsewhere():
    """Give the lead of another school."""
    return UserFactory(role=roles.SCHOOL_LEAD, school=SchoolFactory(name="Hill"), name="Other Lead")


@pytest.fixture
def plan(school, lead):
    """Give a plan of the school: a module, a quiz and a task; one of two more."""
    entries = (Entry(Sort.PAGE, "Signs", number=module().pk), QUIZ, TASK)
    return plan_of(school, "Induction", [Group("First week", entries)])
