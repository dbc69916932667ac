"""The training's first page, and a shelf for each kind of thing."""

from django.apps import apps
from django.db import models
from wagtail.admin.panels import FieldPanel

from portal.content.models import GovernedPage
from portal.content.querysets import published
from training.enums import Holds
from training.routes import OneStep


class TrainingHomePage(OneStep, GovernedPage):
    """The first page of the training: toolkit, sheets, modules."""

    standfirst = models.CharField(
        max_length=250, default="Learn it, try it out together, and take away the sheet you need."
    )

    page_description = "The first page of the training."
    parent_page_types = ["home.HomePage"]
    subpage_types = ["training.TrainingShelfPage"]
    max_count = 1
    template = "training/home.html"

    content_panels = [*GovernedPage.content_panels, FieldPanel("standfirst")]

    class Meta:
        verbose_name = "training"

    def below(self):
        return TrainingShelfPage

    def get_context(self, request, *args, **kwargs):
        shelves = published(self.below().objects.child_of(self))
        return {**super().get_context(request, *args, **kwargs), "shelves": shelves}


class TrainingShelfPage(OneStep, GovernedPage):
    """A shelf: all the pages of one kind."""

    standfirst = models.CharField(max_length=250, blank=True)
    holds = models.CharField(max_length=20, choices=Holds.choices, unique=True)

    page_description = "A shelf of the training: all the pages of one kind."
    parent_page_types = ["training.TrainingHomePage"]
    subpage_types = [
        "training.ToolkitPage",
        "training.ResourceSheetPage",
        "training.ModulePage",
        "quizzes.QuizPage",
    ]
    template = "training/shelf.html"

    content_panels = [*GovernedPage.content_panels, FieldPanel("standfirst"), FieldPanel("holds")]

    class Meta:
        verbose_name = "shelf of the training"
        verbose_name_plural = "shelves of the training"

    def get_context(self, request, *args, **kwargs):
        things = self.model.objects.child_of(self).readable_by(request.user).order_by(*self.model.shelf_order)
        return {**super().get_context(request, *args, **kwargs), "things": things}

    def below(self):
        return self.model

    @property
    def model(self):
        """Return the type of the pages that stand here."""
        app, _, kind = self.holds.rpartition(".")
        return apps.get_model(app or "training", f"{kind}page")
