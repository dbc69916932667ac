"""What breaks between the portal and Elasticsearch: readers and editors are served, and nothing is lost."""

import time

import pytest
from django.core.management import CommandError, call_command

from directory.models import Service
from portal.search import breaker, engines, mirror, outbox, sync
from portal.search.find import find
from portal.search.models import SearchChange, SearchDocument
from tests.elasticsearch import proxy as behaviour

LONGEST_SEARCH = 3  # seconds, on a busy machine: one to connect or read, and what the database takes
FAULTS = [
    behaviour.down,
    behaviour.hanging,
    behaviour.slow,
    behaviour.overloaded,
    behaviour.unavailable,
]


@pytest.fixture
def publish(django_capture_on_commit_callbacks):
    """Publish something as the admin does, with what follows the commit; return it and the seconds."""

    def publish(name, service=None):
        service = service or Service.objects.listed().first()
        service.name = name
        start = time.monotonic()
        with django_capture_on_commit_callbacks(execute=True):
            service.save_revision().publish()
        return service, time.monotonic() - start

    return publish


def key_of(service):
    return f"directory.service:{service.pk}"


def found(name):
    results = find(f'"{name}"')
    return results.engine, [each.document.key for each in results.results]


def in_step():
    return not mirror.differences() and not SearchChange.objects.exists()


@pytest.mark.parametrize("fault", FAULTS)
def test_readers_get_the_database_and_publishing_waits_for_nothing(proxy, publish, fault):
    assert find("school").engine == "elastic"
    proxy.behave = fault
    start = time.monotonic()
    results = find("school")
    assert time.monotonic() - start < LONGEST_SEARCH
    assert (results.engine, results.fallen_back) == (engines.database_engine().name, True)
    assert results.total

    asked = proxy.requests
    service, seconds = publish("Zephyr desk")
    assert seconds < 1
    assert proxy.requests == asked, "a publish must not talk to Elasticsearch"
    assert found("zephyr desk")[1] == [key_of(service)]

    with monkeypatched_patience(), pytest.raises(mirror.MirrorDownError):
        mirror.send()
    assert SearchChange.objects.filter(key=key_of(service), indexed=True).exists()

    proxy.behave = behaviour.well
    assert sync.catch_up() == 1
    assert in_step()
    breaker.elastic.succeeded()
    assert found("zephyr desk") == ("elastic", [key_of(service)])


class monkeypatched_patience(pytest.MonkeyPatch):  # noqa: N801 - used as a function
    """Let the worker wait for one second in place of thirty."""

    def __enter__(self):
        self.setattr(mirror, "LONGEST_ANSWER", 1)
        return self

    def __exit__(self, *error):
        self.undo()


def test_a_port_that_nobody_listens_on(use, demo, publish):
    use("http://127.0.0.1:9")
    results = find("school")
    assert results.fallen_back
    assert results.total
    service, seconds = publish("Zephyr desk")
    assert seconds < 1
    with pytest.raises(mirror.MirrorDownError):
        sync.catch_up()
    with pytest.raises(CommandError, match="What waits is kept; run this again"):
        call_command("search_sync", "--once")
    assert SearchChange.objects.filter(key=key_of(service), indexed=True).exists()
    use()
    sync.catch_up()
    assert in_step()
    breaker.elastic.succeeded()
    assert found("zephyr desk") == ("elastic", [key_of(service)])


def test_after_three_failures_nobody_waits_until_half_a_minute_has_passed(proxy, monkeypatch, clock):
    monkeypatch.setattr(breaker, "elastic", breaker.Breaker(clock=clock))
    proxy.behave, asked = behaviour.unavailable, proxy.searches
    for _ in range(5):
        assert find("school").fallen_back
    assert proxy.searches == asked + 3
    proxy.behave = behaviour.well
    assert find("school").fallen_back
    clock.now += breaker.PAUSE
    assert find("school").engine == "elastic"
    assert find("school").engine == "elastic"


def test_a_lost_acknowledgement_is_sent_again_and_changes_nothing(proxy, publish):
    service, _ = publish("Zephyr desk")
    proxy.behave = behaviour.losing_answers
    with pytest.raises(mirror.MirrorDownError):
        mirror.send()
    assert SearchChange.objects.filter(key=key_of(service)).exists()
    proxy.behave = behaviour.well
    assert mirror.send() == 1
    assert in_step()


