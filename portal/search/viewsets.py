"""The admin's screens of the search: what editors add to what is found."""

from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from portal.search.models import BestBet, ElsewherePage


class FilledInView(CreateView):
    """A form for something new, with what the reports on the search already know (`filled_in`)."""

    filled_in = ("query", "term")

    def get_initial(self):
        known = {name: self.request.GET[name][:120] for name in self.filled_in if name in self.request.GET}
        return {**super().get_initial(), **known}


class ElsewhereViewSet(SnippetViewSet):
    """Pages of other sites."""

    model = ElsewherePage
    icon = "link-external"
    menu_label = "Pages of other sites"
    add_item_label = "Add a page of another site"
    list_display = [
        "title",
        "url",
        Column("status", accessor="get_status_display", label="Status", sort_key="status"),
        DateColumn("next_review", label="Next review", sort_key="next_review"),
    ]
    list_filter = ["status", "maintainer"]
    search_fields = ["title", "url", "summary", "other_words"]
    ordering = "title"


class BestBetViewSet(SnippetViewSet):
    """Best bets."""

    model = BestBet
    icon = "pick"
    menu_label = "Best bets"
    add_item_label = "Add a best bet"
    add_view_class = FilledInView
    list_display = ["query", "address", "order", DateColumn("expires_on", label="Last day"), "note"]
    search_fields = ["query", "address", "note"]
    ordering = "query"


class SearchGroup(SnippetViewSetGroup):
    """One entry of the menu for all of them."""

    menu_label = "Search"
    menu_name = "search-content"
    menu_icon = "search"
    menu_order = 310
    items = (ElsewhereViewSet, BestBetViewSet)
