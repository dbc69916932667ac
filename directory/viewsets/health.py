"""The report on the health of the directory in the admin, and each of its tables as a file."""

import csv

from django.conf import settings
from django.http import Http404, HttpResponse

from directory.exporters.text import DEMONSTRATION, cell, harmless
from directory.health import Table, health
from directory.viewsets.common import Screen


class HealthView(Screen):
    """All tables on one screen; with `?download=kind` that table as CSV, 404 where there is none."""

    permission_required = "directory.change_service"
    page_title = "Health of the directory"
    header_icon = "success"
    template_name = "directory/admin/health.html"

    def get(self, request, **kwargs):
        wanted = request.GET.get("download")
        return super().get(request, **kwargs) if wanted is None else _download(wanted)

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "tables": health()}


def _download(slug: str) -> HttpResponse:
    table = next((table for table in health() if table.slug == slug), None)
    if table is None:
        raise Http404
    name = f"directory-health-{table.slug}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    _write(table, answer)
    return answer


def _write(table: Table, file) -> None:
    """Write `table` as CSV: no cell is a formula, and a demonstration says so in its first row."""
    writer = csv.writer(file)
    if settings.DEMO:
        writer.writerow([DEMONSTRATION])
    writer.writerow(table.columns)
    writer.writerows([harmless(cell(value)) for value in row.cells] for row in table.rows)
