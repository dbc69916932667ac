"""Which authority leads on a matter: a rule, never a field of an agency."""

import uuid

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import DraftStateMixin, RevisionMixin

from directory.enums import Decides
from portal.content.models import GOVERNANCE_PANEL, Governed, Reviewed


class LeadRule(DraftStateMixin, RevisionMixin, Governed, Reviewed, ClusterableModel):
    """One matter, what decides who leads on it, and the services to call."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=100, unique=True)
    matter = models.CharField(max_length=150, help_text="As staff say it.")
    decides = models.CharField(max_length=20, choices=Decides.choices)
    ask = models.BooleanField("practice differs: ask", default=False)
    rule = models.TextField(help_text="One sentence: who leads, and why.")
    emergency_note = models.CharField(max_length=250, blank=True)
    services = ParentalManyToManyField("directory.Service", blank=True, related_name="lead_rules")
    order = models.PositiveSmallIntegerField(default=0)

    panels = [
        FieldPanel("matter"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("order")]),
        FieldRowPanel([FieldPanel("decides"), FieldPanel("ask")]),
        FieldPanel("rule"),
        FieldPanel("emergency_note"),
        FieldPanel("services"),
        GOVERNANCE_PANEL,
    ]

    class Meta:
        ordering = ["order", "matter"]
        verbose_name = "who-leads rule"

    def __str__(self):
        return self.matter
