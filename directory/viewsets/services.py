"""The admin's screens for services."""

import uuid

from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CopyView

from directory.freshness import State
from directory.models import Service
from directory.viewsets.common import PUBLISHED, DirectoryViewSet

STATES = {
    State.CHECKED: "checked",
    State.DUE: "due soon",
    State.OVERDUE: "overdue",
    State.NEVER: "never checked",
}


def last_checked(service: Service) -> str:
    """Return the day of the last check and how it stands: "3 November 2026 (due soon)"."""
    freshness = service.freshness
    state = STATES[freshness.state]
    return f"{freshness.checked:%-d %B %Y} ({state})" if freshness.checked else state.capitalize()


class CopyServiceView(CopyView):
    """A copy has rows of its own: with the numbers of the original's rows it could not be saved."""

    def get_initial_form_instance(self):
        """Return an unsaved service with everything of the original but its address."""
        data = super().get_initial_form_instance().serializable_data()
        for rows in data.values():
            for row in rows if isinstance(rows, list) else []:
                if isinstance(row, dict):
                    row["pk"] = None
        data |= {"pk": None, "slug": "", "public_id": str(uuid.uuid4()), "live": False}
        return Service.from_serializable_data(data, check_fks=False)


class ServiceViewSet(DirectoryViewSet):
    """Services."""

    model = Service
    copy_view_class = CopyServiceView
    icon = "help"
    menu_label = "Services"
    add_item_label = "Add a service"
    list_display = [
        "name",
        Column("organization", label="Organisation", sort_key="organization__name"),
        Column(
            "availability",
            accessor="get_availability_display",
            label="Is it running?",
            sort_key="availability",
        ),
        Column("last_checked", accessor=last_checked, label="Last checked"),
        PUBLISHED,
    ]
    list_filter = ["areas", "kind", "help_with", "availability", "criticality", "organization"]
    search_fields = ["name", "summary", "organization__name", "alternate_names__name"]
    ordering = "name"
    list_export = [
        "name",
        "organization",
        "kind",
        "availability",
        "criticality",
        "main_phone",
        "email",
        "website",
        "last_reviewed",
        "next_review",
        "live",
    ]
    export_headings = {
        "organization": "Organisation",
        "main_phone": "Main number",
        "last_reviewed": "Last checked",
        "next_review": "Next check",
        "live": "Published",
    }
    inspect_view_fields_exclude = ["id", "latest_revision", "live_revision", "locked_by", "tagged_items"]

    def get_queryset(self, request):
        """Return every service with what a row and an exported line show."""
        return (
            Service.objects.select_related("organization").prefetch_related("assurances", "phones").distinct()
        )
