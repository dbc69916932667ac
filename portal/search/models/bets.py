"""Best bets: what editors want first for a query."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from portal.search import analysis
from portal.search.models.index import SearchDocument
from portal.search.synonyms import telling


class BestBet(models.Model):
    """A query, and the page that stands above its results while that page is published.

    It is kept by its key in the index too, so that it survives a change of its address.
    """

    query = models.CharField(max_length=120, help_text="As people type it: county lines.")
    any_form = models.BooleanField(
        "any form of the words",
        default=True,
        help_text="“Reporting teachers” is “report a teacher” then. Else only these very words.",
    )
    address = models.CharField(
        max_length=500,
        help_text="Of a page here, such as /hub/topics/family-help/, or a registered one of another site.",
    )
    order = models.PositiveSmallIntegerField(default=1, help_text="Where a query has several: 1 is first.")
    expires_on = models.DateField(
        "last day", null=True, blank=True, help_text="After it the page is found as any other."
    )
    note = models.CharField("why", max_length=200, blank=True)
    key = models.CharField(max_length=120, blank=True, editable=False)
    stems = models.CharField(max_length=250, editable=False, db_index=True)

    panels = [
        FieldPanel("query"),
        FieldPanel("any_form"),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("order"), FieldPanel("expires_on")]),
        FieldPanel("note"),
    ]

    class Meta:
        ordering = ["query", "order"]
        constraints = [
            models.UniqueConstraint(
                Lower("query"),
                "address",
                name="one_best_bet_for_each_page",
                violation_error_message="This page is a best bet for this query already.",
            )
        ]

    def __str__(self):
        return self.query

    def save(self, *args, **kwargs):
        """Save it with the stems that it is found by, and the key of its page where there is one."""
        self.stems = stems_of(self.query)
        found = SearchDocument.objects.filter(url=self.address).values_list("key", flat=True).first()
        self.key = found or self.key
        super().save(*args, **kwargs)

    def clean(self):
        """Refuse a query that says nothing, and an address at which there is nothing to find."""
        super().clean()
        if self.query and not analysis.words(self.query):
            raise ValidationError({"query": "Write at least one word."})
        if self.address and not SearchDocument.objects.filter(url=self.address).exists():
            raise ValidationError(
                {"address": "Nothing that readers can find has this address. Copy it from the page itself."}
            )

    @property
    def is_over(self) -> bool:
        """Return whether its last day has passed."""
        return self.expires_on is not None and self.expires_on < timezone.localdate()


def stems_of(query: str) -> str:
    """Return by what a bet is looked up: the stems that say something, in order."""
    return " ".join(telling(analysis.stems(query)))[:250]
