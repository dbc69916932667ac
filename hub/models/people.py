"""Who wrote it, and the learnings that several pages share."""

from django.db import models
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from portal.content.models import GOVERNANCE_PANEL, Governed, Reviewed


class Author(models.Model):
    """The profile of somebody who writes, kept once and shown on all they wrote."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=120)
    organisation = models.CharField(max_length=150, blank=True)
    about = models.TextField(blank=True, help_text="Two or three sentences about their work.")

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("role"),
        FieldPanel("organisation"),
        FieldPanel("about"),
    ]

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class KeyLearning(DraftStateMixin, RevisionMixin, PreviewableMixin, Governed, Reviewed, ClusterableModel):
    """One thing to remember. Articles, bulletins, modules and quizzes show this text, never a copy."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    text = models.TextField(help_text="A short paragraph.")

    panels = [FieldPanel("title"), FieldPanel("slug"), FieldPanel("text"), GOVERNANCE_PANEL]

    class Meta:
        ordering = ["title"]
        verbose_name = "key learning"

    def __str__(self):
        return self.title

    def get_preview_template(self, request, mode_name):
        return "hub/learning_preview.html"