def test_a_restart_in_the_middle_of_many(proxy, monkeypatch):
    monkeypatch.setattr(mirror, "AT_ONCE", 20)
    keys = list(SearchDocument.objects.values_list("key", flat=True)[:100])
    outbox.renew(keys)
    passed = proxy.requests

    def cut_after_two(request):
        return "lose" if proxy.requests > passed + 2 else None

    proxy.behave = cut_after_two
    with pytest.raises(mirror.MirrorDownError):
        mirror.send()
    waiting = SearchChange.objects.filter(indexed=True).count()
    assert 0 < waiting < 100, "what was acknowledged is not sent again"
    proxy.behave = behaviour.well
    assert mirror.send() == waiting
    assert in_step()


def test_an_index_that_is_gone_is_built_anew(elastic, publish):
    for index in mirror.writer().indices.get(index=f"{mirror.settings.SEARCH_INDEX}*"):
        mirror.writer().indices.delete(index=index)
    results = find("school")
    assert results.fallen_back
    assert results.total
    service, _ = publish("Zephyr desk")
    with pytest.raises(mirror.MirrorGoneError):
        mirror.send()
    sync.catch_up()
    assert in_step()
    breaker.elastic.succeeded()
    assert found("zephyr desk") == ("elastic", [key_of(service)])


def test_a_worker_with_nothing_to_send_notices_that_the_index_is_gone(elastic):
    for index in mirror.writer().indices.get(index=f"{mirror.settings.SEARCH_INDEX}*"):
        mirror.writer().indices.delete(index=index)
    sync.catch_up()
    assert in_step()


def test_a_document_that_is_refused_holds_no_other_up(elastic, publish, monkeypatch):
    services = list(Service.objects.listed()[:3])
    poison = key_of(services[1])
    plain = mirror._source
    monkeypatch.setattr(
        mirror, "_source", lambda row: {**plain(row), **({"nonsense": 1} if row.key == poison else {})}
    )
    for number, service in enumerate(services):
        publish(f"Zephyr desk {number}", service)
    assert mirror.send() == 2
    left = SearchChange.objects.get()
    assert (left.key, left.attempts) == (poison, 1)
    for _ in range(outbox.GIVEN_UP):
        mirror.send()
    assert SearchChange.objects.get().attempts == outbox.GIVEN_UP
    with pytest.raises(CommandError, match=f"Could not be indexed .*{poison}"):
        call_command("search_sync", "--check")
    monkeypatch.undo()
    sync.check()
    assert in_step()


def test_a_proxy_that_takes_no_long_requests(proxy):
    outbox.renew(list(SearchDocument.objects.values_list("key", flat=True)[:30]))
    longest = max(len(row.body_stems) for row in SearchDocument.objects.filter(key__in=noted()))
    proxy.behave = behaviour.refusing_over(longest + 3000)
    assert mirror.send() == 30
    assert in_step()


def noted():
    return SearchChange.objects.values("key")


def test_what_comes_late_or_twice_changes_nothing(elastic):
    row = SearchDocument.objects.first()
    later = SearchDocument.objects.get(pk=row.pk)
    later.version += 10
    sent = [mirror.action(row.key, version, each) for version, each in ((0, later), (0, row), (0, later))]
    statuses = [mirror.bulk([action], mirror.settings.SEARCH_INDEX)[row.key]["status"] for action in sent]
    assert statuses == [200, mirror.NEWER, 200]
    gone = mirror.bulk([mirror.action(row.key, row.version, None)], mirror.settings.SEARCH_INDEX)
    assert gone[row.key]["status"] == mirror.NEWER


def test_a_clock_that_goes_back_still_brings_the_change(elastic, publish):
    service, _ = publish("Zephyr desk")
    row = SearchDocument.objects.get(key=key_of(service))
    row.version += 1_000_000  # what another machine wrote, a second ahead
    mirror.bulk([mirror.action(row.key, 0, row)], mirror.settings.SEARCH_INDEX)
    sync.catch_up()
    assert mirror.differences(), "the document there is newer, and stays"
    time.sleep(1)
    sync.catch_up()
    assert in_step()
    assert found("zephyr desk") == ("elastic", [key_of(service)])
