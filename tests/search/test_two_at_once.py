"""Editors who publish and workers who index, each by a connection of its own: nothing older ever wins."""

import threading

import pytest
from django.db import connection, transaction

from directory.models import Service
from portal.search import adapters, index, outbox
from portal.search.models import SearchChange, SearchDocument
from tests.search.counts import counted, recounted

SERVICES = 6
PUBLISHES = 10  # by each editor
ROUNDS = 10  # of each worker
PATIENCE = 60  # seconds, on a busy machine


def publish(pk, name):
    service = Service.objects.get(pk=pk)
    service.name = name
    service.save_revision().publish()


def key_of(pk):
    return f"directory.service:{pk}"


def title_of(pk):
    return SearchDocument.objects.get(key=key_of(pk)).title


def in_step():
    return not SearchChange.objects.exists() and not index.compare() and counted() == recounted()


def test_two_editors_and_two_workers_lock_nobody_up_and_leave_the_newest(at_once, caplog):
    pks = list(Service.objects.listed().values_list("pk", flat=True)[:SERVICES])

    def edit(editor):
        order = pks if editor else pks[::-1]  # they meet in the middle
        for number in range(PUBLISHES):
            publish(order[number % SERVICES], f"Zephyr desk {editor} {number}")

    def index_all():
        for _ in range(ROUNDS):
            outbox.renew(map(key_of, pks))

    for each in [at_once(edit, 0), at_once(edit, 1), at_once(index_all), at_once(index_all)]:
        each.result()
    outbox.settle()
    assert [record.message for record in caplog.records] == []
    assert in_step()


@pytest.fixture
def indexing(database_of_threads, monkeypatch):
    """Stop whoever indexes, once it holds the notes and before it reads. Give what to wait for and to set."""
    reached, go_on = threading.Event(), threading.Event()
    entries_of = adapters.entries_of

    def held_up(keys):
        reached.set()
        assert go_on.wait(PATIENCE)
        return entries_of(keys)

    monkeypatch.setattr(adapters, "entries_of", held_up)
    yield reached, go_on
    go_on.set()


def test_who_publishes_while_a_worker_indexes_the_same_comes_last(at_once, indexing):
    reached, go_on = indexing
    pk = Service.objects.listed().first().pk
    worker = at_once(outbox.renew, [key_of(pk)])
    assert reached.wait(PATIENCE)
    editor = at_once(publish, pk, "Zephyr desk")
    go_on.set()
    worker.result()
    editor.result()
    assert title_of(pk) == "Zephyr desk"
    assert in_step()


def test_two_workers_at_once_do_each_thing_once(at_once, indexing):
    """On PostgreSQL the second passes by what the first holds; on SQLite it waits, and finds nothing."""
    reached, go_on = indexing
    pk = Service.objects.listed().first().pk
    SearchChange.objects.create(key=key_of(pk), version=1)
    first = at_once(outbox.settle)
    assert reached.wait(PATIENCE)
    second = at_once(outbox.settle)
    if connection.vendor == "postgresql":
        assert second.result(PATIENCE) == 0, "it waits for nobody"
    go_on.set()
    assert [first.result(), second.result()] == [1, 0]


def test_what_is_being_published_is_left_to_whoever_publishes_it(at_once):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    pk, other = Service.objects.listed().values_list("pk", flat=True)[:2]
    before = title_of(pk)
    SearchChange.objects.create(key=key_of(pk), version=1)
    SearchChange.objects.create(key=key_of(other), version=1)
    with transaction.atomic():
        publish(pk, "Zephyr desk")
        assert at_once(outbox.settle).result(PATIENCE) == 1, "the other one alone, and no waiting"
        assert at_once(title_of, pk).result(PATIENCE) == before
    assert title_of(pk) == "Zephyr desk"
    assert in_step()
