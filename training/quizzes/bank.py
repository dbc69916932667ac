"""The question bank: where its questions stand, and quizzes made of them."""

import uuid
from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import CharField, Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.text import slugify
from wagtail.models import Page, ReferenceIndex

from training.models import ModulePage, TrainingShelfPage
from training.quizzes.may_change import shelf_for
from training.quizzes.models import BankItem, QuizPage
from training.quizzes.models.pages import TAKEN

MOST_OF_A_SLUG = 60


def with_uses(questions: QuerySet[BankItem]) -> QuerySet[BankItem]:
    """Return `questions` with `uses`: on how many pages each stands. Wagtail's reference index knows."""
    rows = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(BankItem),
        base_content_type=ContentType.objects.get_for_model(Page),
        to_object_id=OuterRef("key"),
    )
    count = rows.order_by().values("to_object_id").annotate(pages=Count("object_id", distinct=True))
    return questions.annotate(key=Cast(F("pk"), CharField())).annotate(uses=Subquery(count.values("pages")))


def lacks(question: BankItem) -> list[str]:
    """Return what a question of a quiz should have, and this one has not: advice, not a refusal."""
    value = question.stored["value"]
    said = {"an explanation": value.get("general_feedback"), "guidance": value.get("cites")}
    return [f"without {what}" for what, there in said.items() if not there]


@transaction.atomic
def make_quiz(user, title: str, questions: Sequence[BankItem], module: ModulePage | None) -> QuizPage:
    """Return a new quiz of `questions`: a draft, attached to a draft of `module`. Nothing is published.

    Raises PermissionDenied where `user` may not do that, ValidationError where the quiz would not be sound.
    """
    shelf = shelf_for(user)
    if shelf is None or (module and not module.permissions_for_user(user).can_edit()):
        raise PermissionDenied
    if not questions:
        raise ValidationError("Tick at least one question.")
    page = QuizPage(
        title=title,
        slug=free_slug(shelf, title),
        standfirst=f"Questions: {len(questions)}. Each comes with its explanation.",
        items=[_row(question) for question in questions],
        maintainer=user,
        owner=user,
        live=False,
    )
    page.full_clean(exclude=["path", "depth", "url_path", "content_type", "locale", "numchild"])
    shelf.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    if module:
        attach(page, module, user)
    return page


def _row(question: BankItem) -> dict:
    return {"type": "from_bank", "id": str(uuid.uuid4()), "value": {"question": question.pk}}


def attach(quiz: QuizPage, module: ModulePage, user) -> None:
    """Write `quiz` into a new draft of `module`, on top of what its last draft says."""
    draft = module.get_latest_revision_as_object()
    draft.quiz = quiz
    draft.save_revision(user=user, log_action=True, clean=False)


def free_slug(shelf: TrainingShelfPage, title: str) -> str:
    """Return an address below the shelf that nothing has yet."""
    wanted = slugify(title)[:MOST_OF_A_SLUG] or "quiz"
    taken = {*shelf.get_children().values_list("slug", flat=True), *TAKEN}
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)
