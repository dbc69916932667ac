"""The admin's screens for the directory: services first, then what stands around them."""

import uuid

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import (
    CopyView,
    CreateView,
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from directory.freshness import State
from directory.models import Assurance, KeyContact, LeadRule, Organization, Protocol, SchoolLink, Service
from portal.content.choosers import PrivateChooserViewSet

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


def published(thing) -> str:
    """Return how a draftable thing stands, from its own row: Wagtail's own column asks more for each line."""
    if not thing.live:
        return "draft"
    return "live, with a draft" if thing.has_unpublished_changes else "live"


PUBLISHED = Column("live", accessor=published, label="Published", sort_key="live")


def harmless(text: str) -> str:
    """Return `text` so that a spreadsheet which opens the CSV file does not take it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


class ListView(IndexView):
    """A list whose export is safe to open."""

    custom_value_preprocess = IndexView.custom_value_preprocess | {str: {IndexView.FORMAT_CSV: harmless}}


class DirectoryViewSet(SnippetViewSet):
    """What all screens of the directory share."""

    # Plain "contains": an index of words stumbles over a lone quotation mark.
    search_backend_name = None
    index_view_class = ListView
    list_per_page = 50
    inspect_view_enabled = True

    @cached_property
    def export_filename(self):
        """Return the name of an exported file: as the menu says it."""
        return self.menu_label.lower().replace(" ", "-")


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


class OrganizationViewSet(DirectoryViewSet):
    """Organisations."""

    model = Organization
    icon = "group"
    menu_label = "Organisations"
    add_item_label = "Add an organisation"
    list_display = [
        "name",
        Column("kind", accessor="get_kind_display", label="Kind", sort_key="kind"),
        DateColumn("next_review", label="Next review", sort_key="next_review"),
        PUBLISHED,
    ]
    list_filter = ["kind", "areas"]
    search_fields = ["name", "description"]


class LeadRuleViewSet(DirectoryViewSet):
    """Which authority leads on a matter."""

    model = LeadRule
    icon = "redirect"
    menu_label = "Who leads"
    add_item_label = "Add a rule"
    list_display = [
        "matter",
        Column("decides", accessor="get_decides_display", label="What decides", sort_key="decides"),
        DateColumn("next_review", label="Next review", sort_key="next_review"),
        PUBLISHED,
    ]
    list_filter = ["decides", "ask"]
    search_fields = ["matter", "rule"]


class ProtocolViewSet(DirectoryViewSet):
    """Agreements between partners."""

    model = Protocol
    icon = "doc-full"
    menu_label = "Agreements"
    add_item_label = "Add an agreement"
    list_display = [
        "title",
        DateColumn("next_review", label="Next review", sort_key="next_review"),
        PUBLISHED,
    ]
    list_filter = ["areas"]
    search_fields = ["title"]


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


class SchoolLinkViewSet(DirectoryViewSet):
    """Which school works with which service."""

    model = SchoolLink
    chooser_viewset_class = PrivateChooserViewSet
    icon = "link"
    menu_label = "School links"
    add_item_label = "Add a link"
    list_display = [
        Column("school", label="School", sort_key="school__name"),
        Column("service", label="Service", sort_key="service__name"),
        Column("link_person", label="Who keeps the link"),
    ]
    list_filter = ["school"]
    search_fields = ["school__name", "service__name", "link_person"]
    panels = [
        FieldRowPanel([FieldPanel("school"), FieldPanel("service")]),
        FieldRowPanel([FieldPanel("link_person"), FieldPanel("role"), FieldPanel("cover")]),
    ]

    def get_queryset(self, request):
        """Return every link with both its ends."""
        return SchoolLink.objects.select_related("school", "service")


class KeyContactViewSet(DirectoryViewSet):
    """The people on a school's own poster."""

    model = KeyContact
    chooser_viewset_class = PrivateChooserViewSet
    icon = "user"
    menu_label = "Key contacts"
    add_item_label = "Add a contact"
    list_display = [
        "name",
        Column("role", label="Role"),
        Column("school", label="School", sort_key="school__name"),
    ]
    list_filter = ["school"]
    search_fields = ["name", "role", "school__name"]
    panels = [
        FieldPanel("school"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("role"), FieldPanel("order")]),
    ]

    def get_queryset(self, request):
        """Return every contact with the school."""
        return KeyContact.objects.select_related("school")


class DirectoryGroup(SnippetViewSetGroup):
    """One entry of the menu for all of them."""

    menu_label = "Directory"
    menu_icon = "help"
    menu_order = 200
    items = (
        ServiceViewSet,
        OrganizationViewSet,
        AssuranceViewSet,
        LeadRuleViewSet,
        ProtocolViewSet,
        SchoolLinkViewSet,
        KeyContactViewSet,
    )


def add_check_url(service: Service) -> str:
    """Return where a check of `service` is written down."""
    return reverse("wagtailsnippets_directory_assurance:add") + f"?service={service.pk}"
