"""What a school asks of its staff again and again, and who was reminded of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from training.records.models.plans import Assignment, Plan


class Requirement(models.Model):
    """Everybody at a school, or everybody in one job there, does a plan: every so many months, or each
    school year by a day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="requirements")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="requirements")
    job_title = models.CharField("for whom", max_length=100, blank=True)  # empty: everybody
    every_months = models.PositiveSmallIntegerField(null=True, blank=True)
    by_month = models.PositiveSmallIntegerField(null=True, blank=True)
    by_day = models.PositiveSmallIntegerField(null=True, blank=True)
    days_for_new = models.PositiveSmallIntegerField("days that new staff have", default=30)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["plan__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(every_months__gte=1, by_month=None, by_day=None)
                | Q(every_months=None, by_month__range=(1, 12), by_day__range=(1, 31)),
                name="requirement_has_one_rhythm",
            ),
            models.UniqueConstraint(fields=["school", "plan", "job_title"], name="requirement_once"),
        ]

    def __str__(self):
        return f"Requirement {self.pk}"


class Reminder(models.Model):
    """That a person was written to so many days before something is due. It is there once."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="reminders")
    days = models.PositiveSmallIntegerField()  # before the day
    due_on = models.DateField()  # of which day it spoke: a day that was put off is reminded of again
    sent = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "due_on", "days"], name="reminder_once")]

    def __str__(self):
        """Return no word about the person: this may stand in a log."""
        return f"Reminder {self.pk}"


class Digest(models.Model):
    """That the lead of a school got the letter of a week. It is there once."""

    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()  # its Monday
    sent = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "person", "week"], name="digest_once_a_week")
        ]

    def __str__(self):
        """Return no word about the person: this may stand in a log."""
        return f"Digest {self.pk}"


class RecordView(models.Model):
    """That somebody looked at what another person did. That person can see it."""

    class What(models.TextChoices):
        """What they looked at."""

        RECORD = "record", "your record of training"
        LIST = "list", "a list of the school’s training with you in it"
        FILE = "file", "a file of the school’s training with you in it"
        ADMIN = "admin", "your account, as an administrator"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="record_views"
    )
    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    what = models.CharField(max_length=10, choices=What.choices)
    on = models.DateField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [  # once a day says enough, and keeps the log readable
            models.UniqueConstraint(fields=["person", "viewer", "what", "on"], name="view_once_a_day")
        ]

    def __str__(self):
        """Return no word about the person: this may stand in a log."""
        return f"Record view {self.pk}"
