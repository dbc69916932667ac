"""Programmes that somebody built and keeps."""

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
