"""Who has a plan: give it, take it away, bring lists up to date, note a session. For leads alone."""

import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from portal.accounts.memberships import current, is_lead
from portal.accounts.models import Membership
from training.records import assigning, learning, requirements
from training.records.assigning import NotOursError
from training.records.models import Assignment, Plan, PlanItem
from training.records.models.learning import Sort
from training.records.plan_forms import AttendedForm, GiveForm
from training.records.plan_people import Chooser, Row
from training.records.plans import MeanwhileError
from training.records.standing import facts_by_person
from training.records.views.planners import for_planners, given_by, of_ones_school, seen_of, with_plan

NOBODY = "Tick at least one person."


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan(of_ones_school)
def give_plan(request, plan: Plan):
    """Choose people of the school and a day by which it is to be done; posted with `give`, give it."""
    if plan.put_away:
        messages.error(request, f"“{plan.name}” is put away. Take it out again first.")
        return redirect("records:plan", public_id=plan.public_id)
    chooser = Chooser(_staff(plan), request.POST)
    gone = _gone_meanwhile(chooser.unknown, Membership.objects.filter(school=plan.school))
    form = GiveForm(request.POST) if chooser.press == "give" else GiveForm(initial=request.POST.dict())
    wrong = NOBODY if chooser.press == "give" and not chooser.ticked else ""
    if chooser.press != "give" or wrong or not form.is_valid():
        status = 400 if wrong or form.errors else 200
        context = {"plan": plan, "chooser": chooser, "form": form, "wrong": wrong}
        return render(request, "training/plans/give.html", context, status=status)
    count = _give(request, plan, chooser, form.cleaned_data["due_on"])
    messages.success(request, _given(count, len(chooser.asked) - count - gone, gone))
    return redirect("records:plan", public_id=plan.public_id)


def _staff(plan: Plan) -> list[Row]:
    """Return everybody of the school whose account works; who has the plan already is not offered."""
    have = dict(
        Assignment.objects.current().filter(plan=plan, school=plan.school).values_list("person", "given_on")
    )
    rows = []
    for one in current(school=plan.school, person__is_active=True).select_related("person"):
        given = have.get(one.person_id)
        why_not = f"has it since {given:%-d %B %Y}" if given else ""
        name = one.person.get_full_name()
        rows.append(Row(str(one.public_id), one.person_id, name, one.job_title, why_not=why_not))
    return rows


def _gone_meanwhile(unknown: set[str], ours) -> int:
    """Return how many of those ticked are no more to be chosen. Raises Http404 for anybody but `ours`."""
    try:
        keys = {uuid.UUID(word) for word in unknown}
    except ValueError:
        raise Http404 from None
    if unknown and ours.filter(public_id__in=keys).count() != len(unknown):
        raise Http404
    return len(unknown)


def _give(request, plan: Plan, chooser: Chooser, due_on) -> int:
    numbers = {row.number for row in chooser.ticked}
    people = [one.person for one in current(school=plan.school, person__in=numbers).select_related("person")]
    try:
        return assigning.assign(plan, people, school=plan.school, by=request.user, due_on=due_on)
    except NotOursError:
        raise Http404 from None


def _given(count: int, had: int, gone: int) -> str:
    said = [f"Given to {_people(count)}."]
    if had > 0:
        said.append(f"{_people(had).capitalize()} had it already.")
    if gone:
        said.append(f"{_people(gone).capitalize()} left meanwhile, and did not get it.")
    return " ".join(said)


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"


@require_http_methods(["GET", "HEAD", "POST"])
@for_planners
def take_plan_away(request, public_id):
    """Say what it means; posted, end what one person was given."""
    if not is_lead(request.user):
        raise Http404
    given = assigning.given_by(request.user.school).exclude(plan=None).select_related("person", "plan")
    assignment = get_object_or_404(given, public_id=public_id)
    if request.method == "POST":
        assigning.end(assignment)
        messages.success(request, f"{assignment.person} does not have this plan any more.")
        return redirect("records:plan", public_id=assignment.plan.public_id)
    rules = [(rule, requirements.in_words(rule)) for rule in requirements.giving_again(assignment)]
    context = {"given": assignment, "plan": assignment.plan, "rules": rules}
    return render(request, "training/plans/take_away.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan(given_by)
def update_plan(request, plan: Plan):
    """Say what bringing earlier lists up to date changes; posted, do it: if the plan is as it was seen."""
    school = request.user.school
    meanwhile = False
    if request.method == "POST":
        try:
            count = assigning.bring_up_to_date(plan, school, seen_of(request))
        except MeanwhileError:
            meanwhile = True
            plan.refresh_from_db()
        else:
            messages.success(request, f"The lists of {_people(count)} are up to date. What they did stays.")
            return redirect("records:plan", public_id=plan.public_id)
    context = {"plan": plan, "changes": assigning.would_change(plan, school), "meanwhile": meanwhile}
    return render(request, "training/plans/update.html", context, status=409 if meanwhile else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan(given_by)
def attended(request, plan: Plan, key: str):
    """Tick who was at a session of the plan; posted with `note`, note it for each of them."""
    item = get_object_or_404(PlanItem, group__plan=plan, sort=Sort.SESSION, key=key)
    school = request.user.school
    given = _given_with(plan, school, item)
    chooser = Chooser(_who_may_have_been_there(school, given, item), request.POST)
    gone = _gone_meanwhile(chooser.unknown, Assignment.objects.filter(plan=plan, school=school))
    begun = request.POST.dict() if request.method == "POST" else {"hours": _hours_of(item)}
    were_there = [given[row.number] for row in chooser.ticked]
    is_noted = chooser.press == "note"
    form = AttendedForm(request.POST, given=were_there) if is_noted else AttendedForm(initial=begun)
    wrong = NOBODY if is_noted and not were_there else ""
    if not is_noted or wrong or not form.is_valid():
        status = 400 if wrong or form.errors else 200
        context = {"plan": plan, "item": item, "chooser": chooser, "form": form, "wrong": wrong}
        return render(request, "training/plans/attended.html", context, status=status)
    learning.note_attended([one.person for one in were_there], item, school=school, **form.cleaned_data)
    said = f"Noted: {_people(len(were_there))} at “{item.title}”."
    if gone:
        said += f" Left out, as they do not have this plan any more: {_people(gone)}."
    messages.success(request, said)
    return redirect("records:plan", public_id=plan.public_id)


def _hours_of(item: PlanItem) -> str:
    hours = learning.hours_of(item)
    return f"{hours.normalize():f}" if hours else ""


def _given_with(plan: Plan, school, item: PlanItem) -> dict[int, Assignment]:
    """Return what `school` gave of `plan` with this session in it, by person, of those still there."""
    here = current(school=school).values("person")
    given = assigning.given_by(school).filter(plan=plan, person__in=here)
    given = given.filter(items__key=item.key, items__sort=item.sort).distinct()
    rows = given.select_related("person").order_by("person__name", "person__email", "pk")
    return {one.person_id: one for one in rows}


def _who_may_have_been_there(school, given: dict[int, Assignment], item: PlanItem) -> list[Row]:
    """Return a row for each; it says when they were at this session, should it be noted."""
    facts = facts_by_person(given, [item.sort])
    jobs = dict(current(school=school, person__in=given).values_list("person", "job_title"))
    rows = []
    for number, one in given.items():
        days = sorted(fact.done_on for fact in facts.get(number, []) if fact.key == item.key)
        note = f"was there on {days[-1]:%-d %B %Y}" if days else ""
        name = one.person.get_full_name()
        rows.append(Row(str(one.public_id), number, name, jobs.get(number, ""), note=note))
    return rows
