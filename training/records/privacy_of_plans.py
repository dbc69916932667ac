"""What plans hold about people: what they have, who was written to, who looked. A part of privacy.py."""

import datetime

from django.db.models import Q, QuerySet

from portal.accounts.privacy import Holding
from training.records.dates import months_after
from training.records.models import Assignment, Digest, Plan, RecordView, Reminder, Requirement

ASSIGNMENT_MONTHS = 7 * 12
VIEW_MONTHS = 24
LETTER_MONTHS = 12


def describe() -> list[Holding]:
    """Return one entry for each model."""
    return [
        Holding(
            "records.Plan",
            "That you made a training plan",
            "So that the plan has somebody who answers for it",
            "As long as the plan; your name goes when your account is erased",
        ),
        Holding(
            "records.Assignment",
            "The training plans that you were given or chose: what is in them, by when, and who gave them",
            "So that you see what is next, and your school can show who has done what",
            "Seven years after it ended or was due (where it has neither day: after you got it), "
            "or until your account is erased",
        ),
        Holding(
            "records.Requirement",
            "That you set what the staff of your school do again and again",
            "So that the rule has somebody who answers for it",
            "As long as the rule; your name goes when your account is erased",
        ),
        Holding(
            "records.Digest",
            "That you got the weekly letter about the training of your school",
            "So that it does not come twice",
            "One year",
        ),
        Holding(
            "records.Reminder",
            "That you were reminded of something that falls due",
            "So that no reminder comes twice",
            "One year",
        ),
        Holding(
            "records.RecordView",
            "Who looked at what you did in the training, on which day",
            "So that you can see who did",
            "Two years, or until your account is erased",
        ),
    ]


def export(user) -> dict:
    """Return all of it, as plain values."""
    given = Assignment.objects.filter(person=user).select_related("school", "given_by")
    return {
        "training plans that you have": [
            {
                "plan": one.name,
                "version": one.version,
                "school": one.school.name if one.school else "",
                "given on": one.given_on.isoformat(),
                "given by": str(one.given_by or ""),
                "due on": one.due_on.isoformat() if one.due_on else "",
                "cycle": one.cycle,
                "counts from": one.counts_from.isoformat() if one.counts_from else "",
                "ended": one.ended.isoformat() if one.ended else "",
                "items": [item.title for item in one.items.all()],
                "reminders": [row.sent.isoformat() for row in one.reminders.all()],
            }
            for one in given.prefetch_related("items", "reminders")
        ],
        "training plans that you made": [one.name for one in Plan.objects.filter(maker=user)],
        "training plans that you gave": Assignment.objects.filter(given_by=user).exclude(person=user).count(),
        "requirements that you set": [
            {"plan": one.plan.name, "for": one.job_title or "everybody"}
            for one in Requirement.objects.filter(made_by=user).select_related("plan")
        ],
        "weekly letters": [one.week.isoformat() for one in Digest.objects.filter(person=user)],
        "who looked at your record": [
            {
                "who": str(one.viewer or "an account that was erased"),
                "what": one.get_what_display(),
                "on": one.on.isoformat(),
            }
            for one in RecordView.objects.filter(person=user).select_related("viewer")
        ],
        "whose record you looked at": [
            {"what": one.what, "on": one.on.isoformat()} for one in RecordView.objects.filter(viewer=user)
        ],
    }


def erase(user) -> None:
    """Delete what is about them; cut the tie where others go on with it."""
    Assignment.objects.filter(person=user).delete()
    RecordView.objects.filter(person=user).delete()
    Digest.objects.filter(person=user).delete()
    RecordView.objects.filter(viewer=user).update(viewer=None)
    Assignment.objects.filter(given_by=user).update(given_by=None)
    Plan.objects.filter(maker=user).update(maker=None)
    Requirement.objects.filter(made_by=user).update(made_by=None)


def assignments_over(today: datetime.date) -> QuerySet[Assignment]:
    """Return the plans of people that are kept no longer on `today`; what counted for them may go too."""
    day = months_after(today, -ASSIGNMENT_MONTHS)
    without_a_day = Q(ended=None, due_on=None, given_on__lt=day)
    return Assignment.objects.filter(Q(ended__lt=day) | Q(due_on__lt=day) | without_a_day)


def over(today: datetime.date) -> dict[str, QuerySet]:
    """Return what is kept no longer on `today`."""
    letters = months_after(today, -LETTER_MONTHS)
    return {
        "assignments": assignments_over(today),
        "reminders": Reminder.objects.filter(sent__date__lt=letters),
        "weekly letters": Digest.objects.filter(sent__date__lt=letters),
        "views of records": RecordView.objects.filter(on__lt=months_after(today, -VIEW_MONTHS)),
    }
