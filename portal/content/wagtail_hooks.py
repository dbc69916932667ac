"""What shared content adds to Wagtail's admin: its menu, and the portal's own colours."""

from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from portal.content.guidance_reports import READS, ImpactView, PastGuidanceView
from portal.content.link_report import DeadLinksView
from portal.content.models import GuidanceRecord
from portal.content.outside_links import OutsideLinkHandler
from portal.content.usefulness_report import UsefulnessView
from portal.content.viewsets import ListsGroup

register_snippet(ListsGroup)


@hooks.register("insert_global_admin_css")
def colours():
    """Give the admin the colours of the portal."""
    return format_html('<link rel="stylesheet" href="{}">', reverse("content:admin_theme"))


@hooks.register("register_rich_text_features")
def outside_links(features):
    """Let links to other sites say so."""
    features.register_link_type(OutsideLinkHandler)


@hooks.register("register_admin_urls")
def usefulness_urls():
    """Add the address of the report on “Was this page useful?”."""
    return [path("reports/useful/", UsefulnessView.as_view(), name="content_usefulness")]


@hooks.register("register_reports_menu_item")
def usefulness_item():
    """Offer that report to everybody in the admin: each sees what they may read."""
    address = reverse("content_usefulness")
    return MenuItem("Was this page useful?", address, name="useful", icon_name="openquote", order=880)


@hooks.register("register_admin_urls")
def guidance_urls():
    """Add the addresses of the screens on what rests on guidance, and on links that lead nowhere."""
    return [
        path("guidance/<int:pk>/rests-on-it/", ImpactView.as_view(), name="content_impact"),
        path("reports/past-guidance/", PastGuidanceView.as_view(), name="content_past_guidance"),
        path("reports/dead-links/", DeadLinksView.as_view(), name="content_dead_links"),
    ]


@hooks.register("register_snippet_listing_buttons")
def add_impact_button(snippet, user, next_url=None):
    """Offer the list of what rests on a record, beside each record."""
    if isinstance(snippet, GuidanceRecord) and user.has_perm(READS):
        address = reverse("content_impact", args=[snippet.pk])
        yield Button("What rests on it", address, icon_name="link", priority=15)


class GuidanceReport(MenuItem):
    """A report for those who may read the register in the admin."""

    def is_shown(self, request):
        return request.user.has_perm(READS)


@hooks.register("register_reports_menu_item")
def past_guidance_item():
    """Offer the report of what rests on guidance that no longer holds."""
    address = reverse("content_past_guidance")
    return GuidanceReport(
        "Resting on past guidance", address, name="past-guidance", icon_name="warning", order=860
    )


@hooks.register("register_reports_menu_item")
def dead_links_item():
    """Offer the report of links that lead nowhere."""
    return GuidanceReport(
        "Dead links", reverse("content_dead_links"), name="dead-links", icon_name="link", order=870
    )
