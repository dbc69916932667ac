"""What became of the addresses outside the portal that its content links to."""

from django.db import models


class LinkCheck(models.Model):
    """The newest answer of one outside address. `status` is that of HTTP; 0 where nobody answered.

    It is dead while `first_failed_at` has a value.
    """

    # A key of text has a length on some databases; whoever asks finds the row by its digest.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    url = models.TextField("address")
    status = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField()
    first_failed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["first_failed_at", "url"]

    def __str__(self):
        return self.url
