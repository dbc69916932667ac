"""The guidance register: one record for each law, guidance or local procedure that content rests on."""

import itertools

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, RevisionMixin

from portal.content.enums import GuidanceKind, Jurisdiction
from portal.content.models.governed import GOVERNANCE_PANEL, Governed, Reviewed

# Words that stand at this place of an address already: /guidance/changes/.
TAKEN_SLUGS = {"changes"}


class GuidanceRecord(DraftStateMixin, RevisionMixin, PreviewableMixin, Governed, Reviewed, ClusterableModel):
    """One edition of a piece of guidance. `replaced_by` makes a chain; a circle is refused.

    Two clocks run for it. The national one: `change_expected_on`, when its issuer may change it. The
    local one: `next_review`, when we look at it again, and `local_update`, what this area has yet to do.
    Publishing a change of status, successor or window is written down (`portal.content.changes`).
    """

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    issuer = models.CharField(max_length=150)
    kind = models.CharField(max_length=30, choices=GuidanceKind.choices)
    jurisdiction = models.CharField(
        max_length=20, choices=Jurisdiction.choices, default=Jurisdiction.ENGLAND, help_text="Where it holds."
    )
    version = models.CharField(max_length=60, blank=True)
    summary = models.TextField(help_text="Two sentences: what it asks of schools.")
    url = models.URLField("address of the original", blank=True)
    archived_url = models.CharField(
        "archived reference",
        max_length=300,
        blank=True,
        help_text="An old address that older papers name. Readers see it as text, never as a link.",
    )
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    change_expected_on = models.DateField(
        null=True,
        blank=True,
        help_text="When its issuer may change it: the day a consultation closes, or a new text starts.",
    )
    change_expected_note = models.CharField(
        max_length=250, blank=True, help_text="What is expected. Say that it is not a rule yet."
    )
    local_update = models.CharField(
        "local update pending",
        max_length=250,
        blank=True,
        help_text="What this area has yet to bring up to date. Leave it empty when nothing is.",
    )
    change_note = models.CharField(
        "note on the newest change",
        max_length=250,
        blank=True,
        help_text="What changed and why, in one line. Readers see it under “What changed”.",
    )
    editor_note = models.TextField(blank=True, help_text="Seen by editors only.")

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("issuer"), FieldPanel("version"), FieldPanel("jurisdiction")]),
        FieldPanel("summary"),
        FieldPanel("url"),
        FieldPanel("archived_url"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("in_force_from"), FieldPanel("in_force_to")]),
                FieldPanel("replaced_by"),
                FieldPanel("change_note"),
            ],
            heading="When it holds, and what changed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("change_expected_on"),
                FieldPanel("change_expected_note"),
                FieldPanel("local_update"),
            ],
            heading="Two clocks: the issuer’s and ours",
        ),
        InlinePanel("comparison", heading="Then and now", label="Matter"),
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
        return {"record": self, "comparison": self.comparison.all()}

    def clean(self):
        super().clean()
        if self.slug in TAKEN_SLUGS:
            raise ValidationError({"slug": f"“{self.slug}” is the address of another page. Choose another."})
        if self.in_force_from and self.in_force_to and self.in_force_to < self.in_force_from:
            raise ValidationError({"in_force_to": "This is before the day it came into force."})
        if self.pk and self in self._following():
            raise ValidationError({"replaced_by": "These records would replace each other in a circle."})
        if self.replaced_by_id and not self.guidance_status.is_past:
            raise ValidationError({"status": "A record that has been replaced is superseded or withdrawn."})

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Save it. Where readers see a change of substance, write that down and act on it."""
        from portal.content.changes import act_on_change, as_readers_see_it

        before = as_readers_see_it(self.pk)
        super().save(*args, **kwargs)
        act_on_change(self, before)

    def later_editions(self) -> list["GuidanceRecord"]:
        """Return what replaced this, as far as readers may see it, the nearest first."""
        return list(itertools.takewhile(lambda record: record.live, self._following()))

    def _following(self) -> list["GuidanceRecord"]:
        """Return what replaced this, what replaced that, and so on; each record at most once."""
        chain, record = [], self.replaced_by
        while record and record not in chain:
            chain.append(record)
            record = record.replaced_by
        return chain

    def latest(self) -> "GuidanceRecord":
        """Return the edition to use today: the end of the chain, or this one."""
        return (self.later_editions() or [self])[-1]


class GuidanceComparison(Orderable):
    """One matter of an old record beside today's rule: a row of the table “then and now”."""

    record = ParentalKey(GuidanceRecord, on_delete=models.CASCADE, related_name="comparison")
    matter = models.CharField(max_length=150)
    then = models.TextField(help_text="What the old text asked, in your own words.")
    now = models.TextField(help_text="What holds today, in your own words.")
    stands_in = models.ForeignKey(
        GuidanceRecord,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="where it stands now",
    )

    panels = [FieldPanel("matter"), FieldPanel("then"), FieldPanel("now"), FieldPanel("stands_in")]

    def __str__(self):
        return self.matter
