"""Definitions of terms in the text of any page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from glossary.definitions import PageDefinitions
from glossary.vocabulary import vocabulary

register = template.Library()
KEPT = "glossary_definitions"


@register.simple_tag(takes_context=True)
def with_definitions(context, html, off=False, without="") -> SafeString:
    """Return rich text with the first use of each term on this page marked.

    `{% with_definitions page.body %}`; `off=True` leaves a block as it is, and `without` is the slug
    of a term that needs no mark here. `html` is rich text or `|linebreaks`; plain text is escaped.
    """
    text = format_html("{}", html)
    if off or not text:
        return text
    page = _definitions_of_page(context)
    if without:
        page.shown.add(without)
    return page.mark(text)


def _definitions_of_page(context) -> PageDefinitions:
    """Return what belongs to the page that is being made: a request makes one."""
    request = context.get("request")
    if request is None:
        return PageDefinitions(vocabulary())
    if not hasattr(request, KEPT):
        setattr(request, KEPT, PageDefinitions(vocabulary()))
    return getattr(request, KEPT)
