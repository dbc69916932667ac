"""What shared content adds to Wagtail's admin: its menu, and the portal's own colours."""

from django.urls import reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from portal.content.viewsets import ListsGroup

register_snippet(ListsGroup)


@hooks.register("insert_global_admin_css")
def colours():
    """Give the admin the colours of the portal."""
    return format_html('<link rel="stylesheet" href="{}">', reverse("content:admin_theme"))
