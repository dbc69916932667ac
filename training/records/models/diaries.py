"""What a person writes down for themselves: professional development, and supervision. No case, no child."""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models

from training.records.models.learning import LearningRecord


def private_storage():
    """Return where files stand that no web server may give away: a view serves each to its person."""
    return storages["private"]


def evidence_path(entry, name: str) -> str:
    """Return where a file of evidence goes. Its own name is kept in the row, not in the path."""
    return f"evidence/{uuid.uuid4().hex}"


class CpdEntry(models.Model):
    """Something that a person did for their own development; or what they say of something recorded."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cpd_entries")
    # Of an automatic entry: the record that it speaks of. Title and hours are then those of the record.
    record = models.OneToOneField(
        LearningRecord, null=True, blank=True, on_delete=models.SET_NULL, related_name="cpd_entry"
    )
    done_on = models.DateField()
    title = models.CharField(max_length=300)
    provider = models.CharField(max_length=150, blank=True)
    hours = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    reflection = models.TextField(blank=True)
    evidence = models.FileField(storage=private_storage, upload_to=evidence_path, blank=True)
    evidence_name = models.CharField(max_length=100, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-done_on", "-pk"]
        verbose_name_plural = "CPD entries"

    def __str__(self):
        """Return no word that was typed: this may stand in a log."""
        return f"CPD entry {self.pk}"


class SupervisionEntry(models.Model):
    """A time of supervision: when, with whom by role, what was agreed for the person's own work."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="supervision_entries"
    )
    held_on = models.DateField()
    with_role = models.CharField(max_length=100)
    agreed = models.TextField(blank=True)
    next_on = models.DateField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name_plural = "supervision entries"

    def __str__(self):
        """Return no word that was typed: this may stand in a log."""
        return f"Supervision entry {self.pk}"
