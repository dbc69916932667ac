"""What people write about their practice: articles, case studies, practice pages, bulletins."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from hub.blocks import BulletinItemBlock
from hub.models.page import HubPage
from portal.content.blocks import lines, several

MOST_POINTS = 5


def written_by() -> models.ForeignKey:
    """Return the field that leads to the profile of the author."""
    return models.ForeignKey("hub.Author", null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class ArticlePage(HubPage):
    """A piece of good practice, told by the person who did it."""

    author = written_by()
    summary_points = lines("Point", MOST_POINTS, help_text="Up to five things that a reader takes away.")
    questions = lines("Question", 8, verbose_name="questions to consider")

    page_description = "Good practice, told by the person who did it."
    template = "hub/article_page.html"
    shown_with = ("author",)

    content_panels = [
        *HubPage.content_panels[:-1],
        FieldPanel("author"),
        FieldPanel("summary_points"),
        FieldPanel("body"),
        FieldPanel("questions"),
    ]

    class Meta:
        verbose_name = "article"


class CaseStudyPage(HubPage):
    """One project: why, with whom, what was done and what came of it. The text says what was done."""

    author = written_by()
    summary_points = lines("Point", MOST_POINTS, help_text="Up to five things that a reader takes away.")
    context = models.TextField(help_text="The school, the place, what was the matter.")
    partners = lines("Partner", 12)
    funding = models.CharField(max_length=250, blank=True)
    outcome = models.TextField(help_text="What changed, and how you know.")
    childs_experience = models.TextField("in the child’s experience", blank=True)
    quote = models.TextField(blank=True)
    quote_from = models.CharField("who said it", max_length=120, blank=True, help_text="By role.")

    page_description = "One project, from the need to the outcome."
    template = "hub/case_study_page.html"
    shown_with = ("author",)

    content_panels = [
        *HubPage.content_panels[:-1],
        FieldPanel("author"),
        FieldPanel("summary_points"),
        FieldPanel("context"),
        FieldPanel("partners"),
        FieldPanel("funding"),
        FieldPanel("body", heading="What was done"),
        FieldPanel("outcome"),
        FieldPanel("childs_experience"),
        MultiFieldPanel([FieldPanel("quote"), FieldPanel("quote_from")], heading="A quotation"),
    ]

    class Meta:
        verbose_name = "case study"
        verbose_name_plural = "case studies"

    def clean(self):
        super().clean()
        if self.quote and not self.quote_from:
            raise ValidationError({"quote_from": "Say by role who said it."})


class PracticePage(HubPage):
    """How we do one thing here: steps, and the policies to look at before."""

    steps = lines("Step", 20)
    policies = lines("Policy", 12, verbose_name="policies to look at")

    page_description = "How to do one thing, step by step."
    template = "hub/practice_page.html"

    content_panels = [*HubPage.content_panels, FieldPanel("steps"), FieldPanel("policies")]

    class Meta:
        verbose_name = "practice page"


class BulletinPage(HubPage):
    """One issue of the bulletin."""

    issue = models.PositiveIntegerField("number")
    items = several(BulletinItemBlock(), "item")

    page_description = "One issue of the bulletin."
    template = "hub/bulletin_page.html"

    content_panels = [
        *HubPage.content_panels[:-1],
        FieldRowPanel([FieldPanel("issue")]),
        FieldPanel("body", heading="Opening"),
        FieldPanel("items"),
    ]

    class Meta:
        verbose_name = "bulletin"

    def clean(self):
        super().clean()
        same = BulletinPage.objects.filter(issue=self.issue).exclude(pk=self.pk).first()
        if self.issue and same:
            raise ValidationError({"issue": f"Number {self.issue} is taken by “{same.title}”."})
