"""The versions of a quiz: what somebody was asked, for ever."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from training.quizzes.content.schema import Content, read


class NeverChanges(PermissionDenied):
    """Somebody tried to change or delete what must stay as it is."""


class QuizVersion(models.Model):
    """Items and settings of a quiz at one publication. It is never changed and never deleted.

    The database holds that too (`guard.py`). `quiz` and `source_revision` may go: the content needs neither.
    """

    quiz = models.ForeignKey(
        "quizzes.QuizPage", null=True, on_delete=models.SET_NULL, related_name="versions"
    )
    title = models.CharField(max_length=255)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    source_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    meaning_unchanged = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["quiz", "-number"]
        verbose_name = "version of a quiz"
        verbose_name_plural = "versions of quizzes"
        constraints = [models.UniqueConstraint(fields=["quiz", "number"], name="quiz_has_each_number_once")]

    def __str__(self):
        return f"{self.title}, version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new version; refuse to change one."""
        if not self._state.adding:
            raise NeverChanges("A version of a quiz is never changed: publish the quiz again.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any):
        """Refuse it: attempts rest on versions."""
        raise NeverChanges("A version of a quiz is never deleted.")

    @cached_property
    def read(self) -> Content:
        """Return the content as code of today expects it."""
        return read(self.content)
