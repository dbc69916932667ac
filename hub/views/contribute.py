"""Contribute good practice: one thing on a page, what was written is kept, sent once."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hub import contributing
from hub.contributing import STEPS
from hub.forms import AgainForm
from hub.models import Contribution, ContributionDraft
from hub.views.common import HOURS, kept_words, signed_in_keeping_words
from portal.limits import allow

MOST_A_DAY = 10


@require_safe
def start(request):
    """What may be contributed, and what happens with it. Everybody may read this."""
    if not contributing.is_possible():
        return render(request, "hub/not_taken_yet.html", {"what": "Contributions"})
    begun = request.user.is_authenticated and ContributionDraft.objects.filter(person=request.user).first()
    return render(request, "hub/contribute/start.html", {"begun": begun})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_keeping_words
def step(request, name):
    """One step. What was sent is saved at once, so that nothing hangs on the session."""
    if name not in STEPS or not contributing.is_possible():
        raise Http404
    title, form_class = STEPS[name]
    draft = ContributionDraft.objects.filter(person=request.user).first()
    answers = draft.answers if draft else {}
    start_with = {"name_shown": _name_and_role(request.user)} | answers | kept_words(request)
    form = form_class(request.POST or None, initial=start_with)
    if request.method == "POST" and form.may_go():
        words = {key: value for key, value in form.cleaned_data.items() if key != "looked"}
        ContributionDraft.objects.update_or_create(person=request.user, defaults={"answers": answers | words})
        return redirect(f"{reverse('hub:contribute')}{contributing.next_step(name)}/")
    names = list(STEPS)
    context = {
        "form": form,
        "step_title": title,
        "number": names.index(name) + 1,
        "most": len(names),
        "before": names[names.index(name) - 1] if name != names[0] else "",
    }
    return render(request, "hub/contribute/step.html", context)


def _name_and_role(user) -> str:
    return ", ".join(part for part in (user.get_full_name(), user.job_title) if part)[:100]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_keeping_words
def check(request):
    """Everything once more, and the button that sends it."""
    if not contributing.is_possible():
        raise Http404
    draft = ContributionDraft.objects.filter(person=request.user).first()
    if draft is None:
        return redirect("hub:contributions" if request.method == "POST" else "hub:contribute")
    if missing := contributing.missing_step(draft):
        return redirect("hub:contribute_step", name=missing)
    late = False
    if request.method == "POST":
        if allow("contribute", str(request.user.pk), MOST_A_DAY, 24 * HOURS):
            contributing.send(draft, request.user)
            messages.success(
                request, "Thank you. It is with the editors now, and you see here how it stands."
            )
            return redirect("hub:contributions")
        late = True
    context = {"steps": _as_shown(draft), "late": late}
    return render(request, "hub/contribute/check.html", context, status=429 if late else 200)


def _as_shown(draft: ContributionDraft) -> list[dict]:
    """Return each step with its labels and what was answered, in words."""
    return [
        {
            "name": name,
            "title": title,
            "rows": [
                (field.label, _in_words(field, draft.answers.get(key)))
                for key, field in form.base_fields.items()
                if key not in {"looked", "agreed"} and draft.answers.get(key)
            ],
        }
        for name, (title, form) in STEPS.items()
    ]


def _in_words(field, value: str) -> str:
    return dict(getattr(field, "choices", [])).get(value, value)


@require_safe
@signed_in_keeping_words
def mine(request):
    """How everything stands that this person has sent."""
    begun = ContributionDraft.objects.filter(person=request.user).first()
    context = {"sent": contributing.sent_by(request.user), "begun": begun}
    return render(request, "hub/contribute/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_keeping_words
def change(request, public_id):
    """Change what an editor sent back, and send it again."""
    contribution = get_object_or_404(
        Contribution.objects.select_related("page"), public_id=public_id, contributor=request.user
    )
    (row,) = [one for one in contributing.sent_by(request.user) if one.contribution == contribution]
    if not row.may_change:
        return render(request, "hub/contribute/not_now.html", {"row": row})
    form = AgainForm(request.POST or None, initial=contribution.answers | kept_words(request))
    if request.method == "POST" and form.may_go():
        words = {key: value for key, value in form.cleaned_data.items() if key != "looked"}
        if contributing.send_again(contribution, contribution.answers | words, request.user):
            messages.success(request, "Thank you. An editor reads it again.")
        return redirect("hub:contributions")
    return render(request, "hub/contribute/change.html", {"row": row, "form": form})
