"""Rows that are written once: nobody changes them, and only erasure and retention delete them."""

from django.db import models


class AppendOnlyError(Exception):
    """Somebody tried to change or delete what stands for good: write a new row that names the old one."""


class AppendOnlyQuerySet(models.QuerySet):
    """Finds and adds rows. `erase` is the one way to delete."""

    def update(self, **kwargs):
        """Refuse."""
        raise AppendOnlyError

    def delete(self):
        """Refuse."""
        raise AppendOnlyError

    def erase(self) -> int:
        """Delete: for privacy.py alone. Returns how many rows went."""
        return super().delete()[0]


class AppendOnlyModel(models.Model):
    """What such rows have in common."""

    objects = AppendOnlyQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # what somebody learned is nobody's business in the admin

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Add the row. Raises AppendOnlyError for one that is there."""
        if not self._state.adding:
            raise AppendOnlyError
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Refuse."""
        raise AppendOnlyError
