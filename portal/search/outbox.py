"""What changed and is to be indexed anew: written with the change, acted on once it is committed.

A change takes the thing's row out of the index and leaves a note here, in its own transaction. After
the commit the thing is read as everybody sees it now, and its row is written. Should the program end
in between, the note stands, and the next run of `manage.py search_sync` acts on it.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from portal.search import adapters, index
from portal.search.models import SearchChange, SearchDocument

log = logging.getLogger(__name__)

AT_ONCE = 500  # keys in one statement
TOGETHER = 50  # rows of the index written in one transaction
GIVEN_UP = 5  # attempts; the next check tries what failed so often once more
Said = Callable[[int], object]
_collecting = threading.local()


def silent(done: int) -> None:
    """Say nothing of the progress."""


def mark(keys: Iterable[str], said: Said = silent) -> None:
    """Note that the things with these keys changed, within the transaction that is open.

    Once it is committed they are indexed anew; `said` hears how many are done.
    """
    held = getattr(_collecting, "keys", None)
    if held is not None:
        held.update(dict.fromkeys(keys))
        return
    noted = set().union(*(callback.keys for callback in _callbacks()))
    fresh = sorted(set(keys) - noted)  # in one order, so that two writers never lock each other up
    if not fresh:
        return
    with transaction.atomic(savepoint=False):
        for batch in _batches(fresh, AT_ONCE):
            _mark(batch)
        transaction.on_commit(_AfterCommit(fresh, said), robust=True)


def renew(keys: Iterable[str], said: Said = silent) -> None:
    """Index the things with these keys anew, changed or not. Readers find the old rows until then."""
    keys = sorted(set(keys))
    for batch in _batches(keys, AT_ONCE):
        _note({key: [] for key in batch}, ["version", "indexed", "attempts"])
    settle(keys, said)


def _mark(keys: list[str]) -> None:
    # The notes first: they hold back whoever is indexing these things now. Then what is indexed is read.
    _note({key: [] for key in keys}, ["version", "indexed", "attempts"])
    gone = list(SearchDocument.objects.filter(key__in=keys))
    if gone:
        _note({row.key: index.words_of(row) for row in gone}, ["words"])
        index.drop([row.pk for row in gone])


def _note(words: dict[str, list[str]], fields: list[str]) -> None:
    """Write `fields` of the note of each key, with the words that its row had."""
    version = time.time_ns() // 1000  # by the clock: one that was rolled back never comes again
    SearchChange.objects.bulk_create(
        [SearchChange(key=key, version=version, words=held) for key, held in words.items()],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=fields,
    )


class _AfterCommit:
    """Settles its keys after the commit. What was settled before that is struck off."""

    def __init__(self, keys: Iterable[str], said: Said):
        self.keys = set(keys)
        self.said = said

    def __call__(self) -> None:
        settle(list(self.keys), self.said)


def _callbacks() -> Iterator[_AfterCommit]:
    """Yield what waits for this transaction to end. Django drops what a savepoint undoes, and so do we."""
    return (callback for _, callback, *_ in connection.run_on_commit if isinstance(callback, _AfterCommit))


@contextmanager
def together(said: Said = silent):
    """Collect what changes within and note it once at the end: for loaders, inside their transaction."""
    if getattr(_collecting, "keys", None) is not None:
        yield
        return
    _collecting.keys = {}
    try:
        yield
        keys = list(_collecting.keys)
    finally:
        _collecting.keys = None
    mark(keys, said)


def settle(keys: Iterable[str] | None = None, said: Said = silent) -> int:
    """Index what is noted (of `keys`, else all); return how many were done. `said` hears of progress.

    One that fails is left for the next time, and its mistake is logged; the others go on.
    """
    done = 0
    for batch in _batches(_waiting(keys), TOGETHER):
        done += _settle_or_each(batch)
        said(done)
    return done


def _waiting(keys: Iterable[str] | None) -> list[str]:
    """Return the keys that are noted, the least troublesome first."""
    noted = SearchChange.objects.filter(indexed=False).order_by("attempts", "pk")
    if keys is None:
        return list(noted.values_list("key", flat=True))
    parts = (noted.filter(key__in=batch) for batch in _batches(list(keys), AT_ONCE))
    return [key for part in parts for key in part.values_list("key", flat=True)]


def _settle_or_each(keys: list[str]) -> int:
    try:
        done = _settle(keys)
    except Exception:
        log.exception("The search could not index %s.", ", ".join(keys))
        if len(keys) > 1:
            return sum(_settle_or_each([key]) for key in keys)
        SearchChange.objects.filter(key__in=keys).update(attempts=F("attempts") + 1)
        return 0
    for callback in _callbacks():
        callback.keys.difference_update(keys)
    return done


@transaction.atomic
def _settle(keys: list[str]) -> int:
    """Index these in one transaction. What is being changed just now is left to whoever changes it."""
    noted = SearchChange.objects.select_for_update(skip_locked=True).filter(key__in=keys, indexed=False)
    changes = list(noted.order_by("key"))
    if not changes:
        return 0
    index.write(changes, adapters.entries_of([change.key for change in changes]))
    done = SearchChange.objects.filter(pk__in=[change.pk for change in changes])
    if settings.SEARCH_URL:  # they wait on until Elasticsearch has them: portal/search/mirror.py
        done.update(indexed=True, words=[], attempts=0)
    else:
        done.delete()
    return len(changes)


def _batches(keys: list[str], size: int) -> Iterator[list[str]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))
