"""The closed lists of the glossary."""

from django.db import models


class Direction(models.TextChoices):
    """Which way another name leads."""

    BOTH = "both", "Both ways: one finds the other"
    ONE_WAY = "one-way", "One way: this name finds the term"


class PhraseKind(models.TextChoices):
    """Why a phrase says less than it seems to."""

    JARGON = "jargon", "Jargon: a word of our trade"
    VAGUE = "vague", "Vague: a judgement without what was seen"
