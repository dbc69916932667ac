"""The admin's screens for areas, the guidance register, the lists and the tags."""

from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.content.forms import TagForm
from portal.content.models import Area, Audience, GuidanceRecord, HelpWith, Tag, Topic


class GuidanceRecordViewSet(SnippetViewSet):
    """The guidance register."""

    model = GuidanceRecord
    icon = "doc-full-inverse"
    menu_label = "Guidance register"
    add_item_label = "Add a record"
    list_display = [
        "title",
        Column("status", accessor="get_status_display", label="Status", sort_key="status"),
        Column("kind", accessor="get_kind_display", label="Kind", sort_key="kind"),
        DateColumn("in_force_from", label="In force from", sort_key="in_force_from"),
        DateColumn("next_review", label="Next review", sort_key="next_review"),
    ]
    list_filter = ["status", "kind", "maintainer"]
    search_fields = ["title", "issuer", "summary"]
    ordering = "title"


class AreaViewSet(SnippetViewSet):
    """The areas that authorities serve, with their school terms."""

    model = Area
    icon = "site"
    menu_label = "Areas and terms"
    add_item_label = "Add an area"
    list_display = ["name", "authority_name", "tier", DateColumn("next_review", label="Next review")]
    list_filter = ["tier"]
    search_fields = ["name", "authority_name"]


class TagViewSet(SnippetViewSet):
    """Tags: add, rename, merge. Renaming leaves the address as it is."""

    model = Tag
    icon = "tag"
    menu_label = "Tags"
    add_item_label = "Add a tag"
    list_display = [
        "name",
        Column("merged_into", accessor=lambda tag: tag.merged_into or "", label="Merged into"),
    ]
    list_filter = {"merged_into": ["isnull"]}
    search_fields = ["name"]
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("merged_into")], base_form_class=TagForm)

    def get_queryset(self, request):
        """Return every tag with the one it was merged into."""
        return Tag.objects.select_related("merged_into")


class ListViewSet(SnippetViewSet):
    """What the three lists of words share."""

    list_display = ["name", "slug", "order"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("order")]


class NeedViewSet(ListViewSet):
    """What a child, family or school may need help with."""

    model = HelpWith
    icon = "help"
    menu_label = "Needs"
    add_item_label = "Add a need"
    list_display = ["name", "slug", "order", "on_home_page"]
    list_filter = ["on_home_page"]
    panels = [*ListViewSet.panels, FieldPanel("on_home_page")]


class TopicViewSet(ListViewSet):
    """What a page is about."""

    model = Topic
    icon = "list-ul"
    menu_label = "Topics"
    add_item_label = "Add a topic"


class AudienceViewSet(ListViewSet):
    """Whom a page is for."""

    model = Audience
    icon = "group"
    menu_label = "Audiences"
    add_item_label = "Add an audience"


class ListsGroup(SnippetViewSetGroup):
    """One entry of the menu for all of them."""

    menu_label = "Shared lists"
    menu_icon = "clipboard-list"
    menu_order = 300
    items = (
        GuidanceRecordViewSet,
        AreaViewSet,
        NeedViewSet,
        TopicViewSet,
        AudienceViewSet,
        TagViewSet,
    )
