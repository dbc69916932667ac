"""What stands in the index of a thing, and what waits to be indexed."""

from portal.search import adapters, outbox
from portal.search.models import SearchChange, SearchDocument


def row(thing) -> SearchDocument | None:
    """Return the row of `thing`, after whatever waits was indexed."""
    outbox.settle()
    adapter = adapters.adapter_of(type(thing))
    return SearchDocument.objects.filter(key=adapter.key(thing.pk)).first()


def facets(thing, group: str) -> set[str]:
    """Return by what of `group` the row of `thing` can be filtered."""
    return set(row(thing).facets.filter(group=group).values_list("value", flat=True))


def pending() -> set[str]:
    """Return the keys of what waits."""
    return set(SearchChange.objects.values_list("key", flat=True))


def indexed(thing):
    """Return `thing`, after whatever waits was indexed."""
    outbox.settle()
    return thing
