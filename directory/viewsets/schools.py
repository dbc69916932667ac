"""The admin's screens for what belongs to one school."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column

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
