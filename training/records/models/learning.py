"""What a person did: one row for each thing and time, never changed."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from training.records.models.append_only import AppendOnlyModel, AppendOnlyQuerySet


class Sort(models.TextChoices):
    """What was done."""

    PAGE = "page", "page of the training"
    QUIZ = "quiz", "quiz"
    SESSION = "session", "session"
    EXTERNAL = "external", "training elsewhere"
    TASK = "task", "task in the directory"


class Outcome(models.TextChoices):
    """What came of it. To complete something and to pass it are two facts."""

    DONE = "done", "done"
    PASSED = "passed", "passed"
    NOT_YET = "not_yet", "not yet passed"
    TAKEN_BACK = "taken_back", "taken back"


class How(models.TextChoices):
    """How it is known."""

    READ = "read", "read and understood"
    DECLARED = "declared", "said so themselves"
    PASSED = "passed", "passed a quiz"
    TAKEN = "taken", "took a quiz"
    ATTENDED = "attended", "was at a session"
    EXTERNAL = "external", "trained elsewhere"


class LearningRecordQuerySet(AppendOnlyQuerySet):
    """Adds which records stand."""

    def standing(self):
        """Return the records that no other corrects, without those that only take one back."""
        return self.filter(correction__isnull=True).exclude(outcome=Outcome.TAKEN_BACK)


class LearningRecord(AppendOnlyModel):
    """Somebody did something on a day. Copies say what it was: the page may change or go."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="learning_records"
    )
    # Which school they acted for on that day, if any.
    school = models.ForeignKey(
        "accounts.School", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sort = models.CharField(max_length=10, choices=Sort.choices, default=Sort.PAGE)
    number = models.PositiveIntegerField(null=True, blank=True)  # of a page; it stays when the page goes
    key = models.CharField(max_length=100, blank=True)  # of what is no page
    title = models.CharField(max_length=300)
    version = models.CharField(max_length=20, blank=True)
    done_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.DONE)
    how = models.CharField(max_length=10, choices=How.choices)
    hours = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    note = models.CharField(max_length=300, blank=True)
    # The record that this one corrects. A second correction corrects the first.
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="correction"
    )
    made = models.DateTimeField(default=timezone.now)

    objects = LearningRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-done_on", "-pk"]
        indexes = [
            models.Index(fields=["person", "number"], name="learning_by_page"),
            models.Index(fields=["done_on"], name="learning_by_day"),
        ]

    def __str__(self):
        """Return no word about the person: this may stand in a log."""
        return f"Learning record {self.pk}"
