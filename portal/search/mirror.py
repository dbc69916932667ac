"""Elasticsearch's copy of the index: what it holds, and how changes reach it.

A change waits in the outbox until Elasticsearch has acknowledged it, so none is ever lost. Each goes with
its version (`version_type: external_gte`): whatever comes late, twice or out of order changes nothing.
Only `manage.py search_sync` sends; a request never does.
"""

import logging
import re
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db.models import F
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import ScanError, scan, streaming_bulk

from portal.search import outbox
from portal.search.engines.elastic import client
from portal.search.enums import Group
from portal.search.models import SearchChange, SearchDocument

log = logging.getLogger(__name__)

AT_ONCE = 200  # documents in one request, of at most:
LARGEST = 5_000_000  # bytes
LONGEST_ANSWER = 30  # seconds
TOO_LARGE, NEWER, NOT_FOUND, TOO_MANY = 413, 409, 404, 429
STEMS = {"type": "text", "analyzer": "whitespace"}
SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",  # a copy on another node, where there is one
    "max_result_window": 100_000,
    "gc_deletes": "1h",  # how long a deletion outranks what was sent before it and arrives after it
}
MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "_source": {"enabled": False},  # the rows of the database are the source
    "properties": {
        "pk": {"type": "long"},
        "title_stems": STEMS,
        "name_stems": STEMS,
        "body_stems": STEMS,
        **{group.value: {"type": "keyword"} for group in Group},
    },
}


class MirrorDownError(Exception):
    """Elasticsearch does not answer, or takes nothing just now. What was to be sent waits."""


class MirrorGoneError(Exception):
    """The index does not exist: it is to be built anew."""


def writer() -> Elasticsearch:
    """Return the client for a worker, which has time, and asks another node where one does not answer."""
    return client().options(request_timeout=LONGEST_ANSWER, max_retries=len(settings.SEARCH_URL) - 1)


def send(said: Callable[[int], None] = lambda done: None) -> int:
    """Send what waits; return how many were acknowledged. `said` hears of progress.

    Raises MirrorDownError or MirrorGoneError; what was not acknowledged waits on. What Elasticsearch
    refuses is logged and tried again a few times, and holds nothing else up.
    """
    done, last = 0, 0
    waiting = SearchChange.objects.filter(indexed=True, attempts__lt=outbox.GIVEN_UP).order_by("pk")
    while batch := list(waiting.filter(pk__gt=last)[:AT_ONCE]):
        done += _send(batch)
        last = batch[-1].pk
        said(done)
    return done


def action(key: str, version: int, row: SearchDocument | None) -> dict:
    """Return what brings Elasticsearch's document `key` in line with `row`; without one, it goes."""
    if row is None:
        return {"_op_type": "delete", "_id": key, "_version": version, "_version_type": "external_gte"}
    return {"_id": key, "_version": row.version, "_version_type": "external_gte", **_source(row)}


def _source(row: SearchDocument) -> dict:
    values: dict[str, list[str]] = {group.value: [] for group in Group}
    for facet in row.facets.all():
        values[facet.group].append(facet.value)
    stems = {name: getattr(row, name) for name in ("title_stems", "name_stems", "body_stems")}
    return {"pk": row.pk, **stems, **values}


def rows(keys: Iterable[str]) -> dict[str, SearchDocument]:
    """Return the rows of the index with these keys: two queries."""
    found = SearchDocument.objects.filter(key__in=list(keys)).prefetch_related("facets")
    return {row.key: row for row in found}


def bulk(actions: Iterable[dict], index: str) -> dict[str, dict]:
    """Send `actions` to the alias `index`; return what was said to each, by key.

    Raises MirrorDownError where no answer came or none could be taken, MirrorGoneError without an index.
    """
    actions = list(actions)
    sending: dict[str, Any] = {"chunk_size": AT_ONCE, "max_chunk_bytes": LARGEST, "raise_on_error": False}
    try:
        with _named_problems():
            answers = streaming_bulk(
                writer(), actions, index=index, require_alias=True, refresh=True, **sending
            )
            said = {answer["_id"]: answer for _, item in answers for answer in item.values()}
    except _TooLargeError:
        if len(actions) == 1:
            return {actions[0]["_id"]: {"status": TOO_LARGE, "error": "too large"}}
        return {key: said for one in actions for key, said in bulk([one], index).items()}
    _complain(said.values())
    return said


class _TooLargeError(Exception):
    pass


@contextmanager
def _named_problems():
    """Turn what the client raises into what a worker can act on."""
    try:
        yield
    except NotFoundError as problem:
        raise MirrorGoneError(str(problem)) from problem
    except ApiError as problem:
        kind = _TooLargeError if problem.status_code == TOO_LARGE else MirrorDownError
        raise kind(str(problem)) from problem
    except (TransportError, ScanError) as problem:
        raise MirrorDownError(str(problem)) from problem


def _complain(answers: Iterable[dict]) -> None:
    """Raise where an answer says that the index is gone or that nothing is taken now."""
    for answer in answers:
        error = answer.get("error") or {}
        if answer["status"] == NOT_FOUND and error:
            raise MirrorGoneError(str(error))
        if answer["status"] == TOO_MANY or answer["status"] >= 500:
            raise MirrorDownError(str(error))


