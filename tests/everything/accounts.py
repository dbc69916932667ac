"""What there is of somebody's account: how they sign in, who invited them, what they have open."""

import uuid

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from wagtail.admin.models import EditingSession, FormState
from wagtail.log_actions import log
from wagtail.models import APIToken, PageSubscription
from wagtail.users.models import UserProfile

from hub.models import ArticlePage
from portal.accounts import memberships, roles
from portal.accounts.models import Invitation
from tests.everything.somebody import Somebody
from tests.factories.accounts import SchoolFactory


def add_account(of: Somebody) -> None:
    """Add what belongs to the account itself, and a school of before."""
    person, email = of.person, of.person.email
    person.job_title = of.typed("User.job_title")
    person.save()
    membership = memberships.join(person, SchoolFactory(), job_title=of.typed("Membership.job_title"))
    memberships.leave(membership, last_lead_may=True)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    SocialAccount.objects.create(user=person, provider="entra", uid=of.typed("SocialAccount.uid"))
    EmailAddress.objects.create(user=person, email=f"{of.marker}@home.example")
    key = uuid.uuid4().hex
    UserSession.objects.create(
        user=person,
        ip="192.0.2.1",
        session_key=key,
        user_agent=of.typed("UserSession.user_agent"),
    )
    Session.objects.create(session_key=uuid.uuid4().hex, session_data="x", expire_date=of.now)
    at = {"username": email, "ip_address": "192.0.2.1", "attempt_time": of.now}
    AccessLog.objects.create(**at, user_agent=of.typed("AccessLog.user_agent"))
    AccessFailureLog.objects.create(**at, user_agent=of.typed("AccessFailureLog.user_agent"))
    AccessAttempt.objects.create(
        **at,
        user_agent=of.typed("AccessAttempt.user_agent"),
        get_data="",
        post_data="",
        failures_since_start=1,
    )
    role = Group.objects.get(name=roles.READER)
    for address, by in ((email, of.colleague), (f"{uuid.uuid4().hex}@school.example", person)):
        own = address == email
        Invitation.objects.invite(
            email=address,
            name=of.typed("Invitation.name") if own else "",
            job_title=of.typed("Invitation.job_title") if own else "",
            role=role,
            school=of.school,
            invited_by=by,
        )


def add_admin(of: Somebody) -> None:
    """Add what Wagtail keeps of somebody who works in the admin, and of their account there."""
    page = ArticlePage.objects.live().first()
    kind = ContentType.objects.get_for_model(ArticlePage)
    at = {"user": of.person, "content_type": kind, "object_id": str(page.pk)}
    FormState.objects.create(**at, last_updated_at=of.now, data=f"title={of.marker}-unsaved")
    EditingSession.objects.create(**at, last_seen_at=of.now)
    PageSubscription.objects.create(user=of.person, page=page.page_ptr, comment_notifications=True)
    APIToken.objects.create(user=of.person, name=f"{of.marker}-token", key_hash=uuid.uuid4().hex)
    log(instance=of.person, action="wagtail.edit", user=of.colleague)
    invitation = Invitation.objects.filter(email=of.person.email).first()
    log(instance=invitation, action="wagtail.create", user=of.person)
    UserProfile.objects.create(user=of.person, current_time_zone=f"{of.marker}-zone")
