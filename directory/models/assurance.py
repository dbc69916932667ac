"""The log of checks: when somebody made sure that an entry is right, and how."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from directory.enums import AssuranceMethod, AssuredField
from portal.content.fields import ChoiceListField


class Assurance(models.Model):
    """One check of one service. It is a fact and no draft: it counts as soon as it is written."""

    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="assurances")
    assured_at = models.DateField("checked on", default=timezone.localdate)
    assurer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    assurer_role = models.CharField("checked by", max_length=120)
    method = models.CharField(max_length=10, choices=AssuranceMethod.choices)
    fields = ChoiceListField("what was checked", choices=AssuredField.choices)
    note = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["-assured_at", "-pk"]
        verbose_name = "check"
        indexes = [models.Index(fields=["service", "-assured_at"])]

    def __str__(self):
        return f"{self.service}, {self.assured_at:%-d %B %Y}"

    def clean(self):
        super().clean()
        if self.assured_at and self.assured_at > timezone.localdate():
            raise ValidationError({"assured_at": "A check cannot be in the future."})

    @property
    def in_words(self) -> str:
        """Return how and by whom: "By phone, by the directory editor"."""
        how = AssuranceMethod(self.method).label
        return f"{how[:1].upper()}{how[1:]}, by {self.assurer_role}"
