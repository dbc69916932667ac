"""The admin's screens for what the hub's pages share."""

from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from hub.models import Author, KeyLearning
from hub.moderation import FromReadersViewSet


class AuthorViewSet(SnippetViewSet):
    """Who writes. A profile is kept once, and shown on all that its author wrote."""

    model = Author
    icon = "user"
    menu_label = "Authors"
    add_item_label = "Add an author"
    list_display = ["name", "role", "organisation"]
    search_fields = ["name", "role", "organisation"]


class KeyLearningViewSet(SnippetViewSet):
    """Texts that several pages show."""

    model = KeyLearning
    icon = "tick-inverse"
    menu_label = "Key learnings"
    add_item_label = "Add a key learning"
    list_display = ["title", "status", "next_review"]
    list_filter = ["status", "maintainer"]
    search_fields = ["title", "text"]


class HubGroup(SnippetViewSetGroup):
    """One entry of the menu for both."""

    menu_label = "Good practice"
    menu_icon = "openquote"
    menu_order = 250
    items = (AuthorViewSet, KeyLearningViewSet, FromReadersViewSet)
