"""How each kind of content tells the search what it is.

A room writes an `Adapter` for each of its kinds in its own `findable.py` and registers it when its app
is ready. What has no table (the ladder of levels, "who leads") is registered as a `Tool`.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Model, QuerySet
from django.utils.module_loading import autodiscover_modules

from portal.content.readable import address, readable
from portal.search.enums import Kind


@dataclass(frozen=True)
class Entry:
    """What everybody may find of one published thing: nothing that a reader must sign in for.

    `names` are the other names it is found by; `old_names` those that it no longer has. `place` says
    where it stands. `weight` lifts (above 1) or lowers it among things that match as well.
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

    Where others hold part of what is found (a phone, a name, a tag), name their models in `parts` with
    the field that leads to the thing: a change of theirs is a change of the thing.
    """

    model: type[Model]
    parts: dict[type[Model], str] = {}

    def public(self) -> QuerySet:
        """Return what every reader may see."""
        return readable(self.model)

    def entry(self, thing) -> Entry:
        """Return what the search keeps of `thing`, one of `public`."""
        raise NotImplementedError

    def key(self, pk) -> str:
        """Return by what the index knows the thing."""
        return f"{self.model._meta.label_lower}:{pk}"

    def find(self, pk) -> Entry | None:
        """Return the entry of the thing, or None where readers must not find it."""
        thing = self.public().filter(pk=pk).first()
        return self.entry(thing) if thing and address(thing) else None


@dataclass(frozen=True)
class Tool:
    """A page that is no row of a table, such as the ladder of levels of need."""

    name: str
    title: str
    url_name: str
    summary: str
    names: list[str] = field(default_factory=list)
    weight: float = 1.0


_adapters: dict[str, Adapter] = {}
_tools: dict[str, Tool] = {}


def register(*adapters: Adapter | type[Adapter] | Tool) -> None:
    """Let the search know of these. An adapter is its class; one for each model."""
    for adapter in adapters:
        if isinstance(adapter, Tool):
            _tools[f"tool:{adapter.name}"] = adapter
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


def entry_of(key: str) -> Entry | None:
    """Return what readers may find of the thing with this key; None for nothing (any more)."""
    label, _, pk = key.partition(":")
    if label == "tool":
        tool = _tools.get(key)
        return _entry_of_tool(tool) if tool else None
    adapter = _adapters.get(label)
    return adapter.find(pk) if adapter else None


def keys() -> Iterable[str]:
    """Return the key of everything that readers may find, now."""
    yield from _tools
    for adapter in _adapters.values():
        for pk in adapter.public().order_by().values_list("pk", flat=True).iterator():
            yield adapter.key(pk)


def _entry_of_tool(tool: Tool) -> Entry:
    from django.urls import reverse

    return Entry(
        kind=Kind.TOOL,
        title=tool.title,
        url=reverse(tool.url_name),
        summary=tool.summary,
        names=tool.names,
        weight=tool.weight,
    )
