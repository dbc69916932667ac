"""The text of files that everybody may open."""

from django.db import models
from django.utils import timezone


class DocumentText(models.Model):
    """What a file says, read once: by the hash of its content, so that indexing anew reads no file.

    `problem` completes "its text could not be read because", for the editors' report. A row goes when no
    public document holds the file any more (`portal.search.texts`).
    """

    file_hash = models.CharField(max_length=40, unique=True)
    text = models.TextField(blank=True)
    problem = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.file_hash
