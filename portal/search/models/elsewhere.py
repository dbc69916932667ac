"""Pages of other sites that editors want to be found here."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin

from portal.content.models import GOVERNANCE_PANEL, Governed, Reviewed

LONGEST_ADDRESS = 500
DEFAULT_PORTS = {None, 80, 443}


class ElsewherePage(DraftStateMixin, RevisionMixin, Governed, Reviewed, ClusterableModel):
    """A page of another site: its address, what it is good for in our own words, and who looks after that.

    One address has one entry, however it is written. It has no page here: the search is where it is shown.
    """

    title = models.CharField(max_length=150)
    url = models.URLField("address", max_length=LONGEST_ADDRESS)
    address = models.CharField(max_length=LONGEST_ADDRESS, unique=True, blank=True, editable=False)
    summary = models.TextField(max_length=500, help_text="What it is good for, in your own words.")
    other_words = models.TextField(
        "other words it is found by", blank=True, help_text="One on each line: another name, an acronym."
    )
    topics = ParentalManyToManyField("content.Topic", blank=True, related_name="pages_elsewhere")
    audiences = ParentalManyToManyField("content.Audience", blank=True, related_name="pages_elsewhere")

    panels = [
        FieldPanel("title", required_on_save=True),
        FieldPanel("url", required_on_save=True),
        FieldPanel("summary", required_on_save=True),
        FieldPanel("other_words"),
        FieldPanel("topics"),
        FieldPanel("audiences"),
        GOVERNANCE_PANEL,
    ]

    class Meta:
        ordering = ["title"]
        verbose_name = "page of another site"
        verbose_name_plural = "pages of other sites"

    def __str__(self):
        return self.title

    def clean(self):
        """Refuse an address that another entry has already; name that entry."""
        super().clean()
        self.address = one_spelling(self.url)
        first = ElsewherePage.objects.filter(address=self.address).exclude(pk=self.pk).first()
        if self.url and first:
            raise ValidationError({"url": f"“{first.title}” is the entry for this address. Change that one."})

    def save(self, *args, **kwargs):
        """Save it with the one spelling of its address."""
        self.address = one_spelling(self.url)
        super().save(*args, **kwargs)


def one_spelling(url: str) -> str:
    """Return how an address is compared: http or https, with www or a last stroke or without, is one."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:  # no address at all: the field itself says so
        return url[:LONGEST_ADDRESS]
    place = host if port in DEFAULT_PORTS else f"{host}:{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{place}{parts.path.rstrip('/')}{query}"[:LONGEST_ADDRESS]
