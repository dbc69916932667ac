"""Written agreements between partners, such as one on sharing information."""

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin

from portal.content.models import GOVERNANCE_PANEL, Governed, Reviewed


class Protocol(DraftStateMixin, RevisionMixin, Governed, Reviewed, ClusterableModel):
    """One agreement, with its document and the day by which it is reviewed."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    document = models.ForeignKey(
        "wagtaildocs.Document", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    areas = ParentalManyToManyField("content.Area", blank=True, related_name="+")

    panels = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("document"),
        FieldPanel("areas"),
        GOVERNANCE_PANEL,
    ]

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title
