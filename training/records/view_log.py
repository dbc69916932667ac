"""Who looked at what somebody did: written when it is shown or given away, and read by that person."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from training.records.models import RecordView

AT_A_TIME = 500


def looked(viewer, people: Iterable[int], what: RecordView.What) -> None:
    """Write that `viewer` looked at people, in: their numbers. Once a day is enough; oneself is no view.

    A list that was looked at today already is read, and nothing is written: no reader waits for a writer.
    """
    today, others = timezone.localdate(), set(people) - {viewer.pk}
    noted = RecordView.objects.filter(viewer=viewer, what=what, on=today, person__in=others)
    new = sorted(others.difference(noted.values_list("person", flat=True)))
    RecordView.objects.bulk_create(
        [RecordView(person_id=person, viewer=viewer, what=what, on=today) for person in new],
        batch_size=AT_A_TIME,
        ignore_conflicts=True,  # the same list, opened twice at once
    )


def looked_at(person) -> QuerySet[RecordView]:
    """Return who looked at `person`, the newest first: nobody else's can be reached from here."""
    return RecordView.objects.filter(person=person.pk).select_related("viewer")


def answer_account(sender, viewer, person, **kwargs) -> None:
    """Hear from the accounts that an Administrator opened the account of somebody."""
    looked(viewer, [person.pk], RecordView.What.ADMIN)
