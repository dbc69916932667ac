"""The admin's screens for what stands around services: organisations, rules, agreements."""

from wagtail.admin.ui.tables import Column, DateColumn

from directory.models import LeadRule, Organization, Protocol, ThresholdLevel
from directory.viewsets.common import PUBLISHED, DirectoryViewSet


class OrganizationViewSet(DirectoryViewSet):
    """Organisations."""

    model = Organization
    icon = "group"
    menu_label = "Organisations"
    add_item_label = "Add an organisation"
    list_display = [
        "name",
        Column("kind", accessor="get_kind_display", label="Kind", sort_key="kind"),
        DateColumn("next_review", label="Next review", sort_key="next_review"),
        PUBLISHED,
    ]
    list_filter = ["kind", "areas"]
    search_fields = ["name", "description"]


class LeadRuleViewSet(DirectoryViewSet):
    """Which authority leads on a matter."""

    model = LeadRule
    icon = "redirect"
    menu_label = "Who leads"
    add_item_label = "Add a rule"
    list_display = [
        "matter",
        Column("decides", accessor="get_decides_display", label="What decides", sort_key="decides"),
        DateColumn("next_review", label="Next review", sort_key="next_review"),
        PUBLISHED,
    ]
    list_filter = ["decides", "ask"]
    search_fields = ["matter", "rule"]


class ThresholdLevelViewSet(DirectoryViewSet):
    """The ladder of need."""

    model = ThresholdLevel
    icon = "order-up"
    menu_label = "Levels of need"
    add_item_label = "Add a level"
    list_display = [
        "number",
        "name",
        DateColumn("next_review", label="Next review", sort_key="next_review"),
        PUBLISHED,
    ]
    search_fields = ["name", "summary"]
    ordering = "number"


class ProtocolViewSet(DirectoryViewSet):
    """Agreements between partners."""

    model = Protocol
    icon = "doc-full"
    menu_label = "Agreements"
    add_item_label = "Add an agreement"
    list_display = [
        "title",
        DateColumn("next_review", label="Next review", sort_key="next_review"),
        PUBLISHED,
    ]
    list_filter = ["areas"]
    search_fields = ["title"]
