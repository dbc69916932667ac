"""Which edition of the directory this is: a number that rises with every change."""

from django.db import models


class Edition(models.Model):
    """The one row that tells a process whether what it holds in memory is still true."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return str(self.number)
