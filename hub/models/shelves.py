"""The hub's first page, and a shelf for each kind of page."""

from django.apps import apps
from django.db import models
from django.http import Http404
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


class KnownBelow(GovernedPage):
    """A page that knows of which type each page below it is, and so finds it with one query, not two."""

    class Meta:
        abstract = True

    def below(self):
        """Return the pages below this one, as what they are."""
        raise NotImplementedError

    def route(self, request, path_components):
        """Return the page that the rest of an address names, as Wagtail does; raise Http404 for none."""
        if not path_components:
            return super().route(request, path_components)
        page = self.below().child_of(self).filter(slug=path_components[0]).first()
        if page is None:
            raise Http404
        page._cached_parent_obj = self  # Wagtail does the same: the parent is not asked for again
        return page.route(request, path_components[1:])


class HubHomePage(KnownBelow):
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

    def below(self):
        """Return the shelves."""
        return HubSectionPage.objects.all()


class HubSectionPage(KnownBelow):
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

    def below(self):
        """Return the pages of the kind that this shelf holds, each with what it is shown with."""
        model = apps.get_model("hub", Kind(self.holds).model_name)
        return model.objects.select_related(*model.shown_with)

    def holds_pages_of(self, model: type[Page]) -> bool:
        """Return whether pages of type `model` belong here."""
        return Kind(self.holds).model_name == model._meta.model_name
