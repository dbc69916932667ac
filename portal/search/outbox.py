"""What changed and is to be indexed anew: written with the change, acted on once it is committed.

A change takes the thing's row out of the index and leaves a note here, in its own transaction. After
the commit the thing is read as everybody sees it now, and its row is written. Should the program end
in between, the note stands, and the next run of `manage.py search_sync` acts on it.
"""

import logging
import threading
import time
from collections.abc import Iterable
from contextlib import contextmanager
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save

from portal.search import adapters, index
from portal.search.models import SearchChange, SearchDocument

log = logging.getLogger(__name__)

AT_ONCE = 500  # keys in one statement
GIVEN_UP = 5  # attempts; the next check tries what failed so often once more
_collecting = threading.local()


def mark(keys: Iterable[str]) -> None:
    """Note that the things with these keys changed, within the transaction that is open."""
    keys = list(dict.fromkeys(keys))
    held = getattr(_collecting, "keys", None)
    if held is not None:
        held.update(dict.fromkeys(keys))
        return
    with transaction.atomic():
        for start in range(0, len(keys), AT_ONCE):
            _mark(keys[start : start + AT_ONCE])


def renew(keys: list[str]) -> None:
    """Index the things with these keys anew, changed or not. Readers find the old rows until then."""
    with transaction.atomic():
        _noted(keys)
    settle(keys)


def _mark(keys: list[str]) -> None:
    index.drop([document.pk for document in _noted(keys)])
    transaction.on_commit(partial(_settle_quietly, keys), robust=True)


def _noted(keys: list[str]) -> list[SearchDocument]:
    """Write the notes; return the rows that the things have in the index."""
    held = list(SearchDocument.objects.filter(key__in=keys))
    words = {document.key: index.words_of(document) for document in held}
    version = time.time_ns() // 1000  # by the clock: one that was rolled back never comes again
    fresh = [key for key in keys if key not in words]
    _note([SearchChange(key=key, version=version, words=words[key]) for key in words], ["words"])
    _note([SearchChange(key=key, version=version) for key in fresh], [])
    return held


def _note(changes: list[SearchChange], more: list[str]) -> None:
    SearchChange.objects.bulk_create(
        changes,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["version", "indexed", "attempts", *more],
    )


@contextmanager
def together():
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
    mark(keys)


def settle(keys: Iterable[str] | None = None, said=lambda done: None) -> int:
    """Index what is noted (of `keys`, else all); return how many were done. `said` hears of progress.

    One that fails is left for the next time, and its mistake is logged; the others go on.
    """
    waiting = SearchChange.objects.filter(indexed=False)
    if keys is not None:
        waiting = waiting.filter(key__in=list(keys))
    done = 0
    for key in list(waiting.order_by("attempts", "pk").values_list("key", flat=True)):
        try:
            done += _settle(key)
        except Exception:
            log.exception("The search could not index %s; it tries again later.", key)
            SearchChange.objects.filter(key=key).update(attempts=F("attempts") + 1)
        said(done)
    if done:
        index.raise_edition()
    return done


def _settle_quietly(keys: list[str]) -> None:
    for start in range(0, len(keys), AT_ONCE):
        settle(keys[start : start + AT_ONCE])


@transaction.atomic
def _settle(key: str) -> bool:
    change = SearchChange.objects.select_for_update().filter(key=key, indexed=False).first()
    if change is None:
        return False
    index.write(key, adapters.entry_of(key), change.version, change.words)
    if settings.SEARCH_URL:  # it waits on until Elasticsearch has it: portal/search/mirror.py
        change.indexed, change.words, change.attempts = True, [], 0
        change.save()
    else:
        change.delete()
    return True


def watch() -> None:
    """Note every change of what the adapters know: saved, deleted, or linked with something else."""
    for adapter in adapters.adapters():
        for model in _with_children(adapter.model):
            _connect(model, partial(_changed, adapter, ""))
        for part, path in adapter.parts.items():
            _connect(part, partial(_changed, adapter, path))


def _with_children(model) -> list:
    return [model, *(child for below in model.__subclasses__() for child in _with_children(below))]


def _connect(model, receiver) -> None:
    for signal in (post_save, post_delete):
        signal.connect(receiver, sender=model, weak=False)
    for link in model._meta.local_many_to_many:
        m2m_changed.connect(receiver, sender=link.remote_field.through, weak=False)


def _changed(adapter, path: str, instance, **signal) -> None:
    """Note the thing that `instance` is, or is a part of by the field `path`."""
    if signal.get("raw") or not isinstance(instance, (adapter.model, *adapter.parts)):
        return
    pk = getattr(instance, f"{path}_id") if path else instance.pk
    if pk:
        mark([adapter.key(pk)])
