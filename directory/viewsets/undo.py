"""Taking back a check that was written down by mistake, for a quarter of an hour, by whoever wrote it.

The session remembers the newest clicks of its own person, so that no address can name a check.
"""

import time

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View
from wagtail.admin import messages

from directory.models import Assurance

MAY_CHECK = "directory.add_assurance"
SECONDS = 15 * 60
MOST = 5
KEY = "directory_checks_just_written"
TOO_LATE = "It is too late to undo that here. Look for the check under Directory, Checks."


def remember(request, checks: list[Assurance], said: str) -> None:
    """Let `checks`, all of one click, be taken back; `said` is what the click did, in words."""
    if checks:
        batch = {"checks": [check.pk for check in checks], "said": said, "at": time.time()}
        request.session[KEY] = [batch, *recent(request)][:MOST]


def recent(request) -> list[dict]:
    """Return the clicks that can still be taken back, the newest first."""
    oldest = time.time() - SECONDS
    return [batch for batch in request.session.get(KEY, []) if batch["at"] >= oldest]


class UndoView(PermissionRequiredMixin, View):
    """Takes back the checks of one click; `pk` is the first of them."""

    permission_required = MAY_CHECK
    raise_exception = True
    http_method_names = ["post"]

    def post(self, request, pk):
        """Delete the checks of that click, and go back to what is due."""
        batches = recent(request)
        batch = next((batch for batch in batches if batch["checks"][0] == pk), None)
        if batch is None:
            messages.error(request, TOO_LATE)
        else:
            request.session[KEY] = [other for other in batches if other is not batch]
            Assurance.objects.filter(assurer=request.user, pk__in=batch["checks"]).delete()
            messages.success(request, f"Taken back. {batch['said']}")
        back = QueryDict(request.POST.get("back", "")[:500])
        return redirect(f"{reverse('directory_due:index')}?{back.urlencode()}")
