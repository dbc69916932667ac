"""What rooms add to a search page that leads nowhere yet: whom to call, where else to look.

The search stands below the rooms and knows none of them, so a room registers a template and what it
needs. They are asked for only where they are shown.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A template and what it shows."""

    template: str
    context: dict


_parts: list[tuple[str, Callable[[], dict]]] = []


def register(template: str, context: Callable[[], dict]) -> None:
    """Show `template` with what `context()` returns below an empty search, and where nothing was found."""
    _parts.append((template, context))


def parts() -> list[Part]:
    """Return what the rooms add, in the order in which they registered it."""
    return [Part(template, context()) for template, context in _parts]
