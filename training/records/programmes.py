"""Programmes that are kept: who sees and changes which."""

import uuid

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from portal.accounts.memberships import is_lead
from training.programme.address import is_number
from training.programme.items import Items
from training.programme.papers import Details
from training.records.models import Programme, ProgrammeItem

MOST_OF_A_PERSON = 50


def seen_by(user) -> QuerySet[Programme]:
    """Return the programmes that `user` may open: their own, and those that their school shares."""
    if not user.is_authenticated:
        return Programme.objects.none()
    shared = Q(shared=True, school=user.school_id) if user.school_id else Q(pk=None)
    return Programme.objects.filter(Q(maker=user, shared=False) | shared)


def changed_by(user) -> QuerySet[Programme]:
    """Return those that `user` may change and delete: their own; for the lead, all that the school shares."""
    seen = seen_by(user)
    return seen if is_lead(user) else seen.filter(maker=user.pk)


class MeanwhileError(Exception):
    """Somebody changed the programme since its reader began."""


def programme_to_change(user, mark: str) -> Programme | None:
    """Return the programme of a `Programme.mark` that came in an address, where `user` may change it."""
    name, _, version = mark.partition(".")
    try:
        wanted = uuid.UUID(name)
    except ValueError:
        return None
    programme = changed_by(user).filter(public_id=wanted).first()
    if programme:
        programme.seen = int(version) if is_number(version) else 0
    return programme


def titles_of(programme: Programme | None) -> dict[int, str]:
    """Return what a kept programme calls its items, by their number."""
    return dict(programme.items.values_list("number", "title")) if programme else {}


@transaction.atomic
def keep(user, items: Items, details: Details, shared: bool, programme: Programme | None) -> Programme:
    """Keep a programme of `user`, or write over `programme`, which they may change.

    Raises MeanwhileError where `programme` is not any more what they began with; nothing is written then.
    """
    # Whoever moved, or acts for another school, shares it there; what is shared stays where it is.
    school = programme.school if programme and programme.shared else user.school
    values = {
        "name": details.title,
        "dates": details.dates,
        "facilitator": details.facilitator,
        "changed": timezone.now(),
        "school": school,
        "shared": shared and school is not None,
    }
    if programme is None:
        programme = Programme.objects.create(maker=user, **values)
    else:
        _write_over(programme, values)
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(
            programme=programme,
            page_id=item.number if item.page else None,
            number=item.number,
            title=item.label,
            order=place,
        )
        for place, item in enumerate(items)
    )
    return programme


def _write_over(programme: Programme, values: dict) -> None:
    """Write `values` into a row and empty it, if nobody was faster."""
    as_seen = Programme.objects.filter(pk=programme.pk, version=programme.seen)
    if not as_seen.update(**values, version=F("version") + 1):
        raise MeanwhileError
    programme.school, programme.shared = values["school"], values["shared"]
    programme.items.all().delete()
