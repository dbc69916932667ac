"""The few template tags that components need. A template builtin: no `load` is necessary."""

from django import template

register = template.Library()


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*labels_and_urls: str) -> dict:
    """Show the way back: `{% breadcrumbs "Home" "/" "Who can help" "/directory/" %}`."""
    return {"items": list(zip(labels_and_urls[::2], labels_and_urls[1::2], strict=True))}
