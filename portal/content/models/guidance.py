"""The guidance register: one record for each law, guidance or local procedure that content rests on."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from portal.content.enums import GuidanceKind
from portal.content.models.governed import GOVERNANCE_PANEL, Governed, Reviewed


class GuidanceRecord(DraftStateMixin, RevisionMixin, PreviewableMixin, Governed, Reviewed, ClusterableModel):
    """One edition of a piece of guidance. `replaced_by` makes a chain; a circle is refused."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    issuer = models.CharField(max_length=150)
    kind = models.CharField(max_length=30, choices=GuidanceKind.choices)
    version = models.CharField(max_length=60, blank=True)
    summary = models.TextField(help_text="Two sentences: what it asks of schools.")
    url = models.URLField("address of the original", blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    editor_note = models.TextField(blank=True, help_text="Seen by editors only.")

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("issuer"), FieldPanel("version")]),
        FieldPanel("summary"),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("in_force_from"), FieldPanel("in_force_to")]),
        FieldPanel("replaced_by"),
        FieldPanel("editor_note"),
        GOVERNANCE_PANEL,
    ]

    class Meta:
        ordering = ["title"]
        verbose_name = "guidance record"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("content:guidance", args=[self.slug])

    def get_preview_template(self, request, mode_name):
        return "content/guidance.html"

    def get_preview_context(self, request, mode_name):
        return {"record": self}

    def clean(self):
        super().clean()
        if self.in_force_from and self.in_force_to and self.in_force_to < self.in_force_from:
            raise ValidationError({"in_force_to": "This is before the day it came into force."})
        if self.pk and self in self.later_editions():
            raise ValidationError({"replaced_by": "These records would replace each other in a circle."})
        if self.replaced_by_id and not self.guidance_status.is_past:
            raise ValidationError({"status": "A record that has been replaced is superseded or withdrawn."})

    def later_editions(self) -> list["GuidanceRecord"]:
        """Return what replaced this, what replaced that, and so on; each record at most once."""
        chain, record = [], self.replaced_by
        while record and record not in chain:
            chain.append(record)
            record = record.replaced_by
        return chain

    def latest(self) -> "GuidanceRecord":
        """Return the edition to use today: the end of the chain, or this one."""
        return (self.later_editions() or [self])[-1]

    def dependents(self) -> list:
        """Return everything that cites this record, drafts too, in one query for each kind of thing.

        Wagtail's reference index does not follow many-to-many fields, so each kind is asked.
        """
        return [thing for kind in Governed.kinds() for thing in kind._default_manager.filter(cites=self)]
