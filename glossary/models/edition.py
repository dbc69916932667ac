"""Which edition of the vocabulary this is: a number that rises with every change."""

from django.db import models


class VocabularyEdition(models.Model):
    """The one row that tells a process whether the terms it holds in memory are still true."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return str(self.number)
