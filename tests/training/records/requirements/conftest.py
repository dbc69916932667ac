"""The school that asks."""

import pytest

from tests.factories.accounts import SchoolFactory


@pytest.fixture
def school(on_day):
    """A school on 2 September 2026."""
    on_day(2026, 9, 2)
    return SchoolFactory()
