"""What every reader may see of a kind of content, and where it stands."""

from django.db.models import Model, QuerySet
from wagtail.models import Page


def readable(kind: type[Model]) -> QuerySet:
    """Return what every reader may see of `kind`: live, public, and listed where the kind knows lists."""
    things = kind._default_manager.all()
    if hasattr(things, "listed"):
        return things.listed()
    if issubclass(kind, Page):
        return things.live().public()
    return things.filter(live=True)


def address(thing: Model, request=None) -> str:
    """Return the address of `thing`, or "" where it has no page of its own."""
    if isinstance(thing, Page):
        return thing.get_url(request) or ""
    return thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""
