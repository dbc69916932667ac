"""Programmes, copies of sheets, a school's own sheets. None of them is in the admin or in the search."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Programme(models.Model):
    """A programme that somebody built and keeps: for themselves, or for their school."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    dates = models.CharField(max_length=200, blank=True)
    facilitator = models.CharField(max_length=120, blank=True)
    # Without a maker it is its school's alone: the account was erased.
    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="programmes"
    )
    school = models.ForeignKey(
        "accounts.School", null=True, blank=True, on_delete=models.CASCADE, related_name="programmes"
    )
    shared = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)  # rises with each change, so that none is lost
    changed = models.DateTimeField(default=timezone.now, db_index=True)

    wagtail_reference_index_ignore = True  # what a school chose is nobody's business in the admin
    seen: int | None = None  # the version that its reader began with, where an address says so

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(shared=False) | models.Q(school__isnull=False),
                name="programme_shared_in_a_school",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def mark(self) -> str:
        """Return what names the programme in an address, and the version that its reader began with."""
        return f"{self.public_id}.{self.version if self.seen is None else self.seen}"

    @property
    def is_behind(self) -> bool:
        """Return whether somebody changed it since its reader began."""
        return self.seen is not None and self.seen != self.version


class ProgrammeItem(models.Model):
    """A page of a programme. It may be taken down later: the programme still knows its title."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey("training.TrainingPage", null=True, on_delete=models.SET_NULL, related_name="+")
    # The number stays when the page is deleted, so that the item keeps its place in an address.
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="programme_has_each_page_once")
        ]

    def __str__(self):
        return self.title


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
