"""Held by `manage.py check --database default`: nobody is kept out of what a worried person needs."""

from django.core.checks import Error, Tags, register
from django.db import DatabaseError
from wagtail.models import Page, PageViewRestriction


@register(Tags.database)
def check_open_pages(app_configs, databases, **kwargs) -> list[Error]:
    """Each page of a kind that is always open is open: by its own field and by Wagtail's privacy."""
    if not databases:
        return []
    try:
        return [_error(page) for page in gated_pages()]
    except DatabaseError:  # not migrated yet
        return []


def gated_pages() -> list[Page]:
    """Return the pages that somebody is kept out of and must not be."""
    from hub.models import HubPage
    from portal.content.enums import Visibility

    kinds = [kind for kind in HubPage.__subclasses__() if kind.always_open]
    pages = [page for kind in kinds for page in kind.objects.exclude(access=Visibility.PUBLIC)]
    for restriction in PageViewRestriction.objects.select_related("page"):
        below = Page.objects.descendant_of(restriction.page, inclusive=True).type(*kinds)
        pages += [page for page in below if page not in pages]
    return pages


def _error(page: Page) -> Error:
    return Error(
        f"“{page.title}” (page {page.pk}) is not open to everyone.",
        hint="What a worried person needs is open: let everyone read it, and remove Wagtail's privacy.",
        id="hub.E001",
    )
