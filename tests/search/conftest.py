"""What the tests of the search share."""

import pytest

from tests.factories.hub import add_page
from tests.search.rows import indexed


@pytest.fixture
def article(db):
    """A published article, indexed."""
    return indexed(add_page(title="Wombling free"))
