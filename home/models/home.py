"""The home page: the child first, then who can help."""

from django.db import models
from wagtail.admin.panels import FieldPanel

from portal.content.models import GovernedPage


class HomePage(GovernedPage):
    """The first page. What stands on it comes live from the directory."""

    headline = models.CharField(max_length=80, default="Worried about a child today?")
    standfirst = models.CharField(
        max_length=200,
        default="The right number, for where the child lives, checked by the people who answer it.",
    )

    page_description = "The first page of the portal."
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.PlainPage", "home.AccessibilityStatementPage", "hub.HubHomePage"]
    max_count = 1
    template = "home/home_page.html"

    content_panels = [*GovernedPage.content_panels, FieldPanel("headline"), FieldPanel("standfirst")]

    def get_context(self, request, *args, **kwargs):
        from home.front import front_page

        return {**super().get_context(request, *args, **kwargs), **front_page()}
