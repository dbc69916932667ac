"""Links by which a partner reads a school's own sheet, and what came over them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from training.records.models.sheets import OwnSheet


class PartnerLink(models.Model):
    """A link by which somebody without an account reads a school's own sheet, and says what they think."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sheet = models.ForeignKey(OwnSheet, on_delete=models.CASCADE, related_name="partner_links")
    token_hash = models.CharField(
        max_length=64, unique=True, editable=False
    )  # the secret is in the link alone
    for_whom = models.CharField(max_length=120)  # in the school's words, to tell its links apart
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="partner_links"
    )
    opened = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField(db_index=True)
    withdrawn = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-opened", "-pk"]

    def __str__(self):
        """Return no word that was typed: this may stand in a log."""
        return f"Partner link {self.pk}"

    @property
    def works(self) -> bool:
        """Return whether the link opens the sheet."""
        return self.withdrawn is None and self.expires > timezone.now()


class NoteState(models.TextChoices):
    """What the school did with what a partner said."""

    WAITING = "waiting", "waits for the school"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"
    READ = "read", "read by the school"


class PartnerNote(models.Model):
    """What came over a link: a comment; or a proposal, which says what a part should say instead."""

    link = models.ForeignKey(PartnerLink, on_delete=models.CASCADE, related_name="notes")
    block_id = models.CharField(max_length=100, blank=True)  # the part; without one the whole sheet
    block_type = models.CharField(max_length=30, blank=True)
    part = models.CharField(max_length=120)  # what the part was called, should it go
    who = models.CharField(max_length=80, blank=True)
    text = models.TextField(blank=True)
    before = models.JSONField(default=dict)  # of a proposal: the part as the partner saw it, as plain text
    proposed = models.JSONField(default=dict)
    said = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=NoteState.choices, default=NoteState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["said", "pk"]
        indexes = [models.Index(fields=["link", "state"], name="partner_note_by_state")]

    def __str__(self):
        """Return no word that was typed: this may stand in a log."""
        return f"Partner note {self.pk}"

    @property
    def is_proposal(self) -> bool:
        """Return whether it says what a part should say instead."""
        return bool(self.proposed)
