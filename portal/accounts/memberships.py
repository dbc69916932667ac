"""Who belongs to which school, and for which school a person acts. Nothing else changes a membership.

A person may belong to several schools and acts for one at a time: `User.school`, `User.job_title` and the
role "School lead" are those of that membership, so the rest of the portal asks the account alone.
"""

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts import audit
from portal.accounts.models import Invitation, Membership, School
from portal.accounts.roles import READER, SCHOOL_LEAD


class LastLeadError(Exception):
    """The school would be without a lead."""


def is_lead(user) -> bool:
    """Return whether `user` leads the school that they act for."""
    return user.is_authenticated and user.leads


def current(**of) -> QuerySet[Membership]:
    """Return the memberships that last: `current(person=user)`, `current(school=school)`."""
    return Membership.objects.filter(left=None, **of)


def schools_of(user) -> set[int]:
    """Return the numbers of the schools where the name of `user` may stand: of now and of before."""
    return {*user.memberships.values_list("school", flat=True), *filter(None, [user.school_id])}


@transaction.atomic
def join(person, school, *, lead: bool = False, job_title: str = "", by=None) -> Membership:
    """Return the membership of `person` in `school`, made where there is none.

    It never takes the lead away. Whoever acts for no school acts for this one from now on.
    """
    _hold(school)
    membership = current(person=person, school=school).first() or Membership(person=person, school=school)
    begins = membership.pk is None
    membership.lead = membership.lead or lead
    membership.job_title = membership.job_title or job_title
    membership.save()
    if begins:
        audit.record("school_joined", by=by or person, about=person)
    if person.school_id in (None, school.pk):
        act_for(person, membership)
    return membership


@transaction.atomic
def leave(membership: Membership, *, by=None, last_lead_may: bool = False) -> None:
    """End `membership` today. The school's pages close at once; the account stays the person's.

    They act for another of their schools from now on, or for none. Raises LastLeadError for the
    only lead of a school, unless `last_lead_may`.
    """
    membership = _held(membership)
    if membership.left:
        return
    if not last_lead_may:
        _leave_a_lead(membership)
    membership.left, membership.lead = timezone.localdate(), False
    membership.save(update_fields=["left", "lead"])
    audit.record("school_left", by=by, about=membership.person)
    if membership.person.school_id == membership.school_id:
        act_for(membership.person, current(person=membership.person).order_by("joined", "pk").first())


@transaction.atomic
def set_lead(membership: Membership, lead: bool, *, by=None) -> None:
    """Make somebody a lead of their school, or one no longer. Raises LastLeadError for the only one."""
    membership = _held(membership)
    if membership.left or membership.lead == lead:
        return
    if not lead:
        _leave_a_lead(membership)
    membership.lead = lead
    membership.save(update_fields=["lead"])
    audit.record("school_lead_made" if lead else "school_lead_ended", by=by, about=membership.person)
    if membership.person.school_id == membership.school_id:
        act_for(membership.person, membership)


@transaction.atomic
def act_for(person, membership: Membership | None) -> None:
    """Let `person` act for `membership`: the account takes its school, job title and lead.

    Without one they act for no school.
    """
    person.school = membership.school if membership else None
    if membership:
        person.job_title = membership.job_title
    person.save(update_fields=["school", "job_title"])
    leads = bool(membership and membership.lead)
    roles = {group.name: group for group in Group.objects.filter(name__in=[READER, SCHOOL_LEAD])}
    if leads:
        person.groups.remove(*filter(None, [roles.get(READER)]))
        person.groups.add(roles[SCHOOL_LEAD])
    elif person.groups.filter(name=SCHOOL_LEAD).exists():
        person.groups.remove(roles[SCHOOL_LEAD])
        if not person.groups.exists():
            person.groups.add(*filter(None, [roles.get(READER)]))


@transaction.atomic
def choose(person, membership: Membership) -> bool:
    """Let `person` act for one of their schools; return False where they have left it a moment ago."""
    membership = _held(membership)
    if membership.left:
        return False
    act_for(person, membership)
    return True


@transaction.atomic
def follow_account(person, before: int | None = None) -> None:
    """Make the memberships follow what an Administrator set on the account of `person`.

    In: the number of the school before. A person given another school has moved: the membership of the
    one before ends. Without a school all end. An Administrator may leave a school without a lead.
    """
    school, job_title = person.school, person.job_title
    leads = person.groups.filter(name=SCHOOL_LEAD).exists()
    ends = current(person=person)
    ends = ends.exclude(school=school).filter(school=before) if school else ends
    for membership in ends:
        leave(membership, last_lead_may=True)
    if school is None:
        return
    _hold(school)
    # Ending the one before let them act for another, and lose the role: what was set counts.
    membership, _ = Membership.objects.get_or_create(person=person, school=school, left=None)
    membership.lead, membership.job_title = leads, job_title
    membership.save()
    act_for(person, membership)


@transaction.atomic
def accept(invitation: Invitation, person) -> None:
    """Give `person` what the invitation promises: a membership, and a role in the portal."""
    if invitation.school:
        lead = invitation.role.name == SCHOOL_LEAD
        join(person, invitation.school, lead=lead, job_title=invitation.job_title)
    if invitation.role.name not in (READER, SCHOOL_LEAD):
        person.groups.add(invitation.role)
    elif not person.groups.exists():  # to lead is of the school that one acts for: `join` gives that alone
        person.groups.add(Group.objects.get(name=READER))
    audit.record("invitation_accepted", by=person, about=person)


def _hold(school: School) -> None:
    """Let nobody else change who belongs to `school` until the transaction ends."""
    School.objects.select_for_update().get(pk=school.pk)


def _held(membership: Membership) -> Membership:
    """Return `membership` as it is now, with its school held."""
    School.objects.select_for_update().get(pk=membership.school_id)
    return Membership.objects.select_related("person", "school").get(pk=membership.pk)


def _leave_a_lead(membership: Membership) -> None:
    others = current(school=membership.school_id, lead=True, person__is_active=True).exclude(pk=membership.pk)
    if membership.lead and not others.exists():
        raise LastLeadError
