"""Sending an invitation."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from portal.accounts import audit
from portal.accounts.models import INVITATION_DAYS, Invitation


def invite(*, email, name, role, school=None, invited_by=None) -> Invitation:
    """Make an invitation and send its link by e-mail. Earlier unused ones for the address end.

    In: the person and the group that is to be their role. Out: the saved invitation.
    """
    Invitation.objects.filter(email__iexact=email, accepted_at=None).delete()
    invitation, token = Invitation.objects.invite(
        email=email.lower(), name=name, role=role, school=school, invited_by=invited_by
    )
    text = render_to_string(
        "accounts/email/invitation.txt",
        {
            "invitation": invitation,
            "days": INVITATION_DAYS,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "link": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("accounts:invitation", args=[token]),
        },
    )
    send_mail(f"Your invitation to {settings.WAGTAIL_SITE_NAME}", text, None, [invitation.email])
    audit.record("invitation_sent", by=invited_by)
    return invitation
