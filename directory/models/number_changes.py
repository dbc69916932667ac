"""A change of number on a core service waits for a second person."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class NumberChange(models.Model):
    """A draft of a core service whose numbers differ from the published ones, until somebody else agrees."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="number_changes")
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    before = models.CharField("numbers before", max_length=500)
    after = models.CharField("numbers after", max_length=500)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    agreed = models.BooleanField(null=True, editable=False)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["service"],
                condition=models.Q(decided_at=None),
                name="one_open_number_change_for_each_service",
            )
        ]

    def __str__(self):
        return f"{self.service}: {self.before} to {self.after}"
