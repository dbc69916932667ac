"""A change of number on a core service waits for a second person."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class NumberChange(models.Model):
    """A draft of a core service with other numbers, or no longer to be core, until somebody else agrees."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="number_changes")
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    before = models.TextField("numbers before")
    after = models.TextField("numbers after")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    agreed = models.BooleanField(null=True, editable=False)
    note = models.CharField("why it was declined", max_length=250, blank=True)

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
