"""The areas that authorities serve, and their school terms."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, RevisionMixin

from portal.content.enums import AreaTier
from portal.content.models.governed import GOVERNANCE_PANEL, Governed, Reviewed

IS_AUTHORITY = models.Q(live=True, tier__in=[AreaTier.UNITARY, AreaTier.COUNTY])


class AreaQuerySet(models.QuerySet):
    """Questions that are asked of areas."""

    def authorities(self):
        """Return the live areas that lead education and social care, by name."""
        return self.filter(IS_AUTHORITY).order_by("name")


class Area(DraftStateMixin, RevisionMixin, PreviewableMixin, Governed, Reviewed, ClusterableModel):
    """The place that one authority serves: what Open Referral calls a service area.

    `slug` is part of addresses and stable. `gss_code` is the Office for National Statistics' code
    (such as E92000001), empty for a place that has none.
    """

    name = models.CharField(max_length=100, unique=True, help_text="As people say it: Ambleford.")
    slug = models.SlugField(max_length=60, unique=True)
    authority_name = models.CharField("authority", max_length=150, help_text="Ambleford Council")
    tier = models.CharField(max_length=20, choices=AreaTier.choices, default=AreaTier.UNITARY)
    gss_code = models.CharField("GSS code", max_length=9, blank=True)
    website = models.URLField(blank=True)
    threshold_document_title = models.CharField(max_length=200, blank=True)
    threshold_document_url = models.URLField(blank=True)
    threshold_document_date = models.DateField(null=True, blank=True)
    threshold_record = models.ForeignKey(
        "content.GuidanceRecord",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="that document in the guidance register",
        help_text="Readers are led to its record where the document has no address of its own.",
    )

    objects = AreaQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("authority_name"), FieldPanel("tier"), FieldPanel("gss_code")]),
        FieldPanel("website"),
        FieldPanel("threshold_document_title"),
        FieldRowPanel([FieldPanel("threshold_document_url"), FieldPanel("threshold_document_date")]),
        FieldPanel("threshold_record"),
        InlinePanel("terms", heading="School terms", label="Term or half-term"),
        GOVERNANCE_PANEL,
    ]

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_preview_template(self, request, mode_name):
        return "content/area_preview.html"


class AreaTerm(Orderable):
    """One stretch of school days, first and last day included: a half-term is a row of its own."""

    area = ParentalKey(Area, on_delete=models.CASCADE, related_name="terms")
    name = models.CharField(max_length=60)
    starts = models.DateField()
    ends = models.DateField()

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("starts"), FieldPanel("ends")])]

    class Meta(Orderable.Meta):
        ordering = ["starts"]

    def __str__(self):
        return f"{self.name} ({self.starts:%-d %B %Y} to {self.ends:%-d %B %Y})"

    def clean(self):
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": "The last day is before the first."})
