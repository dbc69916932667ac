"""The hub's first page, and a shelf for each kind of page."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal.content.models import GovernedPage


class Kind(models.TextChoices):
    """What a shelf holds. The value is the name of the page type, small and without "Page"."""

    ARTICLE = "article", "Articles"
    CASE_STUDY = "casestudy", "Case studies"
    TOPIC = "topic", "Topics"
    BARRIER = "barrier", "Barrier cards"
    PRACTICE = "practice", "Practice pages"
    QUESTION = "question", "Questions and answers"
    BULLETIN = "bulletin", "Bulletins"
    POLICY = "policy", "Strategies and policies"
    MEETING = "meeting", "Meetings"
    GOVERNANCE = "governance", "Governance"

    @property
    def model_name(self) -> str:
        """Return the name of the page type as content types know it."""
        return f"{self.value}page"


class HubHomePage(GovernedPage):
    """The first page of the hub: topics, strands, what is new, what changed."""

    standfirst = models.CharField(
        max_length=250, default="What works in our schools, what to do now, and what has changed."
    )

    page_description = "The first page of the good-practice hub."
    parent_page_types = ["home.HomePage"]
    subpage_types = ["hub.HubSectionPage"]
    max_count = 1
    template = "hub/home.html"

    content_panels = [*GovernedPage.content_panels, FieldPanel("standfirst")]

    class Meta:
        verbose_name = "good-practice hub"

    def get_context(self, request, *args, **kwargs):
        from hub.browse import hub_home

        return {**super().get_context(request, *args, **kwargs), **hub_home(request)}


class HubSectionPage(GovernedPage):
    """A shelf: all the pages of one kind."""

    standfirst = models.CharField(max_length=250, blank=True)
    holds = models.CharField(max_length=20, choices=Kind.choices, unique=True)

    page_description = "A shelf of the hub: all the pages of one kind."
    parent_page_types = ["hub.HubHomePage"]
    subpage_types = [
        "hub.ArticlePage",
        "hub.CaseStudyPage",
        "hub.TopicPage",
        "hub.BarrierPage",
        "hub.PracticePage",
        "hub.QuestionPage",
        "hub.BulletinPage",
        "hub.PolicyPage",
        "hub.MeetingPage",
        "hub.GovernancePage",
    ]
    template = "hub/section.html"

    content_panels = [*GovernedPage.content_panels, FieldPanel("standfirst"), FieldPanel("holds")]

    class Meta:
        verbose_name = "shelf of the hub"

    def get_context(self, request, *args, **kwargs):
        from hub.browse import shelf

        return {**super().get_context(request, *args, **kwargs), **shelf(request, self)}

    def holds_pages_of(self, model: type[Page]) -> bool:
        """Return whether pages of type `model` belong here."""
        return Kind(self.holds).model_name == model._meta.model_name
