"""Phrases that say less than they seem to, and what to ask oneself instead."""

from django.db import models
from django.db.models.functions import Lower

from glossary.enums import PhraseKind


class Phrase(models.Model):
    """A phrase of referrals and letters, with the question that leads to what was seen or said."""

    phrase = models.CharField(max_length=80, help_text="As people write it, in small letters: chaotic home.")
    kind = models.CharField(max_length=10, choices=PhraseKind.choices)
    prompt = models.CharField(
        max_length=250, help_text="A question: What did you see, hear or smell? On which day?"
    )

    class Meta:
        ordering = ["phrase"]
        constraints = [
            models.UniqueConstraint(
                Lower("phrase"),
                name="one_row_for_each_phrase",
                violation_error_message="This phrase is in the list already.",
            )
        ]

    def __str__(self):
        return self.phrase
