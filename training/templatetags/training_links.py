"""The link from a page to the programme that its reader is building."""

from decimal import Decimal
from urllib.parse import urlencode

from django import template

from training.models import ResourceSheetPage
from training.programme.address import address_of, read_items
from training.programme.items import KINDS, label_of
from training.records import learning
from training.records.copies import may_keep

register = template.Library()


@register.inclusion_tag("training/programme/add_link.html", takes_context=True)
def add_to_programme(context, page):
    """Show “Add to my programme” on a page that can stand in one.

    Whoever came from a programme brought its items along (`?programme=`), so that they are not lost.
    """
    if not isinstance(page, KINDS) or not page.pk:
        return {"address": ""}
    request = context.get("request")
    numbers, _ = read_items(request.GET.get("programme", "") if request else "")
    address = address_of(numbers)
    added = f"{address}{'&' if numbers else '?'}add={page.pk}"
    user = getattr(request, "user", None)
    has_school = bool(getattr(user, "school_id", None))
    return {
        "address": added,
        "back": address if numbers else "",
        "is_in": page.pk in numbers,
        "adapts": has_school and isinstance(page, ResourceSheetPage),
        "page": page,
    }


@register.simple_tag(takes_context=True)
def with_programme(context, page, items) -> str:
    """Return the address of `page`, which takes the programme of `items` along."""
    numbers = ",".join(map(str, items.numbers))
    return f"{page.get_url(context['request'])}?{urlencode({'programme': numbers}, safe=',')}"


@register.simple_tag
def missing_sheets(item, items) -> int:
    """Return how many sheets of `item` are not in the programme yet."""
    numbers = set(items.numbers)
    return sum(sheet.pk not in numbers for sheet in item.sheets)


register.simple_tag(label_of)


@register.filter
def in_hours(hours: Decimal) -> str:
    """Return hours in words: 1 hour, 1.5 hours."""
    return f"{hours.normalize():f} {'hour' if hours == 1 else 'hours'}"


@register.simple_tag(takes_context=True)
def may_keep_copies(context) -> bool:
    """Return whether the reader of a form may keep what they fill in."""
    request = context.get("request")
    return request is not None and may_keep(request.user)


@register.inclusion_tag("training/my/did_this.html", takes_context=True)
def did_this(context, page):
    """Show “I did this” to whoever is signed in; or when they did, and how to take it back."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if not isinstance(page, learning.KINDS) or not page.pk or not getattr(user, "is_authenticated", False):
        return {"page": None}
    version = learning.version_of(page)
    records = learning.of(user).standing().filter(number=page.pk).prefetch_related("certificates")
    last = records.first()
    return {
        "page": page,
        "version": version,
        "last": last,
        "is_same": last is not None and last.version == version,
        "may_be_taken_back": last is not None and learning.may_be_taken_back(last),
        "request": request,  # which the token is made from
        "csrf_token": context.get("csrf_token"),
    }
