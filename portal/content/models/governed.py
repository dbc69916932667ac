"""Governed content: nothing is published without an owner, a source, a status and a review date."""

import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, Revision, RevisionMixin

from portal.content.enums import GuidanceStatus

LOCAL_PRACTICE = "local practice"


class Governed(models.Model):
    """An abstract mixin for pages and snippets: who keeps it, what it rests on, how it stands.

    Whoever inherits it has `last_reviewed` and `next_review` too: as fields, by `Reviewed`, or
    worked out from a log of checks, as a directory service does.
    """

    # Wagtail's pages have an `owner` already: whoever created them.
    maintainer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="owner",
        help_text="The person who keeps it right.",
    )
    source = models.CharField(
        max_length=250, default=LOCAL_PRACTICE, help_text="A law, guidance or person, or “local practice”."
    )
    status = models.CharField(max_length=24, choices=GuidanceStatus.choices, default=GuidanceStatus.CURRENT)
    cites = ParentalManyToManyField(
        "content.GuidanceRecord",
        blank=True,
        related_name="+",
        verbose_name="guidance it rests on",
        help_text="When one of these is replaced, this is listed for review and carries a banner.",
    )

    governance_panels = [
        FieldRowPanel([FieldPanel("maintainer"), FieldPanel("status")]),
        FieldPanel("source"),
        FieldPanel("cites"),
    ]

    class Meta:
        abstract = True

    @transaction.atomic(savepoint=False)
    def save(self, *args, **kwargs):
        """Save it with its rows and links, and with what is noted of the change, as one or not at all."""
        super().save(*args, **kwargs)

    @classmethod
    def kinds(cls) -> list[type[models.Model]]:
        """Return every kind of governed thing there is, in every app, each thing in one kind only.

        Where a kind has kinds of its own below it (as the hub's pages have), only the topmost is
        named: its table holds all of them. `readable.kind_name` knows what each thing is.
        """
        if not cls._meta.abstract:
            return [cls]
        return list(dict.fromkeys(kind for child in cls.__subclasses__() for kind in child.kinds()))

    @property
    def guidance_status(self) -> GuidanceStatus:
        """Return the status as a member of its closed list."""
        return GuidanceStatus(self.status)

    @cached_property
    def cited(self) -> list:
        """Return the published records of the register that it rests on.

        What is not published is told to no reader, not even by its title. A query may say with `has_cites`
        that there are none, which saves asking.
        """
        if not self.pk or not getattr(self, "has_cites", True):
            return []
        return [record for record in self.cites.all() if record.live]

    @property
    def replaced_guidance(self) -> list:
        """Return those of them that readers must no longer rely on, with what replaced each."""
        past = [record for record in self.cited if record.guidance_status.is_past]
        models.prefetch_related_objects(past, "replaced_by__replaced_by")
        return past

    @property
    def is_review_overdue(self) -> bool:
        """Return whether the next review date has passed."""
        return bool(self.next_review and self.next_review < timezone.localdate())


def _in_a_year() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=365)


class Reviewed(models.Model):
    """An abstract mixin: the two dates of a review. A year apart unless the owner says otherwise."""

    last_reviewed = models.DateField(null=True, default=timezone.localdate)
    next_review = models.DateField(null=True, default=_in_a_year)

    review_panels = [FieldRowPanel([FieldPanel("last_reviewed"), FieldPanel("next_review")])]

    class Meta:
        abstract = True

    @classmethod
    def bring_review_forward(cls, pks, day: datetime.date) -> int:
        """Let the things of `pks` be reviewed by `day` at the latest; return how many moved.

        A kind that works its dates out has such a method of its own. The newest and scheduled drafts
        move too, else publishing one would push the review back.
        """
        later = models.Q(next_review__gt=day) | models.Q(next_review=None)
        moved = cls._default_manager.filter(later, pk__in=pks).update(next_review=day)
        _bring_drafts_forward(cls, pks, day)
        return moved


def _bring_drafts_forward(kind, pks, day: datetime.date) -> None:
    """Write `day` into the unpublished drafts of `pks` that would be reviewed later."""
    if not issubclass(kind, RevisionMixin):
        return
    base = ContentType.objects.get_for_model(Page if issubclass(kind, Page) else kind)
    newest = kind._default_manager.filter(pk__in=pks).values("latest_revision")
    drafts = Revision.objects.filter(base_content_type=base, object_id__in=[str(pk) for pk in pks]).filter(
        models.Q(pk__in=newest) | models.Q(approved_go_live_at__isnull=False)
    )
    for draft in drafts:
        if (draft.content.get("next_review") or "9999") > day.isoformat():
            draft.content["next_review"] = day.isoformat()
            draft.save(update_fields=["content"])


GOVERNANCE_PANEL = MultiFieldPanel(
    [*Governed.governance_panels, *Reviewed.review_panels], heading="Owner, source and review"
)
