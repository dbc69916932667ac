"""My induction: the plans that one has, what is next; a plan to look at; the same without an account."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from training.records import assigning, cpd, learning, my_plans, plans, ticked
from training.records.induction_forms import ElsewhereForm, SessionForm
from training.records.models import CpdEntry
from training.records.models.learning import Sort
from training.records.views.my_cpd import FULL
from training.records.views.own import pressed, private

NOTED = "Noted. It stands in my learning too."
THERE = "That is noted already."
STARTED = "You have this plan now. What you did before counts."
ENDED = "Ended. What you did stays in your learning, and you can start the plan again."
TOO_OFTEN = "You have started plans so often that no more can be added."
TAKEN = "taken"  # in the session, until the browser has been told to forget


@never_cache
@require_safe
def my_induction(request):
    """The plans one has. Without an account: the portal's induction, with ticks that stay in the browser."""
    if not request.user.is_authenticated:
        return _plan(request, my_plans.induction())
    mine = my_plans.shown_to(request.user)
    lasting = [one for one in mine if not one.assignment.ended]
    context = {
        "open": [one for one in lasting if not one.progress.is_complete],
        "completed": [one for one in lasting if one.progress.is_complete],
        "earlier": [one for one in mine if one.assignment.ended],
        "to_choose": my_plans.to_choose(request.user, [one.assignment.plan_id for one in lasting]),
        "taken": request.session.pop(TAKEN, False),
    }
    return render(request, "training/induction/mine.html", context)


@never_cache
@require_safe
def look_at_plan(request, public_id):
    """One plan, before it is started."""
    return _plan(request, get_object_or_404(plans.seen_by(request.user), public_id=public_id))


def _plan(request, plan):
    groups = my_plans.groups_of(plan, request.user) if plan else []
    known = request.user.is_authenticated
    context = {
        "plan": plan,
        "groups": groups,
        "time": my_plans.time_of(groups),
        "has_it": known and my_plans.of(request.user).current().filter(plan=plan).exists(),
        "ticks": not known,
    }
    return render(request, "training/induction/plan.html", context)


@pressed
def start(request, public_id):
    """Take up a plan."""
    plan = get_object_or_404(plans.seen_by(request.user), public_id=public_id)
    if my_plans.of(request.user).filter(school=None).count() >= my_plans.MOST_CHOSEN:
        messages.error(request, TOO_OFTEN)
    else:
        assigning.choose(plan, request.user)
        messages.success(request, STARTED)
    return redirect("records:my_induction")


@pressed
def end(request, public_id):
    """End a plan that one chose oneself. What a school gave is the school's to end."""
    chosen = my_plans.of(request.user).current().filter(school=None)
    assigning.end(get_object_or_404(chosen, public_id=public_id))
    messages.success(request, ENDED)
    return redirect("records:my_induction")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def item(request, public_id, key: str):
    """Say that one did something that is no page: a task, a session, training elsewhere."""
    mine = my_plans.one_of(request.user, public_id)
    lines = mine.lines if mine else []
    line = next((one for one in lines if one.item.sort in learning.HOW and one.item.key == key), None)
    if mine is None or line is None:
        raise Http404
    if line.step and line.step.is_done:
        messages.info(request, THERE)
        return redirect("records:my_induction")
    if line.item.sort == Sort.TASK:
        return _task(request, line.item)
    form = _form(request, line.item, mine.assignment.counts_from)
    if form is None:
        messages.error(request, FULL)
        return redirect("records:my_induction")
    if request.method == "POST" and form.is_valid():
        form.keep()
        messages.success(request, NOTED)
        return redirect("records:my_induction")
    context = {"form": form, "item": line.item, "is_session": line.item.sort == Sort.SESSION}
    return render(request, "training/induction/done.html", context, status=400 if form.errors else 200)


def _task(request, task):
    """Note a task; the button has no page of its own."""
    if request.method == "POST":
        learning.note_task(request.user, task, timezone.localdate(), hours=learning.hours_of(task))
        messages.success(request, NOTED)
    return redirect("records:my_induction")


def _form(request, todo, counts_from):
    """Return the form of a session or of training elsewhere; None where the log is full."""
    today = timezone.localdate()
    if todo.sort == Sort.SESSION:
        return SessionForm(
            request.POST or None,
            person=request.user,
            item=todo,
            counts_from=counts_from,
            initial={"done_on": today},
        )
    if cpd.of(request.user).count() >= cpd.MOST_OF_A_PERSON:
        return None
    entry = CpdEntry(person=request.user, done_on=today, title=todo.title, hours=None)
    return ElsewhereForm(
        request.POST or None, request.FILES or None, instance=entry, item=todo, counts_from=counts_from
    )


@pressed
def take(request):
    """Take into the account what somebody ticked in this browser before they signed in."""
    found = ticked.take(request.user, request.POST.getlist("tick"))
    if found.changed:
        names = ", ".join(f"“{title}”" for title in found.changed)
        messages.warning(
            request, f"Changed since you ticked it: {names}. Look at it again, then say so there."
        )
    count = len(found.noted)
    messages.success(request, f"{count} {'thing' if count == 1 else 'things'} taken into your account.")
    request.session[TAKEN] = True
    return redirect("records:my_induction")
