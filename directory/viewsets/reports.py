"""The admin's queue of readers' reports: open ones first, the oldest at the top."""

from django.utils import timezone
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import EditView

from directory.enums import ReportState
from directory.models import Report
from directory.viewsets.common import DirectoryViewSet
from portal.content.choosers import PrivateChooserViewSet


def waiting(report: Report) -> str:
    """Return how long an open report has waited, in days; nothing once it is acted on."""
    return str((timezone.now() - report.created_at).days) if report.state == ReportState.NEW else ""


class ActOnReportView(EditView):
    """Writes down who acted and when, and puts it into the history of the entry."""

    def save_instance(self):
        """Save the state and the outcome, stamped."""
        report = self.form.instance
        if report.state == ReportState.NEW:
            report.acted_at = report.acted_by = None
        else:
            report.acted_at, report.acted_by = timezone.now(), self.request.user
        saved = super().save_instance()
        said = f"{report.get_topic_display()}: {report.get_state_display().lower()}. {report.outcome}".strip()
        log(report.service, "directory.report_outcome", user=self.request.user, data={"said": said})
        return saved


class ReportViewSet(DirectoryViewSet):
    """What readers reported. Nobody adds one here."""

    model = Report
    chooser_viewset_class = PrivateChooserViewSet
    icon = "warning"
    menu_label = "Reported changes"
    edit_view_class = ActOnReportView
    copy_view_enabled = False
    list_display = [
        Column("service", label="Service", sort_key="service__name"),
        Column("topic", accessor="get_topic_display", label="What has changed", sort_key="topic"),
        Column("text", label="What the reader wrote"),
        DateColumn("created_at", label="Reported", sort_key="created_at"),
        Column("waiting", accessor=waiting, label="Days waiting"),
        Column("state", accessor="get_state_display", label="State", sort_key="state"),
    ]
    list_export = ["service", "topic", "text", "created_at", "state", "acted_at", "outcome"]
    list_filter = ["state", "topic"]
    search_fields = ["service__name", "text", "outcome"]
    ordering = ("-state", "created_at")  # "new" comes last in the alphabet
    panels = [
        HelpPanel(content="Say what came of it. Your name and today stand in the history of the entry."),
        FieldPanel("service", read_only=True),
        FieldPanel("topic", read_only=True),
        FieldPanel("text", read_only=True),
        FieldPanel("state"),
        FieldPanel("outcome"),
    ]

    def get_urlpatterns(self):
        """Return the addresses without the one that adds a report: readers do that."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "add"]

    def get_queryset(self, request):
        """Return every report with its service."""
        return Report.objects.select_related("service")
