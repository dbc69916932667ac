"""What screens of our own in the admin share."""

import csv
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.exported_text import DEMONSTRATION, cell, harmless


class Screen(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """A screen of our own, with its title at the top; refused (403) without `permission_required`."""

    raise_exception = True
    breadcrumbs_items = []  # else Wagtail shows the way from home instead of the title

    def get(self, request, **kwargs):
        """Answer with the template and its context."""
        return self.render_to_response(self.get_context_data())


def csv_answer(name: str, head: Iterable[str], rows: Iterable[Iterable]) -> HttpResponse:
    """Return a CSV file: no cell is a formula, and a demonstration says so in its first row."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(answer)
    if settings.DEMO:
        writer.writerow([DEMONSTRATION])
    writer.writerow(head)
    writer.writerows([harmless(cell(str(value))) for value in row] for row in rows)
    return answer
