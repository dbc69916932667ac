"""The home page: the child first, then who can help."""

from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, ListBlock, PageChooserBlock, StructBlock
from wagtail.fields import StreamField

from portal.content.models import GovernedPage

_ours = RegexValidator(r"^/(?!/)", "Write an address of this portal: it begins with one /.")


class WayBlock(StructBlock):
    """One link: to a page, or to an address of the portal that is no page."""

    text = CharBlock(max_length=80)
    page = PageChooserBlock(required=False)
    address = CharBlock(required=False, max_length=200, validators=[_ours])

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "link"


class WayInBlock(StructBlock):
    """What one kind of reader comes for."""

    reader = CharBlock(max_length=60, help_text="As they would say it: New in a pastoral role.")
    ways = ListBlock(WayBlock(), min_num=1, max_num=5)

    class Meta:  # ty: ignore[incompatible-attribute-override]
        icon = "user"
        label = "A kind of reader"
        template = "home/blocks/way_in.html"


class HomePage(GovernedPage):
    """The first page. What stands on it comes live from the directory."""

    headline = models.CharField(max_length=80, default="Worried about a child today?")
    standfirst = models.CharField(
        max_length=200,
        default="The right number, for where the child lives, checked by the people who answer it.",
    )

    ways_in = StreamField(
        [("reader", WayInBlock())],
        blank=True,
        max_num=4,
        help_text="For each kind of reader, the few pages they come for most.",
    )

    page_description = "The first page of the portal."
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.PlainPage", "home.AccessibilityStatementPage", "hub.HubHomePage"]
    max_count = 1
    template = "home/home_page.html"

    content_panels = [
        *GovernedPage.content_panels,
        FieldPanel("headline"),
        FieldPanel("standfirst"),
        FieldPanel("ways_in"),
    ]

    def get_context(self, request, *args, **kwargs):
        from home.front import front_page, going_on

        context = super().get_context(request, *args, **kwargs)
        return {**context, **front_page(), "going_on": going_on(getattr(request, "user", None))}
