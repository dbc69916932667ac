"""The directory's part of the admin's first page: how much waits."""

from django.utils import timezone
from wagtail.admin.ui.components import Component

from directory import due
from directory.freshness import State
from directory.models import NumberChange
from directory.terms import running_out
from directory.viewsets.due import MAY_CHECK


class DuePanel(Component):
    """What an editor of the directory has to do, in numbers that lead to it."""

    order = 50
    template_name = "directory/admin/due_panel.html"

    def get_context_data(self, parent_context=None):
        """Return the counts, or nothing for people who do not keep the directory."""
        if not parent_context or not parent_context["request"].user.has_perm(MAY_CHECK):
            return {}
        counts = due.counts(due.entries())
        return {
            "overdue": counts[State.OVERDUE] + counts[State.NEVER],
            "soon": counts[State.DUE],
            "reported": counts["reported"],
            "guidance": counts["guidance"],
            "numbers": NumberChange.objects.filter(decided_at=None).count(),
            "terms": running_out(timezone.localdate()),
            "shown": True,
        }
