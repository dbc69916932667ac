"""What readers say about a page: useful or not, and one line. Nothing is kept of who said it."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

LONGEST_LINE = 200


class Usefulness(models.Model):
    """One answer to “Was this page useful?”, with its day and no person, address or session."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    useful = models.BooleanField()
    line = models.CharField(max_length=LONGEST_LINE, blank=True)
    said_on = models.DateField(default=timezone.localdate, db_index=True)

    class Meta:
        ordering = ["-said_on", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "said_on"])]
        verbose_name = "answer to “Was this page useful?”"
        verbose_name_plural = "answers to “Was this page useful?”"

    def __str__(self):
        return f"{'Useful' if self.useful else 'Not useful'}: {self.thing}"
