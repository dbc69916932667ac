"""How one school is linked with services: its own people, seen by its own staff only."""

from django.db import models


class SchoolLink(models.Model):
    """A service that a school works with, and who in the school keeps the link."""

    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="links")
    service = models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name="school_links")
    link_person = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    cover = models.CharField(max_length=120, blank=True)
    used_now = models.BooleanField("do we use it now?", default=True)
    note = models.CharField(max_length=250, blank=True, help_text="For colleagues. Never about a child.")
    confirmed_on = models.DateField("last confirmed by us", null=True, blank=True)

    class Meta:
        ordering = ["school", "service"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "service"],
                name="one_link_for_each_school_and_service",
                violation_error_message="This school already has a link with this service.",
            )
        ]

    def __str__(self):
        return f"{self.school}: {self.service}"


class KeyContact(models.Model):
    """One of the people whom a school puts on its own poster."""

    school = models.ForeignKey("accounts.School", on_delete=models.CASCADE, related_name="key_contacts")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["school", "order"]

    def __str__(self):
        return f"{self.name}, {self.role}"


class SchoolVisit(models.Model):
    """When the school last looked at what changed in the directory."""

    school = models.OneToOneField(
        "accounts.School", on_delete=models.CASCADE, related_name="directory_visit", primary_key=True
    )
    looked_at = models.DateTimeField()

    def __str__(self):
        return f"{self.school}, {self.looked_at:%-d %B %Y}"
