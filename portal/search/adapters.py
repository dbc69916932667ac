"""How each kind of content tells the search what it is.

A room writes an `Adapter` for each of its kinds in its own `findable.py` and registers it when its app
is ready. What has no table (the ladder of levels, "who leads") is registered as a `Tool`; what is
published and is never found by itself, as `LeftOut`. docs/developers/search.md shows how.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import ManyToOneRel, Model, QuerySet
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules

from portal.content.readable import readable
from portal.search.enums import Kind


@dataclass(frozen=True)
class Entry:
    """What everybody may find of one published thing: nothing that a reader must sign in for.

    `names` are the other names it is found by; `old_names` those that it no longer has. `place` says
    where it stands. `weight` lifts (above 1) or lowers it among things that match as well. Without an
    address it is not found.
    """

    kind: Kind
    title: str
    url: str
    summary: str = ""
    body: str = ""
    names: Iterable[str] = ()
    old_names: Iterable[str] = ()
    place: str = ""
    status: str = ""
    checked_on: datetime.date | None = None
    weight: float = 1.0
    topics: Iterable[str] = ()
    audiences: Iterable[str] = ()
    areas: Iterable[str] = ()
    tags: Iterable[str] = ()


class Adapter:
    """What the search knows of one model. Subclass it, name `model` and write `entry`.

    Where others hold part of what is found (a name, a tag, an area), name their models in `parts`, each
    with the way that leads from the thing to it, as a filter of Django's would write it, or with a
    function that returns the keys of the things. A change of theirs is then a change of the thing.
    """

    model: type[Model]
    parts: dict[type[Model], str | Callable[[Any], Iterable]] = {}

    def public(self) -> QuerySet:
        """Return what every reader may see, with what `entry` reads of others fetched at once."""
        return readable(self.model)

    def entry(self, thing, /) -> Entry:
        """Return what the search keeps of `thing`, one of `public`."""
        raise NotImplementedError

    def key(self, pk) -> str:
        """Return by what the index knows the thing."""
        return f"{self.model._meta.label_lower}:{pk}"

    def wholes(self, model: type[Model], part: Model) -> Iterable:
        """Return the keys of the things that `part`, one of `model`, is a part of."""
        way = self.parts[model]
        if not isinstance(way, str):
            return way(part)
        link = None if "__" in way else self.model._meta.get_field(way)
        if isinstance(link, ManyToOneRel):
            owner = getattr(part, link.field.attname)  # its own column says so
            return [owner] if owner else []
        return self.model._default_manager.filter(**{way: part.pk}).order_by().values_list("pk", flat=True)


@dataclass(frozen=True)
class Tool:
    """A page that is no row of a table, such as the ladder of levels of need.

    `texts` returns what stands on it and comes from rows of `made_of`: a change of theirs is a change of
    the tool.
    """

    name: str
    title: str
    url_name: str
    summary: str
    names: tuple[str, ...] = ()
    weight: float = 1.0
    made_of: tuple[type[Model], ...] = ()
    texts: Callable[[], Iterable[str]] = tuple

    def entry(self) -> Entry:
        """Return what the search keeps of it."""
        return Entry(
            kind=Kind.TOOL,
            title=self.title,
            url=reverse(self.url_name),
            summary=self.summary,
            body=joined(self.texts()),
            names=self.names,
            weight=self.weight,
        )


@dataclass(frozen=True)
class LeftOut:
    """A kind that is published and never found by itself, and why."""

    model: type[Model]
    why: str


_adapters: dict[str, Adapter] = {}
_tools: dict[str, Tool] = {}
_left_out: dict[type[Model], str] = {}


def register(*adapters: Adapter | type[Adapter] | Tool | LeftOut) -> None:
    """Let the search know of these. An adapter is its class; one for each model."""
    for adapter in adapters:
        if isinstance(adapter, Tool):
            _tools[f"tool:{adapter.name}"] = adapter
        elif isinstance(adapter, LeftOut):
            _left_out[adapter.model] = adapter.why
        else:
            made = adapter() if isinstance(adapter, type) else adapter
            _adapters[made.model._meta.label_lower] = made


def discover() -> None:
    """Import `findable.py` of every app that has one: there each registers its adapters."""
    autodiscover_modules("findable")


def adapters() -> list[Adapter]:
    """Return every adapter."""
    return list(_adapters.values())


def adapter_of(model: type[Model]) -> Adapter | None:
    """Return the adapter of `model`, by the nearest of the models that it inherits."""
    for parent in model.__mro__:
        if found := _adapters.get(getattr(getattr(parent, "_meta", None), "label_lower", "")):
            return found
    return None


def tools() -> dict[str, Tool]:
    """Return every tool by its key."""
    return dict(_tools)


def is_known(model: type[Model]) -> bool:
    """Return whether a room has said what the search does with `model`."""
    in_tools = (made for tool in _tools.values() for made in tool.made_of)
    return adapter_of(model) is not None or model in _left_out or model in in_tools


def entries_of(keys: Iterable[str]) -> dict[str, Entry]:
    """Return what readers may find now of the things with these keys; nothing of those they may not.

    What belongs to one model is read together.
    """
    found: dict[str, Entry] = {}
    pks: defaultdict[Adapter, list[str]] = defaultdict(list)
    for key in keys:
        label, _, pk = key.partition(":")
        if key in _tools:
            found[key] = _tools[key].entry()
        elif label in _adapters:
            pks[_adapters[label]].append(pk)
    for adapter, wanted in pks.items():
        for thing in adapter.public().filter(pk__in=wanted):
            found[adapter.key(thing.pk)] = adapter.entry(thing)
    return {key: entry for key, entry in found.items() if entry.url}


def entry_of(key: str) -> Entry | None:
    """Return what readers may find of the thing with this key; None for nothing (any more)."""
    return entries_of([key]).get(key)


def keys() -> Iterable[str]:
    """Return the key of everything that readers may find, now."""
    yield from _tools
    for adapter in _adapters.values():
        pks = adapter.public().prefetch_related(None).order_by().values_list("pk", flat=True)
        yield from map(adapter.key, pks)


def joined(texts: Iterable) -> str:
    """Return pieces of text as one, each on its own line; empty ones are left out."""
    return "\n".join(text for text in map(str, texts) if text.strip())
