"""Good practice from schools and partners: written in steps, sent once, sent back or published."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from hub.forms import AboutForm, ChangedForm, DoneForm, NamesForm
from hub.models import (
    ArticlePage,
    CaseStudyPage,
    Contribution,
    ContributionDraft,
    HubPage,
    HubSectionPage,
    Kind,
    Naming,
)
from hub.proposed import add_draft, paragraph, prose
from hub.tree import shelf_of
from hub.workflow import ensure_workflow

STEPS = {
    "about": ("What it is", AboutForm),
    "done": ("What you did", DoneForm),
    "changed": ("What changed", ChangedForm),
    "names": ("Whom we may name", NamesForm),
}
MODELS: dict[str, type[HubPage]] = {Kind.ARTICLE: ArticlePage, Kind.CASE_STUDY: CaseStudyPage}


def next_step(step: str) -> str:
    """Return the step after `step`; after the last one comes the check."""
    names = [*STEPS, "check"]
    return names[names.index(step) + 1]


def missing_step(draft: ContributionDraft) -> str:
    """Return the first step whose answers are not complete, or nothing."""
    return next((name for name, (_, form) in STEPS.items() if not form(draft.answers).is_valid()), "")


def is_possible() -> bool:
    """Return whether there is a shelf for everything that may be contributed."""
    return all(shelf_of(Kind(kind)) for kind in MODELS)


@transaction.atomic
def send(draft: ContributionDraft, user) -> Contribution | None:
    """Make a page of `draft` and start its workflow. Returns None where it was sent a moment ago.

    Deleting the draft is the claim: of two clicks at once, one deletes it, and the other finds nothing.
    """
    if not ContributionDraft.objects.filter(pk=draft.pk, person=user).delete()[0]:
        return None
    answers = draft.answers
    shelf = HubSectionPage.objects.select_related("maintainer").get(holds=answers["kind"])
    page = MODELS[answers["kind"]]()
    _write(page, answers)
    add_draft(shelf, page, answers["title"], user)
    contribution = Contribution.objects.create(
        page_id=page.pk, contributor=user, title=answers["title"], answers=answers, **_named(answers, user)
    )
    ensure_workflow(shelf.get_parent())
    page.get_workflow().start(page, user)
    return contribution


@transaction.atomic
def send_again(contribution: Contribution, answers: dict, user) -> bool:
    """Put new words into a page that was sent back, and let the editor read it again.

    Returns False where it was not sent back, or somebody was quicker. Older words stay in the history.
    """
    state = _workflow_states([contribution.page_id]).select_for_update().first()
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return False
    page = contribution.page.specific.get_latest_revision_as_object()
    _write(page, answers)
    page.title = answers["title"]
    page.save_revision(user=user)
    Contribution.objects.filter(pk=contribution.pk).update(
        answers=answers, title=answers["title"], sent_on=timezone.now(), **_named(answers, user)
    )
    state.resume(user)
    return True


def _named(answers: dict, user) -> dict:
    return {"naming": answers["naming"], "name_shown": answers["name_shown"], "school": user.school}


def _write(page: HubPage, answers: dict) -> None:
    """Put the answers where a page of that kind has them."""
    page.standfirst = answers["standfirst"]
    if isinstance(page, CaseStudyPage):
        page.context = answers["context"]
        page.outcome = answers["changed"]
        page.childs_experience = answers["childs_experience"]
        page.body = paragraph(prose(answers["done"]))
        return
    parts = [
        ("What was the matter", answers["context"]),
        ("What we did", answers["done"]),
        ("What changed", answers["changed"]),
        ("In the child’s experience", answers["childs_experience"]),
    ]
    page.body = paragraph("".join(f"<h2>{head}</h2>{prose(text)}" for head, text in parts if text))


@dataclass(frozen=True)
class Sent:
    """A contribution as its contributor sees it: how it stands in plain words, and what editors said."""

    contribution: Contribution
    state: str
    tone: str
    said: list[TaskState]
    address: str = ""
    may_change: bool = False


def sent_by(user) -> list[Sent]:
    """Return what `user` has sent, the newest first, with four questions to the database however many."""
    rows = list(Contribution.objects.filter(contributor=user).select_related("page", "school"))
    keys = [row.page_id for row in rows if row.page_id]
    states: dict[int, WorkflowState] = {}
    for state in _workflow_states(keys).order_by("created_at", "pk"):
        states[int(state.object_id)] = state
    said: dict[int, list[TaskState]] = {}
    comments = TaskState.objects.filter(workflow_state__in=_workflow_states(keys)).exclude(comment="")
    for one in comments.select_related("workflow_state").order_by("finished_at"):
        said.setdefault(int(one.workflow_state.object_id), []).append(one)
    return [_as_sent(row, states.get(row.page_id), said.get(row.page_id, [])) for row in rows]


def _workflow_states(keys: list[int | None]):
    """Return the workflows of pages, the newest first."""
    return WorkflowState.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id__in=[str(key) for key in keys],
    ).order_by("-created_at", "-pk")


def _as_sent(row: Contribution, state: WorkflowState | None, said: list[TaskState]) -> Sent:
    page, status = row.page, state.status if state else ""
    if page is None:
        return Sent(row, "Not published: an editor took it away", "closed", said)
    if page.live:
        return Sent(row, "Published", "open", said, address=page.url or "")
    if status == WorkflowState.STATUS_IN_PROGRESS:
        return Sent(row, "An editor is reading it", "info", said)
    if status == WorkflowState.STATUS_NEEDS_CHANGES:
        return Sent(row, "Sent back to you: please change it", "due", said, may_change=True)
    if page.first_published_at:
        return Sent(row, "Taken down", "closed", said)
    return Sent(row, "With the editors", "info", said)


def credit_of(page: HubPage) -> str:
    """Return whom `page` names as its contributor, or nothing."""
    row = Contribution.objects.filter(page_id=page.pk).exclude(naming=Naming.NOBODY)
    found = row.select_related("school").first()
    return found.credit if found else ""
