"""Keep the index in step with the content, and Elasticsearch with the index: what `search_sync` does."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.conf import settings

from portal.search import adapters, index, outbox, texts
from portal.search.engines import prepare
from portal.search.models import SearchChange, SearchDocument

log = logging.getLogger(__name__)

AT_ONCE = 200
MANY = 1000  # rows that are new at once
UNREADABLE = "unreadable"
Said = Callable[[int, int], None]  # hears of progress: how many are done, of how many


def silent(done: int, of: int) -> None:
    """Say nothing of the progress."""


@dataclass
class Differences:
    """Keys whose place in the index is not what it should be, and what was done about it."""

    content: list[str] = field(default_factory=list)  # between what readers may see and the index
    mirror: list[str] = field(default_factory=list)  # between the index and Elasticsearch
    refused: list[str] = field(default_factory=list)  # what cannot be indexed, or Elasticsearch does not take

    def __bool__(self) -> bool:
        return bool(self.content or self.mirror or self.refused)


def catch_up(said: Said = silent) -> int:
    """Read new documents, index what the outbox notes, send what waits for Elasticsearch; return how many.

    Builds an index that is missing. Raises MirrorDownError where Elasticsearch does not answer.
    """
    texts.read_new()
    noted = list(
        SearchChange.objects.filter(indexed=False, attempts__lt=outbox.GIVEN_UP).values_list("key", flat=True)
    )
    done = outbox.settle(noted, lambda so_far: said(so_far, len(noted))) if noted else 0
    if done >= MANY:
        prepare.count_anew()
    if not settings.SEARCH_URL:
        SearchChange.objects.filter(indexed=True).delete()  # of a mirror that is switched off
        return done
    from portal.search import mirror

    waiting = SearchChange.objects.filter(indexed=True).count()
    try:
        mirror.ready()
        sent = mirror.send(lambda so_far: said(so_far, waiting))
    except mirror.MirrorGoneError:
        log.warning("Elasticsearch has no index %s: it is built anew.", settings.SEARCH_INDEX)
        rebuild_mirror(said)
        sent = mirror.send()
    if sent:  # what was found to be newer there than here has got a version of its own
        mirror.send()
    return max(done, sent)


def check(said: Said = silent) -> Differences:
    """Compare content, index and Elasticsearch by key and version, both ways; repair; return what differed.

    What the outbox already notes is no difference: it is done first, and left out of the comparison.
    """
    SearchChange.objects.update(attempts=0)
    texts.try_again()
    catch_up(said)
    lasting = _lasting(_content_differences)
    unreadable = [key for key, how in lasting.items() if how == UNREADABLE]
    found = Differences(content=[key for key in lasting if key not in unreadable])
    if found.content:
        outbox.mark(found.content)
        catch_up(said)
    if settings.SEARCH_URL:
        from portal.search import mirror

        found.mirror = list(_lasting(mirror.differences))
        mirror.note(found.mirror)
        catch_up(said)
    refused = SearchChange.objects.filter(attempts__gt=0).values_list("key", flat=True)
    found.refused = list(dict.fromkeys([*unreadable, *refused]))
    return found


def _lasting(compare: Callable[[], dict[str, object]]) -> dict[str, object]:
    """Return what differs in the same way twice, by key: so no change meanwhile counts."""
    first = compare()
    if not first:
        return {}
    second = compare()
    noted = set(SearchChange.objects.values_list("key", flat=True))
    return {key: how for key, how in first.items() if second.get(key) == how and key not in noted}


def _content_differences() -> dict[str, object]:
    """Return the key of everything that the index lacks, has too much, or has in other words, and how."""
    found = index.compare()
    return {
        **dict.fromkeys(found.missing, "missing"),
        **dict.fromkeys(found.extra, "extra"),
        **dict.fromkeys(found.unreadable, UNREADABLE),
        **found.old,
    }


def rebuild(said: Said = silent) -> int:
    """Write every row of the index anew, then a new index of Elasticsearch; return how many rows there are.

    Readers find everything meanwhile, and what changes meanwhile is kept.
    """
    # In parts: while more waits than is left out of an answer, the database answers readers.
    keys = list(dict.fromkeys([*adapters.keys(), *SearchDocument.objects.values_list("key", flat=True)]))
    for start in range(0, len(keys), AT_ONCE):
        outbox.renew(keys[start : start + AT_ONCE])
        catch_up()
        said(min(start + AT_ONCE, len(keys)), len(keys))
    prepare.count_anew()
    if settings.SEARCH_URL:
        rebuild_mirror(said)
        catch_up()
    return SearchDocument.objects.count()


def rebuild_mirror(said: Said = silent) -> None:
    """Fill a new index of Elasticsearch and put it in the place of the old one at one stroke.

    Raises MirrorDownError where that fails; the old index then stays, and the next rebuild clears up.
    """
    from portal.search import mirror

    fresh = mirror.begin()
    total, done = SearchDocument.objects.count(), 0
    for batch in _batches():
        rows = mirror.rows(batch)
        mirror.bulk([mirror.action(key, row.version, row) for key, row in rows.items()], mirror.building())
        done += len(batch)
        said(min(done, total), total)
    mirror.swap(fresh)
    mirror.finish(fresh)


def _batches() -> Iterable[list[str]]:
    last = 0
    while batch := list(
        SearchDocument.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "key")[:AT_ONCE]
    ):
        last = batch[-1][0]
        yield [key for _, key in batch]


def problems() -> tuple[type[Exception], ...]:
    """Return what is raised where Elasticsearch does not answer; nothing on a site without it."""
    if not settings.SEARCH_URL:
        return ()
    from portal.search import mirror

    return (mirror.MirrorDownError, mirror.MirrorGoneError)
