"""The edition of the vocabulary: a number that rises with every change, as that of the directory does.

Every save or deletion of a term or of one of its names raises it in the same transaction. Code that
writes past the signals (`bulk_create`, `QuerySet.update`) calls `bump` itself.
"""

import time

from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.db.models.signals import post_delete, post_save

from glossary.models import AlsoKnownAs, GlossaryTerm, VocabularyEdition

ONLY = 1  # the table has one row


def number() -> int:
    """Return the edition that the database holds now; 0 where nothing was ever changed."""
    return VocabularyEdition.objects.filter(pk=ONLY).values_list("number", flat=True).first() or 0


def bump(**signal) -> None:
    """Raise the edition within the transaction that is open."""
    # By the clock: a number that was rolled back never comes again.
    following = Greatest(F("number") + 1, Value(time.time_ns() // 1000))
    edition = VocabularyEdition.objects.filter(pk=ONLY)
    if not edition.update(number=following):
        VocabularyEdition.objects.bulk_create([VocabularyEdition(pk=ONLY)], ignore_conflicts=True)
        edition.update(number=following)


def watch() -> None:
    """Raise the edition whenever a term or a name is saved or deleted."""
    for model in (GlossaryTerm, AlsoKnownAs):
        for signal in (post_save, post_delete):
            signal.connect(bump, sender=model, dispatch_uid=f"vocabulary.{model.__name__}")
