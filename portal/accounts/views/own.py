"""A person's own pages, the link of an invitation, and the reset of a lost second factor."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts import invitations, memberships, privacy, second_factor
from portal.accounts.adapter import TOKEN_IN_SESSION, invitation_of
from portal.accounts.models import Invitation, User

ONLY_LEAD = "Make somebody else the lead first."


@login_required
@require_safe
def profile(request):
    """Show who is signed in, and where everything about the account is changed."""
    context = {
        "has_second_factor": second_factor.has_one(request.user),
        "memberships": memberships.current(person=request.user).select_related("school"),
    }
    return render(request, "accounts/profile.html", context)


@require_safe
def invitation(request, token):
    """Keep the token in the session and go on to the form, so that it leaves the address bar.

    Whoever is signed in, or has an account with that address, goes on to accept it with the account.
    A token that is unknown, used or too old gets a page that says what to do (status 410).
    """
    found = Invitation.objects.usable(token)
    if found is None:
        return render(request, "accounts/invitation_over.html", status=410)
    request.session[TOKEN_IN_SESSION] = token
    if request.user.is_authenticated or invitations.has_account(found):
        return redirect("accounts:accept_invitation")
    return redirect("account_signup")


@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request):
    """Accept the invitation of this session with an account that is there; posted, and never unasked.

    Signed out, the page says to sign in. Who holds the link may accept it with any account of theirs.
    """
    found = invitation_of(request)
    if found is None:
        return render(request, "accounts/invitation_over.html", status=410)
    if request.method == "POST" and request.user.is_authenticated:
        request.session.pop(TOKEN_IN_SESSION, None)
        with transaction.atomic():
            if not invitations.use_up(found):
                return render(request, "accounts/invitation_over.html", status=410)
            memberships.accept(found, request.user)
        messages.success(request, f"Welcome to {found.school or settings.WAGTAIL_SITE_NAME}.")
        return redirect("accounts:profile")
    return render(request, "accounts/accept_invitation.html", {"invitation": found})


@require_POST
@login_required
def act_for(request, public_id):
    """Act for another of one's schools from now on; 404 for any other."""
    membership = get_object_or_404(memberships.current(person=request.user), public_id=public_id)
    if not memberships.choose(request.user, membership):
        raise Http404
    messages.success(request, f"You act for {membership.school} now.")
    return redirect("accounts:profile")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave_school(request, public_id):
    """Ask once, then end one's own membership of a school; 404 for any other."""
    membership = get_object_or_404(memberships.current(person=request.user), public_id=public_id)
    if request.method == "POST":
        try:
            memberships.leave(membership, by=request.user)
        except memberships.LastLeadError:
            messages.error(request, f"You are the only lead of {membership.school}. {ONLY_LEAD}")
        else:
            messages.success(request, f"You have left {membership.school}. Your account stays yours.")
        return redirect("accounts:profile")
    return render(request, "accounts/leave_school.html", {"membership": membership})


@login_required
@require_safe
def your_data(request):
    """Show what is held about the person; with ?download the same as a JSON file."""
    if "download" in request.GET:
        response = JsonResponse(privacy.export_everything(request.user), json_dumps_params={"indent": 2})
        response["Content-Disposition"] = 'attachment; filename="your-data.json"'
        return response
    return render(request, "accounts/your_data.html", {"holdings": privacy.everything_held()})


@login_required
@permission_required("accounts.change_user", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def reset_second_factor(request, public_id):
    """Ask an Administrator to confirm, then take the person's second factor away.

    The Administrator must have used their own in this session. 403 for anyone else, for oneself
    (whoever is in has one that works) and for a superuser's account, unless by a superuser.
    """
    if elsewhere := second_factor.demand(request):
        return elsewhere
    person = get_object_or_404(User, public_id=public_id)
    if person == request.user or (person.is_superuser and not request.user.is_superuser):
        raise PermissionDenied
    if request.method == "POST":
        second_factor.reset(person, by=request.user)
        messages.success(request, f"The second factor of {person} was reset. They have been told by e-mail.")
        return redirect("wagtailusers_users:index")
    return render(request, "accounts/reset_second_factor.html", {"person": person})
