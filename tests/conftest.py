"""What every test starts from: a database with the demo content, in a transaction of its own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection

from tests.sessions import signed_in_session


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Replace pytest-django's own: copy the snapshot instead of migrating (see tests/snapshot.py)."""
    from tests import snapshot

    with django_db_blocker.unblock():
        snapshot.prepare_database()
    yield
    with django_db_blocker.unblock():
        snapshot.drop_database()


@pytest.fixture
def demo(db):
    """The demo content. Every database test has it; asking for it by name says that the test needs it."""


@pytest.fixture
def signed_in(client, demo):
    """Sign the client in as the account of an address, both steps done: `signed_in("ellen.vance@...")`."""

    def sign_in(email):
        session = client.session
        session.update(signed_in_session(get_user_model().objects.get(email=email)))
        session.save()
        return client

    return sign_in


@pytest.fixture
def database_of_threads(tmp_path, django_db_setup, django_db_blocker):
    """Use a database of one's own with the demo content, to which every thread commits; give its name."""
    from tests import snapshot

    with snapshot.demo_database(tmp_path) as name, django_db_blocker.unblock(), snapshot.using(name):
        yield name


@pytest.fixture
def at_once(database_of_threads):
    """Give a function that calls another in a thread with a connection of its own."""

    def run(work, *arguments):
        try:
            return work(*arguments)
        finally:
            connection.close()

    with ThreadPoolExecutor() as threads:
        yield lambda work, *arguments: threads.submit(run, work, *arguments)


@pytest.fixture(autouse=True)
def empty_cache():
    """Start each test with an empty cache: no counted sign-in and no kept page of another test."""
    from directory.held import forget
    from portal import limits

    cache.clear()
    forget()
    limits._counted.clear()


def pytest_collection_modifyitems(config, items):
    """Leave the long runs out, unless they are asked for."""
    if "long" in (config.getoption("markexpr") or ""):
        return
    skip = pytest.mark.skip(reason="takes minutes: make test-long")
    for item in items:
        if "long" in item.keywords:
            item.add_marker(skip)
