"""Certificates: copies of what was true on the day, so that no later change can touch them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from training.records.models.append_only import AppendOnlyModel, AppendOnlyQuerySet


class CertificateQuerySet(AppendOnlyQuerySet):
    """Adds the one thing that may happen to a certificate."""

    def revoke(self, day, why: str) -> int:
        """Revoke those that stand; one that was revoked keeps its first reason. Returns how many."""
        standing = self.filter(revoked_on=None)
        return models.QuerySet.update(standing, revoked_on=day, why_revoked=why)


class Certificate(AppendOnlyModel):
    """Somebody completed something. Whoever has the address sees that it is true, and no more."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="certificates"
    )
    record = models.ForeignKey(
        "records.LearningRecord", null=True, on_delete=models.SET_NULL, related_name="certificates"
    )
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=300)
    hours = models.DecimalField(max_digits=5, decimal_places=2)
    version = models.CharField(max_length=20, blank=True)
    issued = models.DateField()
    expires = models.DateField(null=True)
    issuer = models.CharField(max_length=150)
    revoked_on = models.DateField(null=True)
    why_revoked = models.CharField(max_length=300, blank=True)
    # The certificate in whose place this one stands, with a name put right.
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.SET_NULL, related_name="superseded_by"
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued", "-pk"]

    def __str__(self):
        """Return no word about the person: this may stand in a log."""
        return f"Certificate {self.pk}"

    @property
    def is_replaced(self) -> bool:
        """Return whether another stands in its place. Ask for `superseded_by` with the row."""
        return hasattr(self, "superseded_by")

    @property
    def has_run_out(self) -> bool:
        """Return whether its last day is over. On that day it is valid still."""
        return self.expires is not None and self.expires < timezone.localdate()

    @property
    def is_valid(self) -> bool:
        """Return whether it counts today."""
        return not (self.revoked_on or self.is_replaced or self.has_run_out)
