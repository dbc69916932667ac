"""What every reader may see of a kind of content, where it stands, and how people call it."""

from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page
from wagtail.query import PageQuerySet

from portal.content.models import Governed
from portal.content.querysets import published


def readable(kind: type[Model]) -> QuerySet:
    """Return what every reader may see of `kind`: live, public, and listed where the kind knows lists."""
    things = kind._default_manager.all()
    if hasattr(things, "listed"):
        return things.listed()
    if issubclass(kind, Page):
        return published(things)
    return things.filter(live=True)


def readable_pages(pages: PageQuerySet) -> PageQuerySet:
    """Return those of `pages`, of whatever kind, that every reader may read in full."""
    pages = published(pages)
    for kind in Governed.kinds():
        if issubclass(kind, Page) and hasattr(kind._default_manager.all(), "listed"):
            kept_back = kind._default_manager.exclude(pk__in=readable(kind).values("pk"))
            pages = pages.exclude(pk__in=kept_back.values("pk"))
    return pages


def address(thing: Model, request=None) -> str:
    """Return the address of `thing`, or "" where it has no page of its own."""
    if isinstance(thing, Page):
        return thing.get_url(request) or ""
    return thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""


def kind_name(thing: Model) -> str:
    """Return what `thing` is, such as "Case study": for a page its own type, whatever table it came from."""
    kind = thing.specific_class or type(thing) if isinstance(thing, Page) else type(thing)
    name = str(kind._meta.verbose_name)
    return name[:1].upper() + name[1:]


def edit_address(thing: Model) -> str:
    """Return the address of the admin's screen for `thing`, or "" where it has none."""
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:edit", args=[thing.pk])
    try:
        return reverse(
            f"wagtailsnippets_{thing._meta.app_label}_{thing._meta.model_name}:edit", args=[thing.pk]
        )
    except NoReverseMatch:
        return ""
