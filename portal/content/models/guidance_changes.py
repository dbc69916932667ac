"""What changed in the guidance register, and when: the source of the page “What changed” and its feed."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from portal.content.enums import GuidanceStatus
from portal.content.models.guidance import GuidanceRecord


class GuidanceChange(models.Model):
    """One change of substance in one record: its status, its successor or the window in which it holds.

    An empty `old_status` says that the record was new. `told_at` is set before its owners are written
    to, so that nobody hears twice of one change.
    """

    record = models.ForeignKey(GuidanceRecord, on_delete=models.CASCADE, related_name="changes")
    happened_at = models.DateTimeField(default=timezone.now, db_index=True)
    old_status = models.CharField(max_length=24, choices=GuidanceStatus.choices, blank=True)
    new_status = models.CharField(max_length=24, choices=GuidanceStatus.choices)
    what = models.CharField(max_length=400, help_text="What is different, in words.")
    note = models.CharField(max_length=250, blank=True, help_text="Why.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-happened_at", "-pk"]

    def __str__(self):
        return f"{self.record}: {self.what}"

    @property
    def changes_status(self) -> bool:
        """Return whether the status of a published record became another."""
        return bool(self.old_status) and self.old_status != self.new_status

    @property
    def tone(self) -> str:
        """Return the kind of label that carries the new status (`components/tag.html`)."""
        return GuidanceStatus(self.new_status).tone
