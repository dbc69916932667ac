"""Programmes that are kept: who sees and changes which."""

import uuid

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from directory.school_view import is_lead
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


def programme_to_change(user, public_id: str) -> Programme | None:
    """Return the programme of a number that came in an address, where `user` may change it."""
    try:
        wanted = uuid.UUID(public_id)
    except ValueError:
        return None
    return changed_by(user).filter(public_id=wanted).first()


def titles_of(programme: Programme | None) -> dict[int, str]:
    """Return what a kept programme calls its items, by their number."""
    return dict(programme.items.values_list("number", "title")) if programme else {}


@transaction.atomic
def keep(user, items: Items, details: Details, shared: bool, programme: Programme | None) -> Programme:
    """Keep a programme of `user`, or write over `programme`, which they may change."""
    if programme is None:
        programme = Programme(maker=user, school=user.school)
    programme.name, programme.dates = details.title, details.dates
    programme.facilitator, programme.changed = details.facilitator, timezone.now()
    if not programme.shared:  # whoever moved, or acts for another school, shares it there
        programme.school = user.school
    programme.shared = shared and programme.school_id is not None
    programme.save()
    programme.items.all().delete()
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
