"""What is kept of the training about people: programmes of schools, and private copies of sheets."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.memberships import schools_of
from portal.accounts.privacy import Holding
from training.records import privacy_of_people, privacy_of_plans
from training.records.models import KeptCopy, OwnSheet, PartnerLink, PartnerNote, Programme
from training.records.partners import over_before

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
            "records.PartnerLink",
            "That you opened a sheet of your school to a partner, and whom you asked, in your words",
            "So that your school can tell its links apart and withdraw them",
            "Six months after the link ended; your name goes when your account is erased",
        ),
        Holding(
            "records.PartnerNote",
            "What a partner wrote about a sheet, with the role that they gave; who of the school decided",
            "So that the school can make the sheet better, and knows what it did with each",
            "As long as the link that it came over; your name goes when your account is erased",
        ),
        Holding(
            "records.KeptCopy",
            "Copies of sheets that you filled in and chose to keep. Nobody else can open them",
            "So that you can go on with a sheet, and compare it with a later one",
            "Until you delete it, or the day that stands on it: your school says how long",
        ),
        *privacy_of_people.describe(),
        *privacy_of_plans.describe(),
    ]


def export(user) -> dict:
    """Return the programmes that `user` made, those that name them as facilitator, and their copies."""
    held = {
        "programmes": [
            _programme(one) for one in Programme.objects.filter(maker=user).prefetch_related("items")
        ],
        "programmes that name you": [_programme(one) for one in _naming(user).prefetch_related("items")],
        "sheets of your school": [one.title for one in OwnSheet.objects.filter(maker=user)],
        "partners whom you asked": [
            {
                "sheet": one.sheet.title,
                "whom": one.for_whom,
                "opened": one.opened.isoformat(),
                "until": (one.withdrawn or one.expires).isoformat(),
            }
            for one in PartnerLink.objects.filter(opened_by=user).select_related("sheet")
        ],
        "what partners said that you decided on": [
            {
                "sheet": one.link.sheet.title,
                "part": one.part,
                "state": one.state,
                "decided": one.decided.isoformat() if one.decided else "",
            }
            for one in PartnerNote.objects.filter(decided_by=user).select_related("link__sheet")
        ],
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
        **privacy_of_people.export(user),
        **privacy_of_plans.export(user),
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
    privacy_of_people.erase(user)
    privacy_of_plans.erase(user)
    KeptCopy.objects.filter(person=user).delete()
    Programme.objects.filter(maker=user, shared=False).delete()
    _naming(user).update(facilitator="")
    own = Programme.objects.filter(maker=user)
    if user.name:
        own.filter(facilitator__icontains=user.name).update(facilitator="")
    own.update(maker=None)
    OwnSheet.objects.filter(maker=user).update(maker=None)
    PartnerLink.objects.filter(opened_by=user).update(opened_by=None)
    PartnerNote.objects.filter(decided_by=user).update(decided_by=None)


def over(before) -> dict[str, QuerySet]:
    """Return copies whose day has come, old links with what came over them, programmes of two years ago."""
    today = timezone.localdate()
    day = timezone.now() - datetime.timedelta(days=PROGRAMME_DAYS)
    return {
        "kept copies": KeptCopy.objects.filter(kept_until__lte=today),
        "programmes": Programme.objects.filter(changed__lt=day),
        "links of partners": over_before(before),
        **privacy_of_people.over(today),
        **privacy_of_plans.over(today),
    }


WAYS = privacy_of_people.WAYS
