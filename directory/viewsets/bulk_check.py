"""Writing down one check of many services at once, from the admin's list of services."""

from typing import Any

from django.urls import reverse
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from directory.models import Service
from directory.viewsets import undo
from directory.viewsets.due import CheckForm
from directory.viewsets.undo import MAY_CHECK

MOST = 50  # one page of the list: nobody checks more in one go
LONGEST_KEY = 18  # digits


class CheckedTodayAction(SnippetBulkAction):
    """ "Checked today" for the ticked services, all in the same way."""

    display_name = "Checked today"
    aria_label = "Write down that the selected services were checked today"
    action_type = "checked-today"
    action_priority = 10
    models = [Service]
    form_class = CheckForm
    template_name = "directory/admin/bulk_check.html"

    @classmethod
    def get_queryset(cls, model, object_ids):
        """Return the services of the address, by name; at most one page of them."""
        keys = [key for key in map(str, object_ids) if key.isdecimal() and len(key) <= LONGEST_KEY]
        return model.objects.filter(pk__in=keys[:MOST]).prefetch_related("assurances").order_by("name")

    def get_all_objects_in_listing_query(self, parent_id):
        """Return none: "all in the listing" would be every service of the portal, whatever the filters."""
        return []

    def check_perm(self, obj):
        """Return whether the person may check this one: not a draft, nor what has closed."""
        user: Any = self.request.user
        return user.has_perm(MAY_CHECK) and obj.live and not obj.is_gone

    def get_context_data(self, **kwargs):
        """Add how many may be chosen."""
        return {**super().get_context_data(**kwargs), "most": MOST}

    @classmethod
    def execute_action(cls, objects, **kwargs):
        """Write down a check of each, and let them be taken back together; return how many, and 0."""
        action = kwargs["self"]
        request, form = action.request, action.cleaned_form
        written = [form.save(service, request.user) for service in objects]
        action.said = f"{len(objects)} service{'' if len(objects) == 1 else 's'} checked today."
        undo.remember(request, [check for check, is_new in written if is_new], action.said)
        return len(objects), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        """Say it with the way to undo it; Wagtail's own message could not hold a button."""
        if num_parent_objects:
            button = messages.button(reverse("directory_due:index"), "Undo it under “What is due”")
            messages.success(self.request, self.said, buttons=[button])
