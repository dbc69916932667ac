"""Attempts, their responses and marks."""

import uuid
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string

from training.quizzes.enums import AttemptState


def new_token() -> str:
    """Return what makes handing in happen once, however often it is posted."""
    return get_random_string(32)


def mark_field(**kwargs) -> models.DecimalField:
    """Return a field for a mark or fraction: seven places, as Moodle's."""
    return models.DecimalField(max_digits=14, decimal_places=7, **kwargs)


class Result(NamedTuple):
    """A score, out of what, and in per cent (None where nothing is marked)."""

    score: Decimal | None
    max_score: Decimal | None
    percent: Decimal | None


class QuizAttempt(models.Model):
    """Somebody's answers to one version, in the layout that they were given.

    An anonymous attempt is one row, made when it is handed in: no person, no time of day (`started` and
    `changed` are empty), only the day. The marks here are those of its own version, for ever; see `in_force`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey("quizzes.QuizVersion", on_delete=models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey(
        "quizzes.QuizPage", null=True, on_delete=models.SET_NULL, related_name="attempts"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="quiz_attempts",
    )
    layout = models.JSONField()
    state = models.CharField(max_length=10, choices=AttemptState.choices, default=AttemptState.OPEN)
    token = models.CharField(max_length=64, unique=True, default=new_token)
    started = models.DateTimeField(null=True, blank=True)
    changed = models.DateTimeField(null=True, blank=True)
    handed_in_on = models.DateField(null=True, blank=True)
    score = mark_field(null=True, blank=True)
    max_score = mark_field(null=True, blank=True)
    percent = mark_field(null=True, blank=True)
    has_answers = models.BooleanField(default=True, help_text="After two years the outcome alone is kept.")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-handed_in_on", "-pk"]
        verbose_name = "attempt at a quiz"
        verbose_name_plural = "attempts at quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "quiz"],
                condition=models.Q(state=AttemptState.OPEN),
                name="one_open_attempt_of_a_person",
            ),
        ]
        indexes = [models.Index(fields=["quiz", "state", "handed_in_on"], name="quiz_attempts_by_day")]

    def __str__(self):
        return f"{self.version}, {self.get_state_display().lower()}"

    @property
    def in_force(self) -> Result:
        """Return the result that counts: of the last regrade, or the first one.

        Whoever asks this of many attempts prefetches `regrades`.
        """
        regrades = list(self.regrades.all())
        return regrades[-1].result if regrades else Result(self.score, self.max_score, self.percent)


class QuizResponse(models.Model):
    """What was answered to one item, and what it earned."""

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.CASCADE, related_name="responses")
    item_id = models.CharField(max_length=64)
    response = models.JSONField(null=True)
    fraction = mark_field(null=True, blank=True)
    mark = mark_field(null=True, blank=True)
    max_mark = mark_field(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        verbose_name = "answer to a question of a quiz"
        verbose_name_plural = "answers to questions of quizzes"
        constraints = [
            models.UniqueConstraint(fields=["attempt", "item_id"], name="attempt_answers_each_item_once")
        ]

    def __str__(self):
        """Return no word that was typed: this may stand in a log."""
        return f"Answer {self.pk}"


class Regrade(models.Model):
    """An attempt that was marked again by another version: who did it, why, and what became of the score.

    The attempt keeps its own marks: those of the new key stand here, so that both can be shown and checked.
    """

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.CASCADE, related_name="regrades")
    version = models.ForeignKey("quizzes.QuizVersion", on_delete=models.PROTECT, related_name="regrades")
    who = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=250)
    old_score = mark_field()
    new_score = mark_field()
    max_score = mark_field()
    percent = mark_field(null=True)
    marks = models.JSONField(default=dict)  # by item: [fraction, mark, max_mark], as strings
    when = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.old_score.normalize():f} → {self.new_score.normalize():f}: {self.why}"

    @property
    def result(self) -> Result:
        """Return the score that it gave."""
        return Result(self.new_score, self.max_score, self.percent)
