"""The admin's screens for the question bank, and for what is done with quizzes beside editing them."""

from django.urls import path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from training.quizzes.bank import with_uses
from training.quizzes.models import BankItem
from training.quizzes.views.bank import MAKES, MakeQuizView
from training.quizzes.views.regrade import RegradeView


class BankItemViewSet(SnippetViewSet):
    """The question bank. "Usage" beside a question names the quizzes that it stands in."""

    model = BankItem
    icon = "folder-open-inverse"
    menu_label = "Question bank"
    add_item_label = "Add a question"
    list_display = [
        "title",
        Column("sort", label="Type"),
        Column("used", label="In quizzes", accessor=lambda item: item.uses or "none"),
        DateColumn("next_review", label="Next review", sort_key="next_review"),
    ]
    list_filter = ["topics", "tagged_items__tag", "status", "maintainer"]
    search_fields = ["title"]

    def get_queryset(self, request):
        """Return every question, with in how many quizzes it stands."""
        return with_uses(BankItem.objects.all())


class ForMakers(MenuItem):
    """An entry of the menu for those who may make quizzes of the bank."""

    def is_shown(self, request):
        return request.user.has_perm(MAKES)


class QuizScreens(ViewSet):
    """Make a quiz of questions of the bank; mark attempts again."""

    name = "quizzes_admin"
    url_prefix = "quizzes"

    def get_urlpatterns(self):
        return [
            path("from-bank/", MakeQuizView.as_view(), name="make"),
            path("<int:pk>/regrade/", RegradeView.as_view(), name="regrade"),
        ]

    def get_menu_item(self, order=None):
        address = reverse("quizzes_admin:make")
        return ForMakers("Make a quiz of these", address, name="make-quiz", icon_name="plus", order=2)


class QuizGroup(SnippetViewSetGroup):
    """One entry of the menu for both."""

    menu_label = "Quizzes"
    menu_icon = "help"
    menu_order = 260
    items = (BankItemViewSet, QuizScreens)
