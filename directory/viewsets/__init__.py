"""The directory's screens in the admin: services first, then what stands around them."""

from wagtail.snippets.views.snippets import SnippetViewSetGroup

from directory.viewsets.around_services import (
    LeadRuleViewSet,
    OrganizationViewSet,
    ProtocolViewSet,
    ThresholdLevelViewSet,
)
from directory.viewsets.checks import AssuranceViewSet
from directory.viewsets.due import DueViewSet
from directory.viewsets.number_changes import NumberChangesViewSet
from directory.viewsets.reports import ReportViewSet
from directory.viewsets.schools import KeyContactViewSet, SchoolLinkViewSet
from directory.viewsets.services import ServiceViewSet


class DirectoryGroup(SnippetViewSetGroup):
    """One entry of the menu for all of them."""

    menu_label = "Directory"
    menu_icon = "help"
    menu_order = 200
    items = (
        DueViewSet,
        NumberChangesViewSet,
        ServiceViewSet,
        ReportViewSet,
        OrganizationViewSet,
        AssuranceViewSet,
        LeadRuleViewSet,
        ThresholdLevelViewSet,
        ProtocolViewSet,
        SchoolLinkViewSet,
        KeyContactViewSet,
    )
