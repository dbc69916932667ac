"""The admin's screens for what belongs to one school."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn

from directory.models import KeyContact, SchoolLink
from directory.viewsets.common import DirectoryViewSet
from portal.content.choosers import PrivateChooserViewSet


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
        BooleanColumn("used_now", label="Used now"),
        DateColumn("confirmed_on", label="Confirmed by the school", sort_key="confirmed_on"),
    ]
    list_filter = ["school", "used_now"]
    search_fields = ["school__name", "service__name", "link_person"]
    inspect_view_fields_exclude = ["id", "note"]
    panels = [
        FieldRowPanel([FieldPanel("school"), FieldPanel("service")]),
        FieldRowPanel([FieldPanel("link_person"), FieldPanel("role"), FieldPanel("cover")]),
        FieldRowPanel([FieldPanel("used_now"), FieldPanel("confirmed_on")]),
        HelpPanel(content="The school's own note is for its staff alone, so it is not shown here."),
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
