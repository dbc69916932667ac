"""What the directory adds to Wagtail's admin: its menu, and a button to write down a check."""

from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from directory.models import Service
from directory.viewsets import DirectoryGroup
from directory.viewsets.checks import add_check_url

register_snippet(DirectoryGroup)


@hooks.register("register_snippet_listing_buttons")
def add_check_button(snippet, user, next_url=None):
    """Offer to write down a check, beside each service."""
    if isinstance(snippet, Service) and user.has_perm("directory.add_assurance"):
        yield Button("Add a check", add_check_url(snippet), icon_name="clipboard-list", priority=15)
