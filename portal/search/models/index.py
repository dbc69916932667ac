"""The index of the search: one row for each thing that readers may find.

It can be made anew from the content at any time (`manage.py search_sync --rebuild`).
"""

from django.db import models
from django.utils import timezone

from portal.content.enums import GuidanceStatus
from portal.search.enums import Group, Kind

LONGEST_BODY = 400_000  # characters; PostgreSQL refuses an index entry of more than a megabyte


class SearchDocument(models.Model):
    """What the search keeps of one published thing.

    The columns of stems are what engines index, words from `analysis.stems` with two spaces between
    them and one around. On SQLite and PostgreSQL the database itself keeps its index of them in step
    (`engines/sqlite.py`, `engines/postgres.py`).
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=255)
    url = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    names = models.TextField("other names, one on each line", blank=True)
    old_names = models.TextField("names it no longer has, one on each line", blank=True)
    place = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=24, choices=GuidanceStatus.choices, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    weight = models.FloatField(default=1.0)
    title_stems = models.TextField(blank=True)
    name_stems = models.TextField(blank=True)
    body_stems = models.TextField(blank=True)
    lookup = models.TextField("folded words of title and names, for suggestions", blank=True)
    version = models.BigIntegerField()
    indexed_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.title


class SearchFacet(models.Model):
    """One value by which a document can be filtered."""

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="facets")
    group = models.CharField(max_length=10, choices=Group.choices)
    value = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "value", "document"], name="one_facet_a_document")
        ]

    def __str__(self):
        return f"{self.group}: {self.value}"


class SearchTerm(models.Model):
    """A word or a stem of the index, and in how many documents it stands."""

    text = models.CharField(max_length=80)
    is_stem = models.BooleanField()
    documents = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "is_stem"], name="one_row_a_term")]

    def __str__(self):
        return self.text


class SearchChange(models.Model):
    """The outbox: a thing that changed in this transaction, and whose place in the index is to be renewed.

    Its row of the index went with the change, so that nobody finds what has just been withdrawn.
    `words` are those that the row had; `version` is newer with every change.
    """

    key = models.CharField(max_length=120, unique=True)
    version = models.BigIntegerField()
    words = models.JSONField(default=list)
    indexed = models.BooleanField(default=False, help_text="Only the mirror (Elasticsearch) is behind.")
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return self.key


class SearchEdition(models.Model):
    """A number that rises with every change of the index, for what is held in memory. One row."""

    number = models.BigIntegerField(default=0)

    def __str__(self):
        return str(self.number)
