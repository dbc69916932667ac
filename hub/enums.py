"""The closed lists of the hub."""

from django.db import models


class Comments(models.TextChoices):
    """Whether readers may say something below a page."""

    OFF = "off", "No comments"
    OPEN = "open", "Open: signed-in staff may comment"
    CLOSED = "closed", "Closed: comments are hidden"
    READ_ONLY = "read-only", "Read only: comments stand, no new ones"


class RecommendationStatus(models.TextChoices):
    """What became of a recommendation."""

    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    PARTLY = "partly", "Partly accepted"
    REJECTED = "rejected", "Not accepted"
