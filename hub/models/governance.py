"""How the partnership is run: who sits where, what it decided, what came of it."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from hub.blocks import ActionBlock, MemberBlock, RecommendationBlock
from hub.models.page import HubPage
from portal.content.blocks import lines, several
from portal.content.enums import Visibility


class GovernancePage(HubPage):
    """Who sits on a board, by role, and how to raise an issue with it."""

    members = several(MemberBlock(), "member")
    how_to_raise = lines("Step", 8, verbose_name="how to raise an issue")

    always_open = True
    page_description = "Who sits on a board, and how to raise an issue."
    template = "hub/governance_page.html"

    content_panels = [*HubPage.content_panels, FieldPanel("members"), FieldPanel("how_to_raise")]

    class Meta:
        verbose_name = "governance page"


class PolicyPage(HubPage):
    """A strategy or policy: whose it is, which version, and when it is looked at again."""

    document_owner = models.CharField(max_length=150, help_text="The board or post that answers for it.")
    version = models.CharField(max_length=30)
    document = models.ForeignKey(
        "wagtaildocs.Document", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    page_description = "A strategy or policy, with owner, version and review date."
    template = "hub/policy_page.html"
    shown_with = ("document",)

    content_panels = [
        *HubPage.content_panels[:-1],
        FieldRowPanel([FieldPanel("document_owner"), FieldPanel("version")]),
        FieldPanel("body"),
        FieldPanel("document"),
    ]

    class Meta:
        verbose_name = "strategy or policy"
        verbose_name_plural = "strategies and policies"

    def clean(self):
        """Refuse to keep people from the page while everybody can open its file."""
        super().clean()
        is_open = self.document and not self.document.collection.get_view_restrictions()
        if is_open and self.access != Visibility.PUBLIC:
            said = "Everybody can open this file. Move it to a private collection, or open the page."
            raise ValidationError({"document": said})


class MeetingPage(HubPage):
    """The record of a meeting, with its recommendations and what was done about them."""

    met_on = models.DateField()
    recommendations = several(RecommendationBlock(), "one")
    actions = several(ActionBlock(), "action", verbose_name="action log")

    page_description = "The record of a meeting: recommendations and actions."
    template = "hub/meeting_page.html"

    content_panels = [
        *HubPage.content_panels[:-1],
        FieldPanel("met_on"),
        FieldPanel("body"),
        FieldPanel("recommendations"),
        FieldPanel("actions"),
    ]

    class Meta:
        verbose_name = "meeting record"
