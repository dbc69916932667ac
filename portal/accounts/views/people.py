"""The people of one's own school: its lead sees them, makes leads, ends memberships and takes people back."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts import handing_over, invitations, memberships
from portal.accounts.models import Membership

PAGE_SIZE = 100
LAST_LEAD = "Your school would have no lead. Make somebody else the lead first."


def for_the_lead(view):
    """Call `view` for the lead of a school. Raises PermissionDenied (403) for anybody else signed in."""

    @wraps(view)
    @login_required
    def wrapped(request, *args, **kwargs):
        if not memberships.is_lead(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


def of_ones_school(view):
    """Call `view` with a membership of the lead's own school, current or ended; 404 for any other."""

    @wraps(view)
    @for_the_lead
    def wrapped(request, public_id, **kwargs):
        rows = Membership.objects.select_related("person", "school")
        membership = get_object_or_404(rows, public_id=public_id, school=request.user.school)
        return view(request, membership, **kwargs)

    return wrapped


@require_safe
@for_the_lead
def people(request):
    """Who belongs to the school, who is invited, and who left."""
    school = request.user.school
    rows = memberships.current(school=school).select_related("person")
    invited = invitations.open_ones(school)
    context = {
        "school": school,
        "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "invited": invited.exclude(sent_at=None)[:PAGE_SIZE],
        "more": max(0, invited.exclude(sent_at=None).count() - PAGE_SIZE),
        "waiting": invited.filter(sent_at=None).count(),
        "waiting_first": invited.filter(sent_at=None).order_by("pk")[:PAGE_SIZE],
        "gone": _gone(school),
    }
    return render(request, "accounts/people/list.html", context)


def _gone(school) -> list[Membership]:
    """Return the last membership of each person who left and did not come back, the newest first."""
    again = Membership.objects.filter(school=school, person=OuterRef("person"), left=None)
    ended = Membership.objects.filter(~Exists(again), school=school).exclude(left=None)
    last = {}
    for one in ended.select_related("person").order_by("-left", "-pk"):
        last.setdefault(one.person_id, one)
    return list(last.values())


@require_http_methods(["GET", "HEAD", "POST"])
@of_ones_school
def person(request, membership: Membership):
    """One person; posted, `lead` says whether they lead the school."""
    if request.method == "POST" and not membership.left:
        lead = request.POST.get("lead") == "yes"
        try:
            memberships.set_lead(membership, lead, by=request.user)
        except memberships.LastLeadError:
            messages.error(request, LAST_LEAD)
        else:
            words = "leads your school now" if lead else "does not lead your school any more"
            messages.success(request, f"{membership.person} {words}.")
        return _back_to(request, "people:person", membership)
    return render(request, "accounts/people/person.html", {"membership": membership})


@require_http_methods(["GET", "HEAD", "POST"])
@of_ones_school
def leave(request, membership: Membership):
    """Say what ending a membership means; posted, end it."""
    if request.method == "POST":
        try:
            memberships.leave(membership, by=request.user)
        except memberships.LastLeadError:
            messages.error(request, LAST_LEAD)
        else:
            messages.success(
                request, f"{membership.person} has left. Your school’s pages are closed to them."
            )
        return _back_to(request, "people:person", membership)
    return render(request, "accounts/people/leave.html", {"membership": membership})


@require_http_methods(["GET", "HEAD", "POST"])
@of_ones_school
def hand_over(request, membership: Membership):
    """What stands in the name of one person; posted, what is ticked goes to the successor chosen."""
    successors = memberships.current(school=membership.school).exclude(person=membership.person)
    successors = successors.filter(person__is_active=True).select_related("person")
    error = ""
    if request.method == "POST":
        chosen, keys = request.POST.get("successor", ""), set(request.POST.getlist("key"))
        successor = next((one for one in successors if str(one.public_id) == chosen), None)
        if successor and keys:
            count = handing_over.give_over(membership, keys, successor, by=request.user)
            messages.success(request, f"{successor.person} has {count} of them now.")
            return redirect("people:hand_over", public_id=membership.public_id)
        error = "Tick what goes to somebody." if successor else "Choose who takes over."
    context = {
        "membership": membership,
        "held": handing_over.everything_in_the_name_of(membership),
        "successors": successors,
        "namesake": handing_over.has_namesake(membership),
        "ticked": set(request.POST.getlist("key")),
        "error": error,
    }
    return render(request, "accounts/people/hand_over.html", context, status=400 if error else 200)


@require_POST
@of_ones_school
def back(request, membership: Membership):
    """Take somebody back who left, and tell them by e-mail."""
    if membership.left and membership.person.is_active:
        with transaction.atomic():
            again = memberships.join(
                membership.person, membership.school, job_title=membership.job_title, by=request.user
            )
            transaction.on_commit(lambda: _tell(again, request.user))
        messages.success(request, f"{membership.person} is back. We have told them by e-mail.")
    return redirect("people:list")


def _tell(membership: Membership, by) -> None:
    context = {
        "membership": membership,
        "by": by,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "link": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("accounts:profile"),
    }
    text = render_to_string("accounts/email/taken_back.txt", context)
    send_mail(
        f"You are back at {membership.school}", text, None, [membership.person.email], fail_silently=True
    )


def _back_to(request, name: str, membership: Membership):
    """Lead back to the page `name`; whoever ended their own lead goes to their account."""
    request.user.refresh_from_db()
    if not memberships.is_lead(request.user) or request.user.school_id != membership.school_id:
        return redirect("accounts:profile")
    return redirect(name, public_id=membership.public_id)
