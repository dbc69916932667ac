"""Inviting people to one's own school: a list is looked at first, then sent in parts."""

from django.contrib import messages
from django.contrib.auth.models import Group
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts import invitations
from portal.accounts.models import Invitation
from portal.accounts.pasted import MOST_LINES, check, lines_of
from portal.accounts.roles import READER
from portal.accounts.views.people import for_the_lead
from portal.limits import allow
from portal.mail_server import NOT_SENT, is_of_this_letter

HOUR = 60 * 60
LISTS_AN_HOUR, LETTERS_AN_HOUR = 20, 30
TOO_OFTEN = "That was often. Wait an hour: nothing you typed is lost."
REFUSED = "What it refuses stays on the list of who is waiting: withdraw it there, and write it anew."
NOT_TAKEN = "The mail server does not take them now. Those that were not sent wait here: try again later."


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_lead
def invite(request):
    """One address or a list; posted, say what is wrong with which line; confirmed, invite the good ones.

    The text always comes back: whole after looking, and what could not be sent after sending.
    """
    request.sensitive_post_parameters = "__ALL__"
    if request.method != "POST":
        return _page(request, "")
    text = request.POST.get("people", "")
    school = request.user.school
    lines = lines_of(text)
    if not lines:
        return _page(request, text, error="Write at least one address.", status=400)
    if len(lines) > MOST_LINES:
        return _page(request, text, error=f"{len(lines)} lines: at most {MOST_LINES} at once.", status=400)
    lines = check(lines, school)
    good, bad = [one for one in lines if not one.problem], [one for one in lines if one.problem]
    if not (request.POST.get("confirm") and good):
        return _page(request, text, good=good, bad=bad)
    if not allow("invite-list", str(request.user.pk), LISTS_AN_HOUR, HOUR):
        return _page(request, text, good=good, bad=bad, error=TOO_OFTEN, status=429)
    invitations.write_down(good, school=school, role=Group.objects.get(name=READER), by=request.user)
    _send(request)
    if bad:
        return _page(request, "\n".join(one.text for one in bad), bad=bad, done=len(good))
    return redirect("people:list")


def _page(request, text: str, *, error: str = "", status: int = 200, **found):
    context = {"text": text, "error": error, "most": MOST_LINES, "school": request.user.school, **found}
    return render(request, "accounts/people/invite.html", context, status=status)


def _send(request) -> None:
    """Send what waits, as much as fits, and say how it went."""
    sent, refused, taken = invitations.send_waiting(request.user.school)
    if sent:
        messages.success(request, f"{sent} invitation{'' if sent == 1 else 's'} sent.")
    if refused:
        addresses = "1 address" if refused == 1 else f"{refused} addresses"
        messages.error(request, f"The mail server refuses {addresses}. {REFUSED}")
    if not taken:
        messages.error(request, NOT_TAKEN)


@require_POST
@for_the_lead
def send(request):
    """Go on with what waits to be sent."""
    _send(request)
    return redirect("people:list")


def _own(request, pk: int) -> Invitation:
    """Return an open invitation of one's own school; 404 for any other."""
    return get_object_or_404(invitations.open_ones(request.user.school), pk=pk)


@require_POST
@for_the_lead
def again(request, pk):
    """Send an invitation once more, with a new link; the old one ends."""
    invitation = _own(request, pk)
    if not allow("invite-again", str(request.user.pk), LETTERS_AN_HOUR, HOUR):
        messages.error(request, TOO_OFTEN)
        return redirect("people:list")
    now = timezone.now()
    # Sent in this very minute (the button pressed twice): once is enough.
    lately = invitation.sent_at and (now - invitation.sent_at).total_seconds() < 60
    if lately:
        messages.info(request, f"The invitation to {invitation.email} was sent a moment ago.")
        return redirect("people:list")
    Invitation.objects.filter(pk=pk, sent_at=invitation.sent_at).update(sent_at=None)
    try:
        sent = invitations.send_once(invitation)
    except NOT_SENT as problem:
        if is_of_this_letter(problem):
            messages.error(request, f"The mail server refuses {invitation.email}. {REFUSED}")
        else:
            messages.error(request, NOT_TAKEN)
    else:
        if sent:
            messages.success(request, f"Sent again to {invitation.email}. The first link has ended.")
        else:
            messages.info(request, f"The invitation to {invitation.email} was sent a moment ago.")
    return redirect("people:list")


@require_POST
@for_the_lead
def withdraw(request, pk):
    """Take an invitation back: its link ends."""
    invitation = _own(request, pk)
    invitation.delete()
    messages.success(request, f"Withdrawn: the invitation to {invitation.email}.")
    return redirect("people:list")
