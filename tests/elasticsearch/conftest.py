"""One Elasticsearch for the whole run, and for each test an index of its own."""

import fcntl
import json
import os
import shutil
import signal
import time
import urllib.request
import uuid
from contextlib import contextmanager

import pytest

from portal.search import breaker
from tests.elasticsearch import cluster
from tests.elasticsearch.proxy import Proxy


def pytest_collection_modifyitems(items):
    """Mark every test of this folder."""
    for item in items:
        if "tests/elasticsearch" in item.path.as_posix():
            item.add_marker(pytest.mark.elasticsearch)


@pytest.fixture(scope="session")
def server_url():
    """Give the address of SEARCH_URL, else of a server that all workers of this run share."""
    if os.environ.get("SEARCH_URL"):
        yield os.environ["SEARCH_URL"].split(",")[0]
    elif reason := cluster.why_not():
        pytest.skip(reason)
    else:
        with shared_server() as url:
            yield url


@contextmanager
def shared_server():
    """Give the address of one server: the first who needs it starts it, the last who leaves ends it."""
    cluster.FOLDER.mkdir(parents=True, exist_ok=True)
    note = cluster.FOLDER / "shared.json"
    locks = [(cluster.FOLDER / name).open("w") for name in ("shared.lock", "users.lock")]
    with locks[0] as lock, locks[1] as users:
        fcntl.flock(lock, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        if not (note.exists() and answers(note)):
            started = cluster.Cluster().start()
            told = {"url": started.urls[0], "pid": started.processes[0].pid, "data": str(started.data)}
            note.write_text(json.dumps(told))
        held = json.loads(note.read_text())
        fcntl.flock(lock, fcntl.LOCK_UN)
        yield held["url"]
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # somebody else still uses it
        note.unlink()
        os.kill(held["pid"], signal.SIGKILL)
        shutil.rmtree(held["data"], ignore_errors=True)


def answers(note) -> bool:
    """Return whether the server of an earlier run, which did not end it, is still there."""
    try:
        health = json.loads(note.read_text())["url"] + "/_cluster/health"
        urllib.request.urlopen(health, timeout=30).close()  # noqa: S310
    except (OSError, ValueError):
        return False
    return True


@pytest.fixture
def use(server_url, settings, monkeypatch):
    """Let the portal use Elasticsearch at an address, with an index that goes with the test."""
    settings.SEARCH_INDEX = f"test-{uuid.uuid4().hex[:12]}"
    monkeypatch.setattr(breaker, "elastic", breaker.Breaker())

    def switch_on(url=server_url):
        settings.SEARCH_URL = [url]

    yield switch_on
    from portal.search import mirror

    settings.SEARCH_URL = [server_url]
    for index in mirror.writer().indices.get(index=f"{settings.SEARCH_INDEX}*"):
        mirror.writer().indices.delete(index=index)


@pytest.fixture
def elastic(use, demo):
    """Switch Elasticsearch on, with the demo content in it."""
    from portal.search import index, outbox, sync

    outbox.mark(index.compare(thorough=False).keys())
    outbox.settle()
    use()
    sync.rebuild_mirror()


@pytest.fixture
def proxy(use, server_url, elastic):
    """Put a proxy between the portal and Elasticsearch, which can be told to misbehave."""
    with Proxy(server_url) as between:
        use(between.url)
        yield between


@pytest.fixture
def clock():
    """Give a clock that a test sets."""

    class Clock:
        now = time.monotonic()

        def __call__(self):
            return self.now

    return Clock()
