"""Services: what a school can ask for."""

import datetime
import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from directory.enums import (
    Availability,
    ConsentBasis,
    Criticality,
    Format,
    HolidayCover,
    PhonePurpose,
    ServiceKind,
)
from directory.forms import ServiceForm
from directory.freshness import Freshness, sees_no_change
from directory.panels import SERVICE_EDIT_HANDLER
from directory.querysets import ServiceQuerySet
from portal.content.fields import ChoiceListField
from portal.content.models import Governed, TaggedItem

MERGED = "This was a second entry for the same service."


class ServiceTag(TaggedItem):
    """A tag on a service."""

    content_object = ParentalKey("directory.Service", on_delete=models.CASCADE, related_name="tagged_items")


class Service(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, Governed, ClusterableModel
):
    """HSDS `service`, with what schools need beyond it.

    The review dates that every governed thing has come from the log of checks
    (`Assurance`), never from saving: verified, edited and imported are three dates.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        "directory.Organization",
        on_delete=models.PROTECT,
        related_name="services",
        verbose_name="organisation",
    )
    name = models.CharField(max_length=150)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=ServiceKind.choices, default=ServiceKind.SERVICE)
    availability = models.CharField(max_length=20, choices=Availability.choices, default=Availability.ACTIVE)
    unavailable_until = models.DateField(null=True, blank=True)
    availability_note = models.CharField(max_length=250, blank=True)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces"
    )
    criticality = models.CharField(max_length=10, choices=Criticality.choices, default=Criticality.STANDARD)
    independent = models.BooleanField("independent of the council", default=False)
    traded = models.BooleanField("traded: schools pay for it", default=False)

    areas = ParentalManyToManyField("content.Area", related_name="services")
    coverage_note = models.CharField(max_length=200, blank=True)
    summary = models.CharField(max_length=250, help_text="One line: what it offers schools.")
    core_purpose = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    help_with = ParentalManyToManyField("content.HelpWith", blank=True, related_name="services")
    formats = ChoiceListField(choices=Format.choices, blank=True)
    level_from = models.PositiveSmallIntegerField("lowest level of need", null=True, blank=True)
    level_to = models.PositiveSmallIntegerField("highest level of need", null=True, blank=True)
    eligibility_description = models.TextField(blank=True)

    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    referral_url = models.URLField("online referral form", blank=True)
    hours_note = models.CharField(max_length=200, blank=True)
    holiday_cover = models.CharField(
        "cover in the school holidays",
        max_length=20,
        choices=HolidayCover.choices,
        default=HolidayCover.NOT_RECORDED,
    )
    holiday_note = models.CharField(max_length=200, blank=True)
    out_of_hours_service = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="covers_for"
    )
    out_of_hours_note = models.CharField(max_length=250, blank=True)

    consent_basis = models.CharField(max_length=20, choices=ConsentBasis.choices, default=ConsentBasis.ASK)
    consent_note = models.TextField(blank=True)
    confidentiality = models.TextField(blank=True)
    safeguards = models.TextField("safeguards and vetting", blank=True)
    works_with = ParentalManyToManyField("self", blank=True, symmetrical=False, related_name="worked_with_by")
    protocols = ParentalManyToManyField("directory.Protocol", blank=True, related_name="services")
    tags = ClusterTaggableManager(through=ServiceTag, blank=True)
    edited_at = models.DateTimeField("last edited by a person", null=True, editable=False)
    imported_at = models.DateTimeField("last imported", null=True, editable=False)
    # Kept while a core entry is unpublished (`directory.number_changes`).
    last_core_numbers = models.TextField(blank=True, editable=False)
    # A check of this day or later has seen it (`bring_review_forward`).
    guidance_changed_on = models.DateField(
        "guidance it rests on changed on", null=True, blank=True, editable=False
    )

    objects = ServiceQuerySet.as_manager()
    edit_handler = SERVICE_EDIT_HANDLER
    base_form_class = ServiceForm

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:service", args=[self.slug])

    def get_preview_template(self, request, mode_name):
        return "directory/service.html"

    def get_preview_context(self, request, mode_name):
        from directory.views.service import service_context

        return service_context(self, request)

    def with_content_json(self, content):
        """Return the draft in `content`, with the facts about the row that no draft changes."""
        draft = super().with_content_json(content)
        for fact in ("edited_at", "imported_at", "last_core_numbers", "guidance_changed_on"):
            setattr(draft, fact, getattr(self, fact))
        return draft

    def clean(self):
        """Refuse levels out of order and a closure without a word of explanation."""
        super().clean()
        errors = {}
        for field in ("level_from", "level_to"):
            if getattr(self, field) and not 1 <= getattr(self, field) <= 4:
                errors[field] = "Levels run from 1 to 4."
        if self.level_from and self.level_to and self.level_to < self.level_from:
            errors["level_to"] = "The highest level is below the lowest."
        if self.availability == Availability.TEMPORARILY_CLOSED and not self.availability_note:
            errors["availability_note"] = "Say in a few words why it is unavailable and what to do meanwhile."
        for field in ("replaced_by", "out_of_hours_service"):
            if self.pk and getattr(self, f"{field}_id") == self.pk:
                errors[field] = "A service cannot name itself here."
        if errors:
            raise ValidationError(errors)

    @property
    def last_reviewed(self) -> datetime.date | None:
        """Return the day of the newest check (HSDS `assured_date`), or None."""
        newest = self.newest_assurance
        return newest.assured_at if newest else None

    @property
    def next_review(self) -> datetime.date | None:
        """Return the day by which it must be checked again, or None where it never was and nothing changed.

        A check that has not seen a change in the guidance it rests on is due from the day of the change.
        """
        changed = self.guidance_changed_on if self.must_read_guidance else None
        return min(filter(None, [self.freshness.due, changed]), default=None)

    @property
    def must_read_guidance(self) -> bool:
        """Return whether guidance that it rests on has changed since the newest check."""
        return sees_no_change(self.last_reviewed, self.guidance_changed_on)

    @classmethod
    def bring_review_forward(cls, pks, day: datetime.date) -> int:
        """Let the services of `pks` be checked by `day`; return how many moved (`Governed` kinds have it).

        What was checked on `day` already, before the change, is due on the next one.
        """
        newest = models.Max("assurances__assured_at")
        services = cls.objects.filter(pk__in=pks).order_by().annotate(newest=newest)
        rows = services.values_list("pk", "newest", "guidance_changed_on")
        waiting = [(pk, checked) for pk, checked, changed in rows if not sees_no_change(checked, changed)]
        tomorrow = day + datetime.timedelta(days=1)
        for due, found in (
            (day, [pk for pk, checked in waiting if not checked or checked < day]),
            (tomorrow, [pk for pk, checked in waiting if checked and checked >= day]),
        ):
            cls.objects.filter(pk__in=found).update(guidance_changed_on=due)
        return len(waiting)

    @property
    def newest_assurance(self):
        """Return the newest check, or None. Lists prefetch it (`ServiceQuerySet.for_list`)."""
        if not self.pk:
            return None
        return max(self.assurances.all(), key=lambda check: (check.assured_at, check.pk), default=None)

    @property
    def freshness(self) -> Freshness:
        """Return how far the newest check can be trusted today."""
        return Freshness(self.last_reviewed, Criticality(self.criticality).interval_days)

    @property
    def levels(self) -> str:
        """Return the levels of need in words: "Level 3 or 4", "Any level", or nothing."""
        if not self.level_from:
            return ""
        low, high = self.level_from, self.level_to or self.level_from
        if (low, high) == (1, 4):
            return "Any level"
        if low == high:
            return f"Level {low}"
        return f"Level {low} or {high}" if high == low + 1 else f"Levels {low} to {high}"

    @property
    def main_phone(self):
        """Return the number to show first: the main one, else the first, else None."""
        numbers = list(self.phones.all())
        return next((p for p in numbers if p.purpose == PhonePurpose.MAIN), numbers[0] if numbers else None)

    def phone_for(self, area):
        """Return the number for `area` where one belongs to it, else the main number."""
        return next((p for p in self.phones.all() if area and p.area_id == area.pk), self.main_phone)

    @property
    def is_gone(self) -> bool:
        """Return whether it no longer runs: kept at its address, left out of lists."""
        return self.availability in {Availability.DEFUNCT, Availability.INACTIVE}

    @property
    def merged_into(self):
        """Return the published entry that this one was merged into (`directory.merge`), or None."""
        is_merged = self.is_gone and self.replaced_by_id and self.availability_note == MERGED
        return self.replaced_by if is_merged and self.replaced_by.live else None
