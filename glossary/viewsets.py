"""The admin's screens for terms and for phrases that say too little."""

from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from directory.viewsets.common import PUBLISHED, DirectoryViewSet
from glossary.models import GlossaryTerm, Phrase
from portal.search.viewsets import FilledInView


class GlossaryTermViewSet(DirectoryViewSet):
    """Terms."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = "Terms"
    add_item_label = "Add a term"
    add_view_class = FilledInView
    list_display = [
        "term",
        Column("expansion", label="Stands for", sort_key="expansion"),
        Column("status", accessor="get_status_display", label="Status", sort_key="status"),
        DateColumn("next_review", label="Next review", sort_key="next_review"),
        PUBLISHED,
    ]
    list_filter = ["status", "maintainer"]
    search_fields = ["term", "expansion", "meaning", "also_known_as__name"]
    ordering = "term"
    list_export = ["term", "expansion", "meaning", "status", "source", "last_reviewed", "next_review", "live"]
    export_headings = {"last_reviewed": "Last reviewed", "next_review": "Next review", "live": "Published"}
    inspect_view_fields_exclude = ["id", "latest_revision", "live_revision", "locked_by"]

    def get_queryset(self, request):
        """Return every term once, whichever of its names was looked for."""
        return GlossaryTerm.objects.distinct()


class PhraseViewSet(DirectoryViewSet):
    """Phrases of the page for plain language."""

    model = Phrase
    icon = "help"
    menu_label = "Phrases"
    add_item_label = "Add a phrase"
    list_display = [
        "phrase",
        Column("kind", accessor="get_kind_display", label="Kind", sort_key="kind"),
        "prompt",
    ]
    list_filter = ["kind"]
    search_fields = ["phrase", "prompt"]
    ordering = "phrase"
    list_export = ["phrase", "kind", "prompt"]
    panels = [FieldPanel("phrase"), FieldPanel("kind"), FieldPanel("prompt")]


class GlossaryGroup(SnippetViewSetGroup):
    """One entry of the menu for both."""

    menu_label = "Glossary"
    menu_icon = "openquote"
    menu_order = 250
    items = (GlossaryTermViewSet, PhraseViewSet)
