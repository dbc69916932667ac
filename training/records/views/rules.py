"""What a school asks of its staff again and again: for its leads alone. Another school's is 404."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.views.people import for_the_lead
from training.records import plan_pages, requirements
from training.records.models import Requirement
from training.records.rules_forms import RHYTHM_FIELDS, RequirementForm
from training.records.views.own import private

FULL = f"Your school has {requirements.MOST_OF_A_SCHOOL} requirements. Delete one first."
TAKEN_ONLY_SO_OFTEN = (
    "This plan has a quiz that can be taken only so often in all. Who has used that up cannot pass it the "
    "next time: ask the quiz’s editor to lift the limit, or leave it out of the plan."
)
SAVED = "Saved. Who gets a plan by it, gets it tonight."


@require_safe
@private
@for_the_lead
def rules(request):
    """All of them, with how many people each meets."""
    school = request.user.school
    found = [
        {
            "rule": rule,
            "count": count,
            "for_whom": rule.job_title or requirements.EVERYBODY,
            "rhythm": requirements.rhythm_in_words(rule),
        }
        for rule, count in requirements.with_counts(school)
    ]
    return render(request, "training/rules/list.html", {"school": school, "rules": found})


@require_http_methods(["GET", "HEAD", "POST"])
@private
@for_the_lead
def add_rule(request):
    """Make one."""
    school = request.user.school
    if requirements.of_school(school).count() >= requirements.MOST_OF_A_SCHOOL:
        messages.error(request, FULL)
        return redirect("records:rules")
    return _form(request, Requirement(school=school, made_by=request.user), "Add a requirement")


@require_http_methods(["GET", "HEAD", "POST"])
@private
@for_the_lead
def change_rule(request, public_id):
    """Change one. Who has the plan already keeps their day."""
    rule = get_object_or_404(requirements.of_school(request.user.school), public_id=public_id)
    return _form(request, rule, "Change this requirement")


def _form(request, rule: Requirement, heading: str):
    form = RequirementForm(request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid() and form.keep():
        messages.success(request, SAVED)
        if titles := plan_pages.taken_only_so_often(rule.plan):
            messages.warning(request, f"{TAKEN_ONLY_SO_OFTEN} It is about: {', '.join(titles)}.")
        return redirect("records:rules")
    context = {"form": form, "heading": heading, "is_new": rule.pk is None, "rhythm_fields": RHYTHM_FIELDS}
    return render(request, "training/rules/form.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@private
@for_the_lead
def delete_rule(request, public_id):
    """Ask once, then delete it. What was given by it stays."""
    rule = get_object_or_404(requirements.of_school(request.user.school), public_id=public_id)
    if request.method == "POST":
        rule.delete()
        messages.success(request, "Deleted. Who has the plan keeps it.")
        return redirect("records:rules")
    context = {
        "rule": rule,
        "for_whom": rule.job_title or requirements.EVERYBODY,
        "rhythm": requirements.rhythm_in_words(rule),
    }
    return render(request, "training/rules/delete.html", context)
