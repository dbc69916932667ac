"""Elasticsearch's copy of the index: what it holds, and how changes reach it.

A change waits in the outbox until Elasticsearch has acknowledged it, so none is ever lost. Each goes with
its version (`version_type: external_gte`): whatever comes late, twice or out of order changes nothing.
Only `manage.py search_sync` sends; a request never does.
"""

import logging
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db.models import F
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import streaming_bulk

from portal.search import outbox
from portal.search.engines.elastic import GIVEN_UP, client
from portal.search.enums import Group
from portal.search.models import SearchChange, SearchDocument

log = logging.getLogger(__name__)

AT_ONCE = 200  # documents in one request, of at most:
LARGEST = 5_000_000  # bytes
LONGEST_ANSWER = 30  # seconds
TOO_LARGE, NEWER, NOT_FOUND, TOO_MANY = 413, 409, 404, 429
STEMS = {"type": "text", "analyzer": "whitespace"}
INDEX = {
    "settings": {
        "number_of_shards": 1,
        "auto_expand_replicas": "0-1",  # a copy on another node, where there is one
        "max_result_window": 100_000,
        "gc_deletes": "1h",  # how long a deletion outranks what was sent before it and arrives after it
    },
    "mappings": {
        "dynamic": "strict",
        "_source": {"enabled": False},  # the rows of the database are the source
        "properties": {
            "pk": {"type": "long"},
            "title_stems": STEMS,
            "name_stems": STEMS,
            "body_stems": STEMS,
            **{group.value: {"type": "keyword"} for group in Group},
        },
    },
}


class MirrorDownError(Exception):
    """Elasticsearch does not answer, or takes nothing just now. What was to be sent waits."""


class MirrorGoneError(Exception):
    """The index does not exist: it is to be built anew."""


def writer() -> Elasticsearch:
    """Return the client for a worker, which has time."""
    return client().options(request_timeout=LONGEST_ANSWER)


def send(said: Callable[[int], None] = lambda done: None) -> int:
    """Send what waits; return how many were acknowledged. `said` hears of progress.

    Raises MirrorDownError or MirrorGoneError; what was not acknowledged waits on. What Elasticsearch
    refuses is logged and tried again a few times, and holds nothing else up.
    """
    done, last = 0, 0
    waiting = SearchChange.objects.filter(indexed=True, attempts__lt=GIVEN_UP).order_by("pk")
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
    sending = {"chunk_size": AT_ONCE, "max_chunk_bytes": LARGEST, "raise_on_error": False}
    try:
        answers = streaming_bulk(writer(), actions, index=index, require_alias=True, refresh=True, **sending)
        said = {answer["_id"]: answer for _, item in answers for answer in item.values()}
    except NotFoundError as problem:
        raise MirrorGoneError(str(problem)) from problem
    except ApiError as problem:
        if problem.status_code == TOO_LARGE and len(actions) > 1:
            return {key: said for one in actions for key, said in bulk([one], index).items()}
        if problem.status_code == TOO_LARGE:
            return {actions[0]["_id"]: {"status": TOO_LARGE, "error": "too large"}}
        raise MirrorDownError(str(problem)) from problem
    except TransportError as problem:
        raise MirrorDownError(str(problem)) from problem
    _complain(said.values())
    return said


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
    outbox.mark(_still(newer).values_list("key", flat=True))
    return len(taken)


def _forget(changes: list[SearchChange]) -> None:
    """Take what was acknowledged out of the outbox, unless it has changed again meanwhile."""
    _still(changes).delete()


def _still(changes: list[SearchChange]):
    pks, versions = {change.pk for change in changes}, {change.version for change in changes}
    return SearchChange.objects.filter(pk__in=pks, version__in=versions, indexed=True)
