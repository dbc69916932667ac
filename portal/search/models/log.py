"""What was looked for: without who looked for it."""

import uuid

from django.db import models
from django.utils import timezone

LONGEST_QUERY = 120


class SearchLog(models.Model):
    """One search: its words, what came of it, and which result was opened. Nothing says whose it was.

    There is no address, account, session, time of day or browser. What looks like a person is taken out
    before it is written (`portal.search.redact`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.DateField(default=timezone.localdate, db_index=True)
    query = models.CharField(max_length=LONGEST_QUERY, db_index=True)
    results = models.PositiveIntegerField(default=0)
    relaxed = models.BooleanField(default=False)
    corrected = models.BooleanField(default=False)
    kinds = models.CharField("kinds it was narrowed to", max_length=200, blank=True)
    engine = models.CharField(max_length=12)
    milliseconds = models.PositiveIntegerField(default=0)
    clicked_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    clicked_key = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = "search"
        verbose_name_plural = "searches"
        default_permissions = ("view",)

    def __str__(self):
        return self.query
