"""A plan of the portal, one of a school, and the lead of that school."""

import pytest

from tests.training.conftest import LEAD, TRAINER, person
from tests.training.records.plans.planning import add_plan, content
from training.records import plans


@pytest.fixture
def template(demo):
    """A plan of the portal."""
    return plans.add(content(name="For every school"), maker=person(TRAINER))


@pytest.fixture
def ours(demo):
    """A plan of the reader's school."""
    return add_plan()


@pytest.fixture
def lead(signed_in):
    """The lead of the reader's school."""
    return signed_in(LEAD)
