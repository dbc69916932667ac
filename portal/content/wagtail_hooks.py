"""What shared content adds to Wagtail's admin: its menu, and the portal's own colours."""

from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from portal.content.usefulness_report import UsefulnessView
from portal.content.viewsets import ListsGroup

register_snippet(ListsGroup)


@hooks.register("insert_global_admin_css")
def colours():
    """Give the admin the colours of the portal."""
    return format_html('<link rel="stylesheet" href="{}">', reverse("content:admin_theme"))


@hooks.register("register_admin_urls")
def usefulness_urls():
    """Add the address of the report on “Was this page useful?”."""
    return [path("reports/useful/", UsefulnessView.as_view(), name="content_usefulness")]


@hooks.register("register_reports_menu_item")
def usefulness_item():
    """Offer that report to everybody in the admin: each sees what they may read."""
    address = reverse("content_usefulness")
    return MenuItem("Was this page useful?", address, name="useful", icon_name="openquote", order=880)
