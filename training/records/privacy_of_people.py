"""What is held about what one person learned: records, certificates, their own logs. A part of privacy.py."""

import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from portal.accounts.privacy import Holding
from training.records import cpd
from training.records.dates import months_after
from training.records.models import AssignedItem, Certificate, CpdEntry, LearningRecord, SupervisionEntry
from training.records.privacy_of_plans import assignments_over

RECORD_MONTHS = 7 * 12
SUPERVISION_MONTHS = 3 * 12


def describe() -> list[Holding]:
    """Return one entry for each model."""
    seven = "Seven years after that day, or until your account is erased"
    return [
        Holding(
            "records.LearningRecord",
            "What you did in the training: the day, the version, how it is known, its time, your school then",
            "So that you can show what you did, and in which version of the guidance",
            "Seven years after that day, and as long as a training plan that you have counts it; or until "
            "your account is erased",
        ),
        Holding(
            "records.CpdEntry",
            "What you wrote into your CPD log: reflections and evidence too, which nobody else can open",
            "So that you have one log of your professional development, and can take it along",
            f"Until you delete it. {seven}",
        ),
        Holding(
            "records.SupervisionEntry",
            "When you had supervision, with whom by role, what was agreed for your own work, the next date",
            "So that you know what you agreed. Your school can see the dates and nothing else",
            "Until you delete it. Three years after that day, or until your account is erased",
        ),
        Holding(
            "records.Certificate",
            "Your certificates: name, title, hours, version, dates. Whoever has the address of one sees it",
            "So that you can show that you completed something, and others can check it",
            "Seven years after it was issued and ran out, or until your account is erased",
        ),
    ]


def export(user) -> dict:
    """Return all of it, as plain values."""
    return {
        "what you did": [
            {
                "title": one.title,
                "done on": one.done_on.isoformat(),
                "version": one.version,
                "outcome": one.get_outcome_display(),
                "how it is known": one.get_how_display(),
                "hours": str(one.hours),
                "school": one.school.name if one.school else "",
                "note": one.note,
                "noted at": one.made.isoformat(),
                "number": str(one.public_id),
                "corrects": str(one.corrects.public_id) if one.corrects else "",
            }
            for one in LearningRecord.objects.filter(person=user).select_related("school", "corrects")
        ],
        "CPD log": [
            {
                "what": one.title,
                "done on": one.done_on.isoformat(),
                "provider": one.provider,
                "hours": str(one.hours),
                "reflection": one.reflection,
                "evidence": one.evidence_name,
                "about record": str(one.record.public_id) if one.record else "",
            }
            for one in CpdEntry.objects.filter(person=user).select_related("record")
        ],
        "supervision": [
            {
                "held on": one.held_on.isoformat(),
                "with": one.with_role,
                "agreed": one.agreed,
                "next": one.next_on.isoformat() if one.next_on else "",
            }
            for one in SupervisionEntry.objects.filter(person=user)
        ],
        "certificates": [
            {
                "number": str(one.uuid),
                "name": one.name,
                "title": one.title,
                "hours": str(one.hours),
                "version": one.version,
                "issued": one.issued.isoformat(),
                "valid until": one.expires.isoformat() if one.expires else "",
                "issuer": one.issuer,
                "revoked": one.revoked_on.isoformat() if one.revoked_on else "",
                "why": one.why_revoked,
                "in the place of": str(one.supersedes.uuid) if one.supersedes else "",
            }
            for one in Certificate.objects.filter(person=user).select_related("supersedes")
        ],
    }


def erase(user) -> None:
    """Delete all of it, files too. The address of a certificate then leads nowhere."""
    Certificate.objects.filter(person=user).erase()
    cpd.delete(CpdEntry.objects.filter(person=user))
    SupervisionEntry.objects.filter(person=user).delete()
    LearningRecord.objects.filter(person=user).erase()


def over(today: datetime.date) -> dict[str, QuerySet]:
    """Return what is kept no longer on `today`: certificates before what they rest on."""
    records = months_after(today, -RECORD_MONTHS)
    ran_out = Q(expires=None) | Q(expires__lt=records)
    return {
        "certificates": Certificate.objects.filter(ran_out, issued__lt=records),
        "CPD entries": CpdEntry.objects.filter(done_on__lt=records),
        "supervision": SupervisionEntry.objects.filter(held_on__lt=months_after(today, -SUPERVISION_MONTHS)),
        "learning records": LearningRecord.objects.filter(~_counted(today), done_on__lt=records),
    }


def _counted(today: datetime.date) -> Exists:
    """Tell of records whether a plan that is kept counts them: without them it would be undone again."""
    counts = Q(assignment__counts_from=None) | Q(assignment__counts_from__lte=OuterRef("done_on"))
    items = AssignedItem.objects.alias(page=Coalesce(F("number"), 0)).filter(
        counts,
        assignment__person=OuterRef("person"),
        sort=OuterRef("sort"),
        page=Coalesce(OuterRef("number"), 0),
        key=OuterRef("key"),
    )
    return Exists(items.exclude(assignment__in=assignments_over(today)))


WAYS = {  # what is written once goes by its own way, and files of evidence go with their entries
    "certificates": lambda rows: rows.erase(),
    "CPD entries": cpd.delete,
    "learning records": lambda rows: rows.erase(),
}
