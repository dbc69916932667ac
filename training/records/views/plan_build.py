"""Make a plan, or change one: one form, no script. What is typed travels in the form until it is saved."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.accounts.memberships import is_lead
from training.programme.address import is_number
from training.records import plan_pages, plans
from training.records.models import Plan, PlanItem
from training.records.plan_draft import WITHOUT_A_PAGE, Draft, Part
from training.records.plan_forms import GONE, SORTS, PlanForm, refused
from training.records.plans import MOST_ITEMS, FullError, MeanwhileError, content_of, entry_of
from training.records.views.planners import for_planners, seen_of, with_plan, writes_templates
from training.records.views.plans import FULL as NO_ROOM

LOOKS = ("search", "look")  # presses that change nothing: what is ticked stays ticked
SAVED = "Saved. Who has this plan keeps the list that they have, until you bring it up to date."


@dataclass
class Choosing:
    """The part for which pages are looked for, and what is ticked."""

    place: int
    words: str = ""
    kind: str = ""
    ticked: list[int] = field(default_factory=list)


@require_http_methods(["GET", "HEAD", "POST"])
@for_planners
def make_plan(request):
    """Make a plan of the school; with `for=everybody`, of the portal."""
    asked = request.POST.get("for", request.GET.get("for", ""))
    for_everybody = asked == "everybody" or not is_lead(request.user)
    if for_everybody and not writes_templates(request.user):
        raise PermissionDenied
    return _build(request, Plan(school=None if for_everybody else request.user.school, maker=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan(plans.changed_by)
def change_plan(request, found: Plan):
    """Change a plan."""
    return _build(request, found)


def _build(request, plan: Plan):
    if request.method != "POST":
        said = content_of(plan) if plan.pk else None
        draft = Draft.of(said) if said else Draft([Part()])
        about = {name: getattr(plan, name) for name in ("name", "about", "for_whom", "is_induction")}
        return _shown(request, plan, _form(request, plan, draft, about))
    draft, pressed = Draft.read(request.POST), request.POST.get("press", "")
    choosing, wrong = _chosen(request, draft, pressed)
    wrong += filter(None, [draft.press(pressed)])
    form = _form(request, plan, draft, request.POST.dict(), check=pressed == "save" and not wrong)
    if not form.check:
        return _shown(request, plan, form, choosing, wrong=[("parts", text) for text in wrong])
    if not form.is_valid():
        return _shown(request, plan, form, wrong=form.problems, status=400)
    return _saved(request, plan, form)


def _form(request, plan: Plan, draft: Draft, about, check: bool = False) -> PlanForm:
    pages = plan_pages.by_number(request.user, draft.numbers)
    comes_again = plan.pk is not None and plan.requirements.exists()
    return PlanForm(draft, pages, _titles(plan), about=about, comes_again=comes_again, check=check)


def _titles(plan: Plan) -> dict[int, str]:
    """Return the titles of the pages that are in a plan as it stands."""
    rows = PlanItem.objects.filter(group__plan=plan.pk, number__isnull=False)
    return dict(rows.values_list("number", "title"))


def _chosen(request, draft: Draft, pressed: str) -> tuple[Choosing | None, list[str]]:
    """Put what was ticked into its part, whatever was pressed but for a search.

    Returns the part for which pages are looked for from here on, and what is wrong.
    """
    verb, _, word = pressed.partition(":")
    begun = Choosing(int(word)) if verb == "choose" and _is_place(word, draft) else None
    place = request.POST.get("choosing", "")
    if not _is_place(place, draft):
        return begun, []
    words, kind = request.POST.get("words", "")[:100], request.POST.get("kind", "")
    ticked = [int(one) for one in dict.fromkeys(request.POST.getlist("add")) if is_number(one)]
    there = Choosing(int(place), words, kind, ticked[: MOST_ITEMS * 2])
    if pressed in LOOKS:
        return there, []
    wrong = _added(request, draft, there) if pressed != "close" else []
    there.ticked = []
    return begun or (there if pressed == "add" else None), wrong


def _is_place(word: str, draft: Draft) -> bool:
    return is_number(word) and int(word) < len(draft.parts)


def _added(request, draft: Draft, choosing: Choosing) -> list[str]:
    new = [number for number in choosing.ticked if number not in draft.numbers]
    pages = plan_pages.by_number(request.user, new)
    found = [pages[number] for number in new if number in pages]
    wrong = [refused(page) for page in found if not plan_pages.is_for_all_staff(page)]
    wrong += [f"{GONE}: it was not added."] * (len(found) < len(new))
    full = draft.add(choosing.place, [entry_of(page) for page in found if plan_pages.is_for_all_staff(page)])
    return [*wrong, *filter(None, [full])]


def _saved(request, plan: Plan, form: PlanForm):
    if plan.pk is None:
        try:
            plan = plans.add(form.content(), school=plan.school, maker=request.user)
        except FullError:
            return _shown(request, plan, form, wrong=[("parts", NO_ROOM)], status=400)
        messages.success(request, "Saved.")
        return redirect("records:plan", public_id=plan.public_id)
    try:
        plans.change(plan, form.content(plans.keys_of(plan)), seen_of(request))
    except MeanwhileError:
        return _meanwhile(request, plan, form)
    messages.success(
        request, SAVED if plan.school_id else "Saved. Schools that copied this plan keep their copy."
    )
    return redirect("records:plan", public_id=plan.public_id)


def _meanwhile(request, plan: Plan, form: PlanForm):
    """Show what was typed, and how the plan that a colleague saved differs. Saved again, it wins."""
    plan.refresh_from_db()
    theirs = [entry.title for group in content_of(plan).groups for entry in group.entries]
    mine = [entry.title for group in form.content().groups for entry in group.entries]
    differs = {
        "theirs": [title for title in theirs if title not in mine],
        "mine": [title for title in mine if title not in theirs],
    }
    return _shown(request, plan, form, meanwhile=differs, status=409)


def _shown(
    request, plan: Plan, form: PlanForm, choosing: Choosing | None = None, *, status: int = 200, **more
):
    seen = plan.version if request.method != "POST" or status == 409 else seen_of(request)
    context = {
        "plan": plan,
        "form": form,
        "seen": seen,
        "choosing": choosing,
        "sorts": [(verb, SORTS[sort]) for verb, sort in WITHOUT_A_PAGE.items()],
        **more,
    }
    if choosing:
        taken = {*form.draft.numbers, *choosing.ticked}
        context["ticked"] = list(plan_pages.by_number(request.user, choosing.ticked).values())
        context["found"] = plan_pages.find(request.user, choosing.words, choosing.kind, taken)
        context["kinds"] = plan_pages.KINDS
    return render(request, "training/plans/build.html", context, status=status)
