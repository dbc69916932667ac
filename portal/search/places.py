"""The places that words name: the authorities, each by the stems of its name."""

from collections.abc import Iterable, Mapping, Sequence

from portal.content.models import Area
from portal.search import analysis

Places = Mapping[str, Sequence[str]]


def authorities() -> list[tuple[str, str]]:
    """Return the slug and the name of each authority that readers see; one query."""
    return list(Area.objects.authorities().filter(live=True).values_list("slug", "name"))


def by_stems(areas: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return for the slug of each area the stems of its name."""
    return {slug: tuple(analysis.stems(name)) for slug, name in areas}


def begins(title: Sequence[str], place: Sequence[str]) -> bool:
    """Return whether stems of a title begin with a place, and go on after it."""
    return len(title) > len(place) and tuple(title[: len(place)]) == tuple(place)


def named_first(title: str, places: Places) -> list[str]:
    """Return the slugs of the places with whose name `title` begins.

    "Thornmere information-sharing agreement" belongs to Thornmere, though a record of guidance has no
    field that says so.
    """
    stems = analysis.stems(title)
    return [slug for slug, place in places.items() if begins(stems, place)]