def _send(batch: list[SearchChange]) -> int:
    held = rows(change.key for change in batch)
    answers = bulk(
        [action(change.key, change.version, held.get(change.key)) for change in batch], settings.SEARCH_INDEX
    )
    by_status = {change: answers[change.key]["status"] for change in batch}
    taken = [change for change, status in by_status.items() if status < 300 or status == NOT_FOUND]
    newer = [change for change, status in by_status.items() if status == NEWER]
    for change in set(batch) - {*taken, *newer}:
        log.error("Elasticsearch refuses %s: %s", change.key, answers[change.key].get("error"))
        SearchChange.objects.filter(pk=change.pk).update(attempts=F("attempts") + 1)
    _forget(taken)
    # Another worker was first, or a clock went back: whatever still waits gets a version of its own.
    outbox.renew(list(_still(newer).values_list("key", flat=True)))
    return len(taken) + len(newer)


def _forget(changes: list[SearchChange]) -> None:
    """Take what was acknowledged out of the outbox, unless it has changed again meanwhile."""
    _still(changes).delete()


def _still(changes: list[SearchChange]):
    pks, versions = {change.pk for change in changes}, {change.version for change in changes}
    return SearchChange.objects.filter(pk__in=pks, version__in=versions, indexed=True)


def ready() -> None:
    """See that there is an index, and that the rebuild which made it came to its end.

    Raises MirrorGoneError where there is none, and MirrorDownError.
    """
    with _named_problems():
        standing = {name: aliases for name, aliases in _indexes().items() if settings.SEARCH_INDEX in aliases}
    if not standing:
        raise MirrorGoneError(f"there is no index {settings.SEARCH_INDEX}")
    for name, aliases in standing.items():
        if unchecked() in aliases:
            finish(name)


def building() -> str:
    """Return the alias of an index that is being filled."""
    return f"{settings.SEARCH_INDEX}.building"


def unchecked() -> str:
    """Return the alias of an index that is in use and may lack what changed while it was filled."""
    return f"{settings.SEARCH_INDEX}.unchecked"


def begin() -> str:
    """Make a new, empty index and return its name. What an earlier rebuild left behind is deleted.

    So of two rebuilds at once the later one goes on, and the other ends with MirrorGoneError.
    """
    index = f"{settings.SEARCH_INDEX}-{time.time_ns() // 1000}"
    with _named_problems():
        if orphans := [name for name, aliases in _indexes().items() if settings.SEARCH_INDEX not in aliases]:
            writer().indices.delete(index=orphans, ignore_unavailable=True)
        writer().indices.create(index=index, settings=SETTINGS, mappings=MAPPINGS, aliases={building(): {}})
    return index


def swap(index: str) -> None:
    """Let readers and the worker use `index` from now on, at one stroke; the old one goes. Then `finish`."""
    actions = [
        {"add": {"index": index, "alias": settings.SEARCH_INDEX}},
        {"add": {"index": index, "alias": unchecked()}},
        {"remove": {"index": index, "alias": building(), "must_exist": True}},
    ]
    with _named_problems():
        old = [name for name in _indexes() if name != index]
        writer().indices.update_aliases(
            actions=[*actions, *({"remove_index": {"index": name}} for name in old)]
        )


def finish(index: str) -> None:
    """Note what changed while rows were copied to `index`, for that went to the old one.

    Until this is done `index` bears a mark: whoever is killed before, the next worker does it.
    """
    note(differences())
    with _named_problems():
        writer().indices.delete_alias(index=index, name=unchecked())


def _indexes() -> dict[str, list[str]]:
    """Return the indexes that rebuilds have made, with the aliases of each."""
    found = writer().indices.get_alias(index=f"{settings.SEARCH_INDEX}-*")
    ours = re.compile(re.escape(settings.SEARCH_INDEX) + r"-\d{16}")
    return {name: list(held["aliases"]) for name, held in found.items() if ours.fullmatch(name)}


def differences() -> dict[str, object]:
    """Return each key whose row and document differ: what the database and Elasticsearch hold of it.

    Raises MirrorDownError or MirrorGoneError.
    """
    query = {"version": True, "_source": False, "docvalue_fields": ["pk"]}
    with _named_problems():
        hits = scan(writer(), query=query, index=settings.SEARCH_INDEX)
        theirs = {hit["_id"]: (hit["fields"]["pk"][0], hit["_version"]) for hit in hits}
    ours = {
        key: (pk, version)
        for key, pk, version in SearchDocument.objects.values_list("key", "pk", "version").iterator()
    }
    return {
        key: (ours.get(key), theirs.get(key))
        for key in {**theirs, **ours}
        if ours.get(key) != theirs.get(key)
    }


def note(keys: Iterable[str]) -> None:
    """Put keys into the outbox, to be sent (again). A newer version, for what may just be acknowledged."""
    version = time.time_ns() // 1000
    SearchChange.objects.bulk_create(
        [SearchChange(key=key, version=version, indexed=True) for key in keys],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["version"],
        batch_size=AT_ONCE,
    )
