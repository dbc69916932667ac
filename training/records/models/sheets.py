"""Sheets that a person filled in and keeps, and those that a school made its own."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class KeptCopy(models.Model):
    """A sheet that somebody filled in and keeps. Nobody else sees it; it is deleted by itself."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_copies")
    sheet = models.ForeignKey(
        "training.ResourceSheetPage", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(max_length=300)  # of the sheet, should it go
    note = models.CharField(max_length=80, blank=True)
    answers = models.JSONField(default=dict)  # by the name of their cell
    labels = models.JSONField(default=dict)  # of the cells with an answer, should they go from the sheet
    made = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    kept_until = models.DateField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-made", "-pk"]
        verbose_name_plural = "kept copies"

    def __str__(self):
        """Return no word that was typed: this may stand in a log."""
        return f"{self.title}, {timezone.localdate(self.made):%d.%m.%Y}"

    @property
    def days_left(self) -> int:
        """Return in how many days it is deleted."""
        return max(0, (self.kept_until - timezone.localdate()) // datetime.timedelta(days=1))


class OwnSheet(models.Model):
    """A sheet that a school made its own: a copy of its blocks, which the school changes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="own_sheets")
    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="own_sheets"
    )
    origin = models.ForeignKey(
        "training.ResourceSheetPage", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    origin_title = models.CharField(max_length=300)
    origin_body = models.JSONField()  # as it was on that day, without what is for trainers
    made = models.DateTimeField(default=timezone.now)
    title = models.CharField(max_length=200)
    standfirst = models.CharField(max_length=250, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    landscape = models.BooleanField(default=False)
    warn_names = models.BooleanField(default=True)
    body = models.JSONField()
    version = models.PositiveIntegerField(default=1)  # rises with each change, so that none is lost
    changed = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title
