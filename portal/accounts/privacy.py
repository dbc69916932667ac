"""What is held about people, and the one way each app says so.

The protocol. An app that holds anything about a person has a module `privacy.py` with

- `describe() -> list[Holding]`: one entry for each model with data about people. A test walks all
  models that point at a user, and fails for one that is not described.
- `export(user) -> dict`: what is held about `user`, as plain values that JSON can carry.
- `erase(user) -> None`: remove it, or cut the tie to the person where a record must stay.
- `over(before) -> dict[str, QuerySet]`: by kind, what is older than `before` and no longer needed. No row
  is of two kinds, and they are let go in this order.
- `WAYS`, only where a kind is not simply deleted: what is done with its rows, by kind.

`registry()` finds these modules; the functions named `..._everything` run them all. This module is
also the `privacy.py` of the accounts themselves and of the sign-in libraries they use.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import APIToken, ModelLogEntry, PageSubscription

from portal.accounts import audit, second_factor
from portal.accounts.models import Invitation, Membership, User

Way = Callable[[QuerySet], object]

FORMER = "Former user"
SIGN_INS = (AccessLog, AccessFailureLog, AccessAttempt)  # that worked; that failed, and the last of these
MEMBERSHIP_KEPT = datetime.timedelta(days=6 * 365)


@dataclass(frozen=True)
class Holding:
    """One kind of data about people: in which model, what, why and for how long."""

    model: str  # app_label.ModelName
    what: str
    why: str
    kept: str


class RecordsNamingPeople:
    """The four functions for an app whose records name a person and hold nothing else about them.

    In: the app's label, and a sentence on why. Where a record may be without the person the tie is
    cut; elsewhere it goes on pointing at the emptied account, which has no name.
    """

    def __init__(self, app_label: str, why: str):
        self.app_label = app_label
        self.why = why

    def ties(self):
        """Yield (model, field) for every field of the app's models that points at a user."""
        for model in apps.get_app_config(self.app_label).get_models():
            for field in model._meta.get_fields():
                if field.many_to_one and field.concrete and field.related_model is User:
                    yield model, field

    def describe(self) -> list[Holding]:
        """Return one entry for each model."""
        labels = dict.fromkeys((model._meta.label, model._meta.verbose_name) for model, _ in self.ties())
        return [
            Holding(label, f"Who looks after or works on this: {name}", self.why, "As long as the record")
            for label, name in labels
        ]

    def export(self, user) -> dict:
        """Return the names of the records that name `user`."""
        held = {}
        for model, field in self.ties():
            records = [str(record) for record in model._default_manager.filter(**{field.name: user})]
            if records:
                held[f"{model._meta.verbose_name}: {field.verbose_name}"] = records
        return held

    def erase(self, user) -> None:
        """Cut the ties that may be cut."""
        for model, field in self.ties():
            if field.null:
                model._default_manager.filter(**{field.name: user}).update(**{field.name: None})

    def over(self, before) -> dict[str, QuerySet]:
        """Return nothing: a record of this kind is kept for its content, not for the person."""
        return {}


def registry() -> list[ModuleType]:
    """Return the privacy module of every installed app that has one."""
    return [
        import_module(f"{app.name}.privacy")
        for app in apps.get_app_configs()
        if find_spec(f"{app.name}.privacy")
    ]


def everything_held() -> list[Holding]:
    """Return what all apps hold about people."""
    return [holding for module in registry() for holding in module.describe()]


def export_everything(user) -> dict:
    """Return what all apps hold about `user`, by the name of the app."""
    return {_app_of(module): module.export(user) for module in registry()}


@transaction.atomic
def erase_everything(user, by=None) -> None:
    """Erase `user` from all apps, or from none if one of them fails. `by` is who asked for it."""
    modules = registry()
    for module in modules:
        module.erase(user)
    audit.record("person_erased", by=by, about=user)


def over_everything(before) -> dict[tuple[str, str], int]:
    """Return how much is older than `before` and no longer needed, by app and kind. Nothing is deleted."""
    return {
        (_app_of(module), kind): rows.count()
        for module in registry()
        for kind, rows in module.over(before).items()
    }


def expire_everything(before) -> dict[tuple[str, str], int]:
    """Delete it, or what else its app does with it; return how much went, by app and kind."""
    return {
        (_app_of(module), kind): count
        for module in registry()
        for kind, count in expire(module, before).items()
    }


@transaction.atomic
def expire(module: ModuleType, before) -> dict[str, int]:
    """Let go what `module` says is over; return how much went, by kind.

    All is counted first: what goes together with rows of an earlier kind has gone too.
    """
    found = module.over(before)
    counts = {kind: rows.count() for kind, rows in found.items()}
    ways: Mapping[str, Way] = getattr(module, "WAYS", {})
    for kind, rows in found.items():
        ways.get(kind, QuerySet.delete)(rows)
    return counts


def _app_of(module: ModuleType) -> str:
    return module.__name__.split(".")[-2]


