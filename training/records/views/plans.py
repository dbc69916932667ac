"""Training plans: the list, one plan, copy one of the portal's, put one away."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.memberships import current, is_lead
from training.programme.items import in_words
from training.records import assigning, plan_pages, plans
from training.records.models import Plan, PlanItem
from training.records.models.learning import Sort
from training.records.plan_forms import SORTS, warning_of
from training.records.plans import MOST_OF_A_SCHOOL, FullError
from training.records.progress import shortest
from training.records.standing import progress_by_assignment
from training.records.views.planners import (
    for_planners,
    given_by,
    looked_at_by,
    school_of,
    with_plan,
    writes_templates,
)

PAGE_SIZE = 50
FULL = f"There are {MOST_OF_A_SCHOOL} plans in use already. Put one away that is not needed any more."
COPIED = "This plan is your school’s own now. Change what you like, then give it to people."


@require_safe
@for_planners
def plans_of_ours(request):
    """The school's plans, and the portal's."""
    school = school_of(request.user)
    ours, writes = plans.of_school(school), writes_templates(request.user)
    away = plans.changed_by(request.user).filter(put_away=True)
    context = {
        "school": school,
        "ours": _counted(ours.filter(put_away=False)),
        "templates": _counted(plans.templates()),
        "away": Paginator(away, PAGE_SIZE).get_page(request.GET.get("page")),
        "writes": writes,
    }
    return render(request, "training/plans/list.html", context)


def _counted(rows):
    return rows.annotate(things=Count("groups__items"))[:MOST_OF_A_SCHOOL]


@require_safe
@with_plan(looked_at_by)
def plan(request, found: Plan):
    """One plan: what is in it, how long it takes; of what a school gave, who has it and how far they are."""
    school = school_of(request.user)
    is_ours = school is not None and found.school_id == school.pk
    is_given = school is not None and given_by(request.user).filter(pk=found.pk).exists()
    parts = _parts(found, request.user)
    context = {
        "plan": found,
        "parts": parts,
        "time": _time(parts),
        "is_ours": is_ours,
        "is_given": is_given,
        "changes": is_ours or (found.school_id is None and writes_templates(request.user)),
        "copies": school is not None and found.school_id is None and not found.put_away,
        "behind": assigning.behind(found, school).exists() if is_given else False,
        "page_obj": _people(found, school, request.GET.get("page")) if is_given else None,
        "today": timezone.localdate(),
    }
    return render(request, "training/plans/plan.html", context)


def _parts(found: Plan, user) -> list[tuple]:
    """Return the parts with their things; each says its kind, its page, and what is wrong with that."""
    groups = list(found.groups.prefetch_related("items"))
    items: list[PlanItem] = [item for group in groups for item in group.items.all()]
    pages = plan_pages.by_number(user, (item.number for item in items if item.number))
    school = school_of(user)  # what another school requires is not told to a lead
    comes_again = (found.requirements.filter(school=school) if school else found.requirements).exists()
    for item in items:
        item.page = pages.get(item.number)
        item.kind = item.page.kind if item.page else SORTS.get(Sort(item.sort), "")
        item.warning = warning_of(item.page, comes_again) if item.number else ""
        item.time = in_words(item.minutes) if item.minutes else ""
    return [(group, list(group.items.all())) for group in groups]


def _time(parts: list[tuple]) -> str:
    """Return how long all of it takes, in words; where one may choose, how long at least."""
    minutes = sum(shortest((one.minutes for one in rows), group.needed) for group, rows in parts)
    at_least = any(group.needed for group, _ in parts)
    return f"{'At least ' if at_least else ''}{in_words(minutes)}"


def _people(found: Plan, school, number):
    """Return a page of what `school` gave of a plan, to those who belong to it still."""
    given = assigning.given_by(school).filter(plan=found, person__in=current(school=school).values("person"))
    rows = given.select_related("person").order_by("person__name", "person__email", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(number)
    page.object_list = list(page.object_list)
    progress = progress_by_assignment(page.object_list)
    for one in page:
        one.progress = progress[one.pk]
        one.is_behind = one.version < found.version
    return page


@require_POST
@with_plan(lambda user: plans.templates())
def copy_plan(request, found: Plan):
    """Copy one of the portal's plans for the school that one leads."""
    if not is_lead(request.user):
        messages.error(request, "Only the lead of a school copies a plan: it is for the school.")
        return redirect("records:plan", public_id=found.public_id)
    try:
        made = plans.copy(found, school=request.user.school, maker=request.user)
    except FullError:
        messages.error(request, FULL)
        return redirect("records:plans")
    messages.success(request, COPIED)
    return redirect("records:plan", public_id=made.public_id)


@require_POST
@with_plan(plans.changed_by)
def put_plan_away(request, found: Plan):
    """Put a plan away; posted with `back`, take it out again."""
    back = bool(request.POST.get("back"))
    try:
        plans.put_away(found, not back)
    except FullError:
        messages.error(request, FULL)
    else:
        said = "is in use again" if back else "is put away. Who has it goes on with it"
        messages.success(request, f"“{found.name}” {said}.")
    return redirect("records:plan", public_id=found.public_id)
