"""A line that says how to reach somebody, with its numbers and e-mail addresses as links."""

import phonenumbers
from django import template
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import mark_safe

from directory import phones

register = template.Library()


@register.filter
def reachable(text: str):
    """Return `text`, escaped, with a link for each telephone number (RFC 3966) and e-mail address.

    A number is judged by its possible length, as in `directory.phones`.
    """
    found = phonenumbers.PhoneNumberMatcher(text, "GB", phonenumbers.Leniency.POSSIBLE)
    parts, at = [], 0
    for match in found:
        parts += [_words(text[at : match.start]), _link(match)]
        at = match.end
    return format_html_join("", "{}", [(part,) for part in [*parts, _words(text[at:])]])


def _words(text: str):
    return mark_safe(urlize(text, autoescape=True))


def _link(match):
    number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    return format_html('<a class="app-number" href="{}">{}</a>', phones.uri(number), phones.display(number))
