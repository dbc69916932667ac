"""The report on the health of the directory in the admin, and each of its tables as a file."""

from django.http import Http404, HttpResponse

from directory.health import health
from portal.content.screens import Screen, csv_answer


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
    return csv_answer(f"directory-health-{table.slug}", table.columns, (row.cells for row in table.rows))
