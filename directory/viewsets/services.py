"""The admin's screens for services."""

import uuid

from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CopyView, CreateView, EditView

from directory import number_changes
from directory.freshness import State
from directory.models import Service
from directory.viewsets.common import PUBLISHED, DirectoryViewSet
from directory.viewsets.filters import ServiceFilterSet

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
        data |= {
            "pk": None,
            "slug": "",
            "public_id": str(uuid.uuid4()),
            "live": False,
            "last_core_numbers": "",
            "guidance_changed_on": None,
        }
        return Service.from_serializable_data(data, check_fks=False)


HELD = (
    "{name} is saved as a draft. It is a core entry, and its number changes or it is no longer to be one,"
    " so a second person must agree before it is published: whoever else may publish finds it under"
    " “Numbers to agree”."
)
DECLINED = "{who} kept the published number on {when:%-d %B}. {note}"
CHANGED_MEANWHILE = (
    "{who} saved this entry at {when:%H:%M on %-d %B} while you had it open. Nothing of yours is saved"
    " yet, and what you typed is still below. Look at the history of the entry first: saving once more"
    " replaces their change with yours."
)


class AddServiceView(CreateView):
    """A new service was edited by a person now."""

    def save_instance(self):
        self.form.instance.edited_at = timezone.now()
        return super().save_instance()


class EditServiceView(EditView):
    """Changing a service. A new number of a core one waits for a second person."""

    def get(self, request, *args, **kwargs):
        """Say first where somebody declined the number that this editor asked for, and why."""
        if change := number_changes.declined(self.object, request.user):
            who, when = change.decided_by or "Somebody", timezone.localtime(change.decided_at)
            messages.warning(request, DECLINED.format(who=who, when=when, note=change.note).strip())
        return super().get(request, *args, **kwargs)

    def is_valid(self, form):
        """Refuse to save over what somebody else saved meanwhile; saving once more replaces it."""
        if not self.expects_json_response and self.is_out_of_date:
            theirs = self.latest_revision
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = CHANGED_MEANWHILE.format(
                who=theirs.user or "Somebody", when=timezone.localtime(theirs.created_at)
            )
            return False
        return super().is_valid(form)

    def save_instance(self):
        now = timezone.now()
        self.form.instance.edited_at = now
        # A draft is no row: without this the entry would not say that somebody is at work on it.
        Service.objects.filter(pk=self.object.pk).update(edited_at=now)
        return super().save_instance()

    def publish_action(self):
        """Publish, or save the draft and ask a second person (`directory.number_changes`)."""
        user = self.request.user
        live = Service.objects.get(pk=self.object.pk)
        if number_changes.needs_second_person(live, self.object, user):
            number_changes.ask(live, self.new_revision, user)
            messages.warning(self.request, HELD.format(name=self.object.name))
            return redirect(self.get_edit_url())
        response = super().publish_action()
        number_changes.settle(self.object, user)
        return response


class ServiceViewSet(DirectoryViewSet):
    """Services."""

    model = Service
    add_view_class = AddServiceView
    edit_view_class = EditServiceView
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
    filterset_class = ServiceFilterSet
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
        "edited_at",
        "imported_at",
        "live",
    ]
    export_headings = {
        "organization": "Organisation",
        "main_phone": "Main number",
        "last_reviewed": "Last checked",
        "next_review": "Next check",
        "edited_at": "Last edited by a person",
        "imported_at": "Last imported",
        "live": "Published",
    }
    inspect_view_fields_exclude = [
        "id",
        "latest_revision",
        "live_revision",
        "locked_by",
        "tagged_items",
        "last_core_numbers",
        "guidance_changed_on",
    ]

    def get_queryset(self, request):
        """Return every service with what a row and an exported line show."""
        return (
            Service.objects.select_related("organization").prefetch_related("assurances", "phones").distinct()
        )