def describe() -> list[Holding]:
    """Return what the accounts hold about people."""
    return [
        Holding(
            "accounts.User",
            "Name, e-mail address, job title, school and role; extra time in quizzes, where you asked for it",
            "To sign you in and show you what is meant for your role",
            "Until the account is erased",
        ),
        Holding(
            "accounts.Membership",
            "The schools that you belong or belonged to: your job title there, whether you lead it, and when "
            "you joined and left",
            "So that a school’s pages open for its own staff, and its lead sees who they are",
            "Six years after you left the school, or until the account is erased",
        ),
        Holding(
            "accounts.Invitation",
            "Name, address, job title, school and role of a person who was invited, and who invited them",
            "To let that person, and nobody else, make an account",
            "Six months after it was used or ran out",
        ),
        Holding(
            "account.EmailAddress",
            "Your e-mail addresses, and whether each is confirmed",
            "To send you messages about your account",
            "Until the account is erased",
        ),
        Holding(
            "mfa.Authenticator",
            "That you have a second factor, and the secret it shares with us",
            "To check it when you sign in",
            "Until you remove it, or the account is erased",
        ),
        Holding(
            "socialaccount.SocialAccount",
            "Your number at a sign-in service that you connected",
            "To let you sign in with it",
            "Until you disconnect it, or the account is erased",
        ),
        Holding(
            "usersessions.UserSession",
            "Where you are signed in: address, browser and time",
            "So that you can see and end your sessions",
            "Until the session ends, at the latest six months after you last used it",
        ),
        Holding(
            "axes.AccessAttempt",
            "Sign-ins that worked or failed: e-mail address, network address, browser and time",
            "To stop someone who guesses passwords",
            "Six months",
        ),
    ]


def export(user) -> dict:
    """Return the account of `user`. Secrets (password, second factor) are not part of it."""
    return {
        "name": user.name,
        "email": user.email,
        "job_title": user.job_title,
        "extra_time": user.extra_time,
        "school": str(user.school) if user.school else None,
        "roles": user.role_names,
        "memberships": [
            {
                "school": one.school.name,
                "lead": one.lead,
                "job_title": one.job_title,
                "joined": one.joined.isoformat(),
                "left": one.left.isoformat() if one.left else None,
            }
            for one in user.memberships.select_related("school")
        ],
        "joined": user.date_joined.isoformat(),
        "last_sign_in": user.last_login.isoformat() if user.last_login else None,
        "email_addresses": list(
            EmailAddress.objects.filter(user=user).values("email", "verified", "primary")
        ),
        "second_factors": [
            {"type": one.get_type_display(), "since": one.created_at.isoformat()}
            for one in Authenticator.objects.filter(user=user)
        ],
        "connected_services": list(SocialAccount.objects.filter(user=user).values("provider", "uid")),
        "sessions": [
            {"address": one.ip, "browser": one.user_agent, "since": one.created_at.isoformat()}
            for one in UserSession.objects.filter(user=user)
        ],
        "sign_ins": [
            {
                "worked": model is AccessLog,
                "address": one.ip_address,
                "browser": one.user_agent,
                "at": one.attempt_time.isoformat(),
            }
            for model in SIGN_INS
            for one in model.objects.filter(username__iexact=user.email)
        ],
        "invitations": [
            {
                "email": one.email,
                "name": one.name,
                "job_title": one.job_title,
                "school": str(one.school or ""),
                "role": one.role.name,
                "sent": one.created.isoformat(),
                "invited by": str(one.invited_by or ""),
            }
            for one in Invitation.objects.filter(email__iexact=user.email).select_related(
                "role", "school", "invited_by"
            )
        ],
        "invitations that you sent": [  # whose address each went to is theirs
            {"school": str(one.school or ""), "role": one.role.name, "sent": one.created.isoformat()}
            for one in user.invitations_sent.select_related("role", "school")
        ],
    }


def erase(user) -> None:
    """Empty the account. The row stays, without a name, so that records which point at it still stand."""
    second_factor.end_sessions(user)
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=user).delete()
    for model in SIGN_INS:
        model.objects.filter(username__iexact=user.email).delete()
    Invitation.objects.filter(email__iexact=user.email).delete()
    user.invitations_sent.update(invited_by=None)
    user.memberships.all().delete()
    _erase_from_the_admin(user)
    if profile := getattr(user, "wagtail_userprofile", None):
        profile.avatar.delete(save=False)
        profile.delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.name = FORMER
    user.email = f"{user.public_id}@erased.invalid"
    user.job_title = ""
    user.extra_time = 0
    user.school = None
    user.is_active = user.is_superuser = False
    user.set_unusable_password()
    user.save()


def _erase_from_the_admin(user) -> None:
    """Delete what Wagtail keeps of what somebody has open, and their name in the histories of accounts."""
    for model in (FormState, EditingSession, PageSubscription, APIToken):
        model.objects.filter(user=user).delete()
    account = Q(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
    invitation = Q(label__iexact=str(Invitation(email=user.email)))
    about = ModelLogEntry.objects.filter(account | invitation)
    about.update(label=FORMER)


def over(before) -> dict[str, QuerySet]:
    """Return invitations, sign-ins and dead sessions older than `before`, and memberships of long ago."""
    live = Session.objects.values("session_key")
    return {
        "invitations": Invitation.objects.filter(expires__lt=before),
        "sign-ins that failed": AccessAttempt.objects.filter(attempt_time__lt=before),
        "sign-ins": AccessLog.objects.filter(attempt_time__lt=before),
        "failures of sign-ins": AccessFailureLog.objects.filter(attempt_time__lt=before),
        "ended sessions of people": UserSession.objects.filter(last_seen_at__lt=before).exclude(
            session_key__in=live
        ),
        "sessions": Session.objects.filter(expire_date__lt=before),
        "memberships": Membership.objects.filter(left__lt=timezone.localdate() - MEMBERSHIP_KEPT),
    }
