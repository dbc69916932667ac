"""What readers say below a page, and what they report about it."""

import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone

LONGEST_COMMENT = 2000


class CommentState(models.TextChoices):
    """A comment waits, and is published or removed by somebody who answers for the page."""

    WAITING = "waiting", "Waiting"
    PUBLISHED = "published", "Published"
    REMOVED = "removed", "Removed"


class Comment(models.Model):
    """A few lines of plain text below a page, by somebody signed in."""

    page = models.ForeignKey("hub.HubPage", on_delete=models.CASCADE, related_name="comment_rows")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=LONGEST_COMMENT)
    digest = models.CharField(max_length=64, editable=False)
    state = models.CharField(max_length=10, choices=CommentState.choices, default=CommentState.WAITING)
    created = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created", "pk"]
        indexes = [models.Index(fields=["page", "state", "created"])]
        constraints = [
            models.UniqueConstraint(fields=["page", "author", "digest"], name="the_same_comment_once")
        ]

    def __str__(self):
        return f"Comment on {self.page}"

    @staticmethod
    def digest_of(text: str) -> str:
        """Return what makes the same words, however spaced, one comment."""
        return hashlib.sha256(" ".join(text.split()).lower().encode()).hexdigest()


class ReportReason(models.TextChoices):
    """What is wrong with a comment."""

    NAMES = "names", "Somebody could be recognised in it"
    UNKIND = "unkind", "It is unkind or offensive"
    WRONG = "wrong", "It is wrong or dangerous"
    OTHER = "other", "Something else"


class CommentReport(models.Model):
    """Somebody signed in says that a comment should be looked at. Each person once."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=10, choices=ReportReason.choices)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "reported_by"], name="reported_once_by_each_person")
        ]

    def __str__(self):
        return f"{self.get_reason_display()}: {self.comment}"
