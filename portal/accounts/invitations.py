"""Inviting people: one by an Administrator, or a list by a school's lead, in parts and to nobody twice."""

import time
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from portal.accounts import audit
from portal.accounts.models import INVITATION_DAYS, Invitation, User, hash_token, in_two_weeks
from portal.mail_server import NOT_SENT, is_of_this_letter

MOST_AT_ONCE = 100
SECONDS_AT_ONCE = 10  # a request must answer, however slow the mail server is


def has_account(invitation: Invitation) -> bool:
    """Return whether somebody has an account with the address of `invitation`."""
    return User.objects.filter(email__iexact=invitation.email).exists()


def use_up(invitation: Invitation) -> bool:
    """Mark `invitation` as accepted; return False where it was a moment ago (a form sent twice)."""
    now = timezone.now()
    return bool(Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=now))


def invite(*, email, name, role, school=None, job_title="", invited_by=None) -> Invitation:
    """Make an invitation and send its link by e-mail. An earlier unused one of the same school ends.

    In: the person and the group that is to be their role. Out: the saved invitation. Raises one of
    NOT_SENT where the post does not take it: then there is none, and the earlier one is there again.
    It is sent in no transaction: a mail server may be slow, and the database is everybody's.
    """
    with transaction.atomic():
        found = Invitation.objects.filter(email__iexact=email, accepted_at=None, school=school)
        earlier = list(found)
        found.delete()
        invitation, token = Invitation.objects.invite(
            email=email.lower(),
            name=name,
            role=role,
            school=school,
            job_title=job_title,
            invited_by=invited_by,
        )
    try:
        _letter(invitation, token).send()
    except NOT_SENT:
        _put_back(invitation, earlier)
        raise
    audit.record("invitation_sent", by=invited_by)
    return invitation


@transaction.atomic
def _put_back(invitation: Invitation, earlier: list[Invitation]) -> None:
    """Take back an invitation that was not sent; a newer one that has its place meanwhile stays."""
    gone, _ = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).delete()
    if gone:
        Invitation.objects.bulk_create(earlier)


def open_ones(school) -> QuerySet[Invitation]:
    """Return the invitations of `school` that somebody may still accept, or that wait to be sent."""
    return Invitation.objects.filter(school=school, accepted_at=None, expires__gt=timezone.now())


def write_down(people: Iterable, *, school, role, by) -> None:
    """Keep invitations for `people` (email, name, job_title), to be sent later.

    Whoever has an open one from the school keeps it, also when two leads do this at the same moment.
    """
    rows = [
        Invitation(
            email=person.email.lower(),
            name=person.name,
            job_title=person.job_title,
            school=school,
            role=role,
            invited_by=by,
            sent_at=None,
            token_hash=hash_token(get_random_string(43)),  # no link has it: sending makes one
        )
        for person in people
    ]
    with transaction.atomic():
        over = Invitation.objects.filter(school=school, accepted_at=None, expires__lte=timezone.now())
        over.filter(email__in=[row.email for row in rows]).delete()
        Invitation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=100)


class Went(NamedTuple):
    """How many invitations were sent, how many addresses were refused, and whether the post takes more."""

    sent: int
    refused: int
    taken: bool


def send_waiting(school) -> Went:
    """Send what waits, as much as fits into one request.

    Each is claimed before it is sent, so that of two who send at once neither sends it again. What
    the mail server refuses goes on waiting: an address that it does not take, behind all others.
    """
    ends, sent, refused = time.monotonic() + SECONDS_AT_ONCE, 0, 0
    waiting = list(open_ones(school).filter(sent_at=None).order_by("expires", "pk")[:MOST_AT_ONCE])
    if not waiting:
        return Went(0, 0, True)
    connection = get_connection()
    try:
        connection.open()
        for invitation in waiting:
            if time.monotonic() > ends:
                break
            try:
                sent += send_once(invitation, connection)
            except NOT_SENT as problem:
                if not is_of_this_letter(problem):
                    raise
                refused += 1
                last = Invitation.objects.filter(pk=invitation.pk, sent_at=None)
                last.update(expires=in_two_weeks())  # it waits, where the lead sees and withdraws it
    except NOT_SENT:
        return Went(sent, refused, False)
    finally:
        connection.close()
    return Went(sent, refused, True)


def send_once(invitation: Invitation, connection=None) -> bool:
    """Send an invitation that waits, with a link of its own; return False where somebody else did.

    Raises one of NOT_SENT where the post does not take it: then it waits as before.
    """
    token, now = get_random_string(43), timezone.now()
    claimed = Invitation.objects.filter(pk=invitation.pk, sent_at=None, accepted_at=None)
    if not claimed.update(sent_at=now, token_hash=hash_token(token), expires=in_two_weeks()):
        return False
    try:
        _letter(invitation, token, connection).send()
    except NOT_SENT:  # the link that was sent before, if one was, goes on working
        before = {"token_hash": invitation.token_hash, "expires": invitation.expires}
        Invitation.objects.filter(pk=invitation.pk, sent_at=now).update(sent_at=None, **before)
        raise
    audit.record("invitation_sent", by=invitation.invited_by)
    return True


def _letter(invitation: Invitation, token: str, connection=None) -> EmailMessage:
    """Return the e-mail with the link. Its words are the same whether there is an account or not."""
    text = render_to_string(
        "accounts/email/invitation.txt",
        {
            "invitation": invitation,
            "days": INVITATION_DAYS,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "link": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("accounts:invitation", args=[token]),
        },
    )
    subject = f"Your invitation to {settings.WAGTAIL_SITE_NAME}"
    return EmailMessage(subject, text, None, [invitation.email], connection=connection)
