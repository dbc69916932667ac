"""The second factor: who has one, whether this session used it, and taking a lost one away."""

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.views import redirect_to_login
from django.core.mail import send_mail
from django.db import transaction
from django.dispatch import receiver
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.log_actions import log

from portal.accounts import audit

STRONG = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_one(user) -> bool:
    """Whether `user` has set up an authenticator app or a security key."""
    return Authenticator.objects.filter(user=user, type__in=STRONG).exists()


def session_used_it(request) -> bool:
    """Whether the person signed in with their second factor (or a passkey) in this very session."""
    return any(one.get("method") == "mfa" for one in get_authentication_records(request, request.user))


def demand(request):
    """Return None where this signed-in session has used a second factor, else where to go for it.

    Someone without one is sent to set it up. Someone who has one, but came in without it (by a
    session older than the second factor, say), is signed out and asked to sign in again.
    """
    if not has_one(request.user):
        messages.info(
            request,
            "To manage the portal you need a second step at sign-in. Set it up here, then go back.",
        )
        return redirect("mfa_activate_totp")
    if session_used_it(request):
        return None
    logout(request)
    messages.info(request, "Sign in again, with your second step, to manage the portal.")
    return redirect_to_login(request.get_full_path(), reverse("account_login"), REDIRECT_FIELD_NAME)


@receiver(authenticator_added)
def first_one_counts(request, user, authenticator, **_kwargs) -> None:
    """Let someone who has just set up a first second factor go on: they have shown that they hold it.

    A further one proves nothing about the first, so it does not count.
    """
    audit.record("second_factor_added", by=user, about=user)
    only_one = Authenticator.objects.filter(user=user, type__in=STRONG).count() == 1
    if authenticator.type in STRONG and only_one:
        record_authentication(request, user, method="mfa", type=authenticator.type, id=authenticator.pk)


def end_sessions(user) -> None:
    """Sign `user` out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()


@transaction.atomic
def reset(user, by) -> None:
    """Take away every second factor of `user`, sign them out everywhere, write it down and tell them.

    `by` is the Administrator who does it. The caller has checked that they may.
    """
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    audit.record("second_factor_reset", by=by, about=user)
    log(instance=user, action="accounts.second_factor_reset", user=by)
    text = render_to_string(
        "accounts/email/second_factor_reset.txt",
        {"person": user, "by": by, "base_url": settings.WAGTAILADMIN_BASE_URL.rstrip("/")},
    )
    transaction.on_commit(
        lambda: send_mail("Your second step at sign-in was reset", text, None, [user.email])
    )
