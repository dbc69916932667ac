"""Who may do what with plans: a lead with those of the school, a trainer or editor with the portal's."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from portal.accounts.memberships import is_lead
from portal.accounts.models import School
from training.programme.address import is_number
from training.records import plans
from training.records.models import Assignment, Plan
from training.records.views.own import private


def writes_templates(user) -> bool:
    """Return whether `user` makes the portal's own plans."""
    return user.has_perm(plans.WRITES_TEMPLATES)


def for_planners(view):
    """Call `view` for who makes plans. Raises PermissionDenied (403) for anybody else who is signed in."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not (is_lead(request.user) or writes_templates(request.user)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return private(wrapped)


def with_plan(which):
    """Return what calls a view with a plan of those that `which` gives for the user; 404 for any other."""

    def decorate(view):
        @for_planners
        @wraps(view)
        def wrapped(request, public_id, **kwargs):
            found = which(request.user).select_related("school")
            return view(request, get_object_or_404(found, public_id=public_id), **kwargs)

        return wrapped

    return decorate


def school_of(user) -> School | None:
    """Return the school that `user` leads, if any."""
    return user.school if is_lead(user) else None


def looked_at_by(user):
    """Return the plans that a planner may look at: those that they change, or gave, and the portal's."""
    return plans.changed_by(user) | plans.templates() | given_by(user)


def of_ones_school(user):
    """Return the plans of the school that `user` leads: they alone are given to people by hand."""
    return plans.of_school(school_of(user))


def given_by(user):
    """Return the plans of which a lead keeps the lists: the school's own, and the portal's that it gave.

    Those of the portal are given by requirements. One that was put away since is among them.
    """
    school = school_of(user)
    gave = Assignment.objects.filter(school=school, school__isnull=False).values("plan")
    return plans.of_school(school) | Plan.objects.filter(school=None, pk__in=gave)


def seen_of(request) -> int:
    """Return the version of the plan that whoever posted this had before them."""
    word = request.POST.get("seen", "")
    return int(word) if is_number(word) else 0
