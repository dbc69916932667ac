"""What allauth asks of the project: nobody signs up uninvited, nobody is sent to another site."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from portal.accounts import audit, invitations, memberships
from portal.accounts.models import Invitation

TOKEN_IN_SESSION = "invitation"  # noqa: S105 - the name of a key


def invitation_of(request):
    """Return the usable invitation whose link this session has followed, or None."""
    token = request.session.get(TOKEN_IN_SESSION) if hasattr(request, "session") else None
    return Invitation.objects.usable(token) if token else None


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up by invitation, sign-in without a second limit beside that of axes."""

    def is_open_for_signup(self, request):
        """Return whether this session holds a usable invitation to somebody without an account."""
        invitation = invitation_of(request)
        return invitation is not None and not invitations.has_account(invitation)

    @transaction.atomic
    def save_user(self, request, user, form, commit=True):
        """Save the invited person with the address, school and role of the invitation, and use it up.

        Raises PermissionDenied where the invitation was used a moment ago (a form sent twice).
        """
        invitation = invitation_of(request)
        if not (invitation and invitations.use_up(invitation)):
            raise PermissionDenied("This invitation has been used.")
        form.cleaned_data["email"] = invitation.email
        user.name = form.cleaned_data["name"]
        user = super().save_user(request, user, form, commit=True)
        memberships.accept(invitation, user)
        request.session.pop(TOKEN_IN_SESSION, None)
        # The link came by e-mail, so the address is known to be theirs.
        self.stash_verified_email(request, invitation.email)
        return user

    def pre_login(self, request, user, **kwargs):
        """Refuse the sign-ins of the demonstration on any other site."""
        if user.is_demo and not settings.DEMO:
            clear_login(request)
            audit.record("demo_sign_in_refused", about=user)
            messages.error(request, "This account is only for the demonstration. It cannot be used here.")
            return redirect("account_login")
        return super().pre_login(request, user, **kwargs)

    def pre_authenticate(self, request, **credentials):
        """Count nothing here: axes counts wrong passwords, by account and address."""

    def is_safe_url(self, url):
        """Return whether `url` stays on this host. allauth itself would allow every allowed host."""
        return url_has_allowed_host_and_scheme(
            url, {self.request.get_host()}, require_https=self.request.is_secure()
        )


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """A sign-in by Google, Microsoft or another service is for people who have an account already."""

    def is_open_for_signup(self, request, sociallogin):
        """Return False: an invitation is accepted with a password or not at all."""
        return False
