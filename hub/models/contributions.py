"""Good practice that a school or partner proposes: unfinished, then sent."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Naming(models.TextChoices):
    """Whom the page may name."""

    BOTH = "both", "My name and my school"
    SCHOOL = "school", "My school only"
    NOBODY = "nobody", "Nobody"


class ContributionDraft(models.Model):
    """What one person has written and not sent yet. It outlives the session."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "contribution not sent yet"
        verbose_name_plural = "contributions not sent yet"

    def __str__(self):
        return self.answers.get("title", "") or "A contribution"


class Contribution(models.Model):
    """A contribution that was sent: its page, from whom, and whom the page may name."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page = models.OneToOneField(
        "hub.HubPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="contribution"
    )
    contributor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(max_length=120)
    answers = models.JSONField(default=dict)
    naming = models.CharField(max_length=10, choices=Naming.choices, default=Naming.NOBODY)
    name_shown = models.CharField(max_length=100, blank=True)
    school = models.ForeignKey(
        "accounts.School", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_on = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-sent_on"]

    def __str__(self):
        return self.title

    @property
    def credit(self) -> str:
        """Return whom the page names: a person and a school, a school, or nobody."""
        name = self.name_shown if self.naming == Naming.BOTH else ""
        school = self.school.name if self.school and self.naming != Naming.NOBODY else ""
        return ", ".join(part for part in (name, school) if part)
