"""A person's own pages, the link of an invitation, and the reset of a lost second factor."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts import privacy, second_factor
from portal.accounts.adapter import TOKEN_IN_SESSION
from portal.accounts.models import Invitation, User


@login_required
@require_safe
def profile(request):
    """Show who is signed in, and where everything about the account is changed."""
    return render(
        request, "accounts/profile.html", {"has_second_factor": second_factor.has_one(request.user)}
    )


@require_safe
def invitation(request, token):
    """Keep the token in the session and go on to the form, so that it leaves the address bar.

    A token that is unknown, used or too old gets a page that says what to do (status 410).
    """
    if request.user.is_authenticated:
        messages.info(request, "You have an account already. Sign out first to accept an invitation.")
        return redirect("accounts:profile")
    if Invitation.objects.usable(token) is None:
        return render(request, "accounts/invitation_over.html", status=410)
    request.session[TOKEN_IN_SESSION] = token
    return redirect("account_signup")


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
