"""The few template tags that components need. A template builtin: no `load` is necessary."""

from django import template
from wagtail.models import Page

from portal.content import usefulness

register = template.Library()


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*labels_and_urls: str) -> dict:
    """Show the way back: `{% breadcrumbs "Home" "/" "Who can help" "/directory/" %}`."""
    return {"items": list(zip(labels_and_urls[::2], labels_and_urls[1::2], strict=True))}


@register.inclusion_tag("components/useful.html")
def useful(thing) -> dict:
    """Ask whether the page about `thing` was useful, where it has a page: `{% useful record %}`."""
    has_page = thing.pk and (isinstance(thing, Page) or hasattr(thing, "get_absolute_url"))
    return {"address": usefulness.form_address(thing) if has_page else ""}
