"""Links that leave the portal, in the text of an editor."""

from django.utils.html import escape
from wagtail.rich_text import LinkHandler


class OutsideLinkHandler(LinkHandler):
    """Marks a link to another site, so that readers are told before they follow it.

    `rel="external"` is what the style sheet goes by; `noreferrer` keeps what is read here private.
    """

    identifier = "external"

    @classmethod
    def expand_db_attributes(cls, attrs: dict) -> str:
        """Return the opening tag for a link with the stored `attrs`."""
        return f'<a href="{escape(attrs["href"])}" rel="external noreferrer">'
