"""The admin's screens for the log of checks."""

from django.urls import reverse
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import CreateView

from directory.models import Assurance, Service
from directory.viewsets.common import DirectoryViewSet
from portal.content.choosers import PrivateChooserViewSet


class AddCheckView(CreateView):
    """A new check names the service of the address (`?service=`) and whoever is signed in."""

    def get_initial_form_instance(self):
        """Return an unsaved check with what is known of it."""
        check = Assurance(assurer=self.request.user, assurer_role=self.request.user.job_title)
        wanted = self.request.GET.get("service", "")
        if wanted.isdecimal():
            check.service = Service.objects.filter(pk=wanted).first()
        return check


class AssuranceViewSet(DirectoryViewSet):
    """The log of checks."""

    model = Assurance
    chooser_viewset_class = PrivateChooserViewSet
    icon = "clipboard-list"
    menu_label = "Checks"
    add_item_label = "Add a check"
    add_view_class = AddCheckView
    copy_view_enabled = False
    list_display = [
        Column("service", label="Service", sort_key="service__name"),
        DateColumn("assured_at", label="Checked on", sort_key="assured_at"),
        Column("method", accessor="in_words", label="How"),
        Column("note", label="Note"),
    ]
    list_filter = {"method": ["exact"], "assured_at": ["gte", "lte"]}
    search_fields = ["service__name", "assurer_role", "note"]
    panels = [
        FieldPanel("service"),
        FieldRowPanel([FieldPanel("assured_at"), FieldPanel("method"), FieldPanel("assurer_role")]),
        FieldPanel("fields"),
        FieldPanel("note"),
    ]

    def get_queryset(self, request):
        """Return every check with its service."""
        return Assurance.objects.select_related("service")


def add_check_url(service: Service) -> str:
    """Return where a check of `service` is written down."""
    return reverse("wagtailsnippets_directory_assurance:add") + f"?service={service.pk}"
