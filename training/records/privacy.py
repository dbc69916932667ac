"""What is kept of the training about people: programmes of schools, and private copies of sheets."""

import datetime

from django.utils import timezone

from portal.accounts.memberships import schools_of
from portal.accounts.privacy import Holding
from training.records.models import KeptCopy, OwnSheet, Programme

PROGRAMME_DAYS = 2 * 365


def describe() -> list[Holding]:
    """Return one entry for each model."""
    return [
        Holding(
            "records.Programme",
            "A training programme that you built: its items, name, dates, and the facilitator whom you named",
            "So that you, and your school where you share it, can use it again",
            "Until you delete it; two years after it was last changed",
        ),
        Holding(
            "records.OwnSheet",
            "That you made your school’s own version of a sheet",
            "So that you, and the lead of your school, can change it",
            "As long as the school keeps the sheet; your name goes when your account is erased",
        ),
        Holding(
            "records.KeptCopy",
            "Copies of sheets that you filled in and chose to keep. Nobody else can open them",
            "So that you can go on with a sheet, and compare it with a later one",
            "Until you delete it, or the day that stands on it: your school says how long",
        ),
    ]


def export(user) -> dict:
    """Return the programmes that `user` made, those that name them as facilitator, and their copies."""
    held = {
        "programmes": [
            _programme(one) for one in Programme.objects.filter(maker=user).prefetch_related("items")
        ],
        "programmes that name you": [_programme(one) for one in _naming(user).prefetch_related("items")],
        "sheets of your school": [one.title for one in OwnSheet.objects.filter(maker=user)],
        "kept copies": [
            {
                "sheet": one.title,
                "note": one.note,
                "made": one.made.isoformat(),
                "kept until": one.kept_until.isoformat(),
                "answers": {one.labels.get(name, name): text for name, text in one.answers.items()},
            }
            for one in KeptCopy.objects.filter(person=user)
        ],
    }
    return {what: rows for what, rows in held.items() if rows}


def _programme(programme: Programme) -> dict:
    return {
        "name": programme.name,
        "dates": programme.dates,
        "facilitator": programme.facilitator,
        "shared": programme.shared,
        "changed": programme.changed.isoformat(),
        "items": [item.title for item in programme.items.all()],
    }


def _naming(user):
    """Return what colleagues keep that names `user`: a name is a tie within one school only."""
    if not user.name:
        return Programme.objects.none()
    ours = Programme.objects.filter(school__in=schools_of(user), facilitator__icontains=user.name)
    return ours.exclude(maker=user)


def erase(user) -> None:
    """Delete what is theirs alone; what a school shares stays, without their name."""
    KeptCopy.objects.filter(person=user).delete()
    Programme.objects.filter(maker=user, shared=False).delete()
    _naming(user).update(facilitator="")
    own = Programme.objects.filter(maker=user)
    if user.name:
        own.filter(facilitator__icontains=user.name).update(facilitator="")
    own.update(maker=None)
    OwnSheet.objects.filter(maker=user).update(maker=None)


def expire(before) -> int:
    """Delete copies whose day has come, and programmes that nobody changed for two years."""
    copies = KeptCopy.objects.filter(kept_until__lte=timezone.localdate())
    day = timezone.now() - datetime.timedelta(days=PROGRAMME_DAYS)
    programmes = Programme.objects.filter(changed__lt=day)
    counts = copies.count() + programmes.count()
    copies.delete()
    programmes.delete()
    return counts
