"""The ladder of need: four levels in plain words, and whom to call at each."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import DraftStateMixin, RevisionMixin

from portal.content.models import GOVERNANCE_PANEL, Governed, Reviewed

LEVELS = range(1, 5)


class ThresholdLevel(DraftStateMixin, RevisionMixin, Governed, Reviewed, ClusterableModel):
    """One level of the local threshold document, told to somebody who has a worry and no jargon."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(
        "level", unique=True, help_text="1 is the lowest, 4 the highest."
    )
    name = models.CharField(max_length=80, help_text="As your threshold document calls it.")
    summary = models.TextField("what it means", help_text="Two or three sentences in plain words.")
    example_1 = models.CharField(
        "first example", max_length=250, help_text="An invented child, never a real one."
    )
    example_2 = models.CharField("second example", max_length=250)
    next_step = models.TextField(help_text="What the reader does now.")
    consent = models.TextField(blank=True, help_text="What to do about consent at this level.")
    services = ParentalManyToManyField(
        "directory.Service",
        blank=True,
        related_name="threshold_levels",
        verbose_name="whom to call",
        help_text="Of every authority: readers see them by where the child lives.",
    )

    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("name")]),
        FieldPanel("summary"),
        FieldPanel("example_1"),
        FieldPanel("example_2"),
        FieldPanel("next_step"),
        FieldPanel("consent"),
        FieldPanel("services"),
        GOVERNANCE_PANEL,
    ]

    class Meta:
        ordering = ["number"]
        verbose_name = "level of need"
        verbose_name_plural = "levels of need"

    def __str__(self):
        return f"Level {self.number}: {self.name}"

    def get_absolute_url(self):
        return f"{reverse('directory:thresholds')}#level-{self.number}"

    def clean(self):
        super().clean()
        if self.number is not None and self.number not in LEVELS:
            raise ValidationError({"number": "Levels run from 1 to 4."})
