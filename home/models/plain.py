"""A page of text."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField

from directory.blocks import ServiceCardBlock
from hub.checker.panel import BeforePublishingPanel
from portal.content.models import GovernedPage

PROSE = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class PlainPage(GovernedPage):
    """Text under a heading, with cards of services: privacy, cookies, contact, about."""

    summary = models.CharField(max_length=250, help_text="One line under the heading.")
    body = StreamField(
        [("paragraph", RichTextBlock(features=PROSE, label="Text")), ("service", ServiceCardBlock())],
        help_text="Show a number with a service card: it stays right when the number changes.",
    )

    page_description = "A heading and text: privacy notice, cookies, contact."
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    template = "home/plain_page.html"

    content_panels = [
        BeforePublishingPanel(),
        *GovernedPage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
