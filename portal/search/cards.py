"""Answers above the results: what a term means, and the number of the service that was asked for.

The numbers come from the room that keeps them: it registers a function, as the search may not know it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from portal.search.enums import Kind
from portal.search.models import SearchDocument
from portal.search.rank import Ranked
from portal.search.understand import Wish

MOST_MEANINGS = 2  # an acronym can stand for two things
NEAR = 10  # so many of the first results are looked at
Phones = Callable[[Sequence[str], str], Mapping[str, str]]


@dataclass(frozen=True)
class Card:
    """An answer above the results. `phone` as people write it, where there is a number to ring."""

    kind: Kind
    title: str
    url: str
    text: str
    phone: str = ""


def _no_phones(keys: Sequence[str], home: str) -> Mapping[str, str]:
    return {}


_phones: Phones = _no_phones


def register_phones(phones: Phones) -> None:
    """Let cards show numbers: `phones(keys, slug of an area)` returns the number to ring, by key."""
    global _phones
    _phones = phones


def chosen(
    ranked: Sequence[Ranked], wish: Wish, wanted: Sequence[SearchDocument] = (), in_a_place: bool = False
) -> list[int]:
    """Return the keys of the rows that are answers: meanings of the term, and the service that is meant.

    Who names a place looks for the service there, so that comes first. `wanted` is what editors put first.
    A number is given of the first result only: a wrong one costs time.
    """
    near = ranked[:NEAR]
    meanings = [each.pk for each in near if each.kind == Kind.GLOSSARY and each.is_named][:MOST_MEANINGS]
    if wish is Wish.NUMBER:
        first = wanted[:1] or ranked[:1]
        return [*(each.pk for each in first if each.kind == Kind.SERVICE), *meanings]
    services = [each for each in near if each.kind == Kind.SERVICE and "elsewhere" not in each.why]
    named = [each.pk for each in services[:1] if each.is_named and wish is Wish.NOTHING]
    return [*named, *meanings] if in_a_place else [*meanings, *named]


def made(documents: Sequence[SearchDocument], home: str) -> list[Card]:
    """Return a card for each document; one query where a service is among them."""
    services = [each.key for each in documents if each.kind == Kind.SERVICE]
    phones = _phones(services, home) if services else {}
    return [
        Card(Kind(each.kind), each.title, each.url, each.summary, phones.get(each.key, ""))
        for each in documents
    ]
