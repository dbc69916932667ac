"""A plan of the portal."""

import pytest

from tests.training.conftest import TRAINER, person
from tests.training.records.plans.planning import content
from training.records import plans


@pytest.fixture
def template(demo):
    """A plan of the portal."""
    return plans.add(content(name="For every school"), maker=person(TRAINER))
