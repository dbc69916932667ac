"""A person's log of supervision. What was agreed is theirs alone; a school sees dates."""

import datetime

from django.db.models import QuerySet

from training.records.models import SupervisionEntry

MOST_OF_A_PERSON = 500


def of(person) -> QuerySet[SupervisionEntry]:
    """Return the entries of `person`: nobody else's can be reached from here."""
    return SupervisionEntry.objects.filter(person=person.pk)


def supervision_dates(person) -> list[datetime.date]:
    """Return when `person` had supervision, the newest first: all that a school may see of it."""
    return list(of(person).values_list("held_on", flat=True))


def next_date(person, today: datetime.date) -> datetime.date | None:
    """Return the next date that was agreed, from today on."""
    return of(person).filter(next_on__gte=today).order_by("next_on").values_list("next_on", flat=True).first()
