"""Organisations: who provides services."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from directory.enums import OrganizationKind
from portal.content.models import GOVERNANCE_PANEL, Governed, Reviewed


class Organization(DraftStateMixin, RevisionMixin, PreviewableMixin, Governed, Reviewed, ClusterableModel):
    """HSDS `organization`: a body that provides services."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=150)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=OrganizationKind.choices)
    description = models.TextField()
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    parent_organization = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    areas = ParentalManyToManyField("content.Area", blank=True, related_name="organizations")

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("kind")]),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("email"), FieldPanel("website")]),
        FieldPanel("parent_organization"),
        FieldPanel("areas"),
        GOVERNANCE_PANEL,
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = "organisation"

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse organisations that would be part of each other in a circle."""
        super().clean()
        above, seen = self.parent_organization, set()
        while above and above.pk not in seen:
            if self.pk and above.pk == self.pk:
                raise ValidationError({"parent_organization": "An organisation cannot be part of itself."})
            seen.add(above.pk)
            above = above.parent_organization

    def get_absolute_url(self):
        return reverse("directory:organisation", args=[self.slug])

    def get_preview_template(self, request, mode_name):
        return "directory/organisation.html"

    def get_preview_context(self, request, mode_name):
        return {"organisation": self, "services": []}
