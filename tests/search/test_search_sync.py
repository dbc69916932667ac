"""The circuit breaker, and `search_sync` on a site that has only its database."""

from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import connection

from directory.models import Service
from portal.search import adapters, breaker, engines, index, outbox
from portal.search.models import SearchChange, SearchDocument
from tests.elasticsearch import cluster


def run(*options):
    said = StringIO()
    call_command("search_sync", *options, stdout=said)
    return said.getvalue()


@pytest.fixture
def in_step(demo):
    outbox.mark(index.compare(thorough=False).keys())
    outbox.settle()


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_breaker_opens_after_three_failures_in_a_row_and_lets_one_try_after_a_pause():
    clock = Clock()
    guard = breaker.Breaker(failures=3, pause=30, clock=clock)
    guard.failed()
    guard.failed()
    guard.succeeded()
    for _ in range(3):
        assert guard.allows()
        guard.failed()
    assert guard.is_open
    assert not guard.allows()
    clock.now = 29.9
    assert not guard.allows()
    clock.now = 30
    assert [guard.allows(), guard.allows()] == [True, False], "one may try; the rest wait for how it goes"
    guard.failed()
    clock.now = 59
    assert not guard.allows()
    clock.now = 60
    assert guard.allows()
    guard.succeeded()
    assert [guard.allows(), guard.allows(), guard.is_open] == [True, True, False]


def test_what_a_crash_left_is_done(in_step):
    service = Service.objects.listed().first()
    service.name = "Zephyr desk"
    service.save()
    assert SearchChange.objects.count() == 1
    assert run("--once") == "1 brought up to date.\n"
    assert not SearchChange.objects.exists()
    assert SearchDocument.objects.get(key=f"directory.service:{service.pk}").title == "Zephyr desk"


def test_a_check_repairs_what_is_missing_and_what_is_too_much(in_step):
    lost, withdrawn, changed = Service.objects.listed()[:3]
    Service.objects.filter(pk=changed.pk).update(name="Zephyr desk")
    index.drop([SearchDocument.objects.get(key=f"directory.service:{lost.pk}").pk])
    Service.objects.filter(pk=withdrawn.pk).update(live=False)
    said = run("--check")
    assert f"directory.service:{lost.pk}" in said
    assert f"directory.service:{withdrawn.pk}" in said
    assert f"directory.service:{changed.pk}" in said
    assert SearchDocument.objects.get(key=f"directory.service:{changed.pk}").title == "Zephyr desk"
    assert SearchDocument.objects.filter(key=f"directory.service:{lost.pk}").exists()
    assert not SearchDocument.objects.filter(key=f"directory.service:{withdrawn.pk}").exists()
    assert run("--check") == "No difference.\n"


def test_what_cannot_be_read_is_named_and_keeps_its_row_and_holds_no_other_up(in_step, monkeypatch):
    broken, changed = Service.objects.listed()[:2]
    adapter = adapters.adapter_of(Service)
    plain = adapter.entry

    def entry(service):
        assert service.pk != broken.pk, "there is a mistake in this one"
        return plain(service)

    monkeypatch.setattr(adapter, "entry", entry)
    Service.objects.filter(pk=changed.pk).update(name="Zephyr desk")
    with pytest.raises(CommandError, match=f"Could not be indexed .*: directory.service:{broken.pk}.$"):
        run("--check")
    assert SearchDocument.objects.get(key=f"directory.service:{changed.pk}").title == "Zephyr desk"
    assert SearchDocument.objects.filter(key=f"directory.service:{broken.pk}").exists()


def test_a_rebuild_writes_every_row_anew(in_step):
    before = dict(SearchDocument.objects.values_list("key", "version"))
    assert run("--rebuild") == f"{len(before)} indexed.\n"
    after = dict(SearchDocument.objects.values_list("key", "version"))
    assert after.keys() == before.keys()
    assert all(after[key] > before[key] for key in before)
    assert not SearchChange.objects.exists()


def test_a_site_without_elasticsearch_asks_its_database(demo, client, settings):
    assert engines.site_engine().name == engines.database_engine().name
    assert client.get("/readyz").json()["search"] == engines.database_engine().name
    settings.SEARCH_URL = ["http://127.0.0.1:9"]
    assert client.get("/readyz").json()["search"] == "elastic"
    SearchChange.objects.create(key="x:1", version=1, indexed=True)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["search"].endswith(
        "a change has waited for more than a minute: does search_sync run?"
    )


def test_readers_and_tests_have_the_same_elasticsearch(settings):
    compose = yaml.safe_load((settings.BASE_DIR / "compose.yaml").read_text())
    assert compose["services"]["elasticsearch"]["image"] == f"elasticsearch:{cluster.VERSION}"
    assert compose["services"]["elasticsearch"]["ports"] == ["127.0.0.1:9200:9200"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans without counting")
def test_a_rebuild_tells_postgresql_how_many_rows_there_are(demo):
    run("--rebuild")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'search_searchdocument'")
        assert cursor.fetchone()[0] == SearchDocument.objects.count()
