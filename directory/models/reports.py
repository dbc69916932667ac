"""What readers tell the maintainer of an entry: that something changed, or that the number works."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from directory.enums import ReportState, ReportTopic


class ReportQuerySet(models.QuerySet):
    """Questions that are asked of reports."""

    def open(self):
        """Return those that nobody has acted on, oldest first."""
        return self.filter(state=ReportState.NEW).order_by("created_at", "pk")


class Report(models.Model):
    """A reader says that an entry has changed. Nothing is kept of who said it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="reports")
    topic = models.CharField("what has changed", max_length=20, choices=ReportTopic.choices)
    text = models.TextField("what you know", max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.NEW)
    created_at = models.DateTimeField("reported", default=timezone.now, editable=False)
    acted_at = models.DateTimeField("acted on", null=True, blank=True, editable=False)
    acted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    outcome = models.CharField("what came of it", max_length=250, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"]), models.Index(fields=["service", "state"])]

    def __str__(self):
        return f"{self.service}: {self.get_topic_display()}"


class WorkingCall(models.Model):
    """A reader rang and the number worked. One row a day for each service, with a count."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="working_calls")
    day = models.DateField(default=timezone.localdate)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["service", "day"], name="one_count_for_each_service_and_day")
        ]

    def __str__(self):
        return f"{self.service}, {self.day:%-d %B %Y}: {self.count}"
