"""From a publication to a version: in the same transaction, and only where something is different."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import get_active_log_context

from training.quizzes.content.compiling import compile_quiz
from training.quizzes.content.schema import content_hash
from training.quizzes.models import QuizPage, QuizVersion

logger = logging.getLogger(__name__)


def answer_publication(sender, instance: QuizPage, revision=None, **kwargs) -> None:
    """Answer Wagtail's signal that a quiz was published."""
    by = get_active_log_context().user or (revision.user if revision else None)
    try:
        make_version(instance, revision, by)
    except ValidationError:
        if revision is None or not revision.approved_go_live_at:  # somebody waits for the answer
            raise
        _leave_out(instance)


def _leave_out(page: QuizPage) -> None:
    """Let the other pages go live that were scheduled too. What can be taken of this one stays as it was."""
    logger.exception("quiz_not_published %s", page.pk)
    if page.newest_version is None:
        page.unpublish(log_action=True)


@transaction.atomic
def make_version(page: QuizPage, revision=None, by=None) -> QuizVersion:
    """Return the version of `page` as it is now: the newest one, where it says the same, or a new one.

    Raises ValidationError for items that the editor would refuse, by whatever way they were published.
    """
    page.items.stream_block.clean(page.items)
    QuizPage.objects.select_for_update().filter(pk=page.pk).first()  # two publications take turns
    content = compile_quiz(page)
    digest = content_hash(content)
    newest = page.newest_version
    if newest is not None and newest.content_hash == digest:
        _untick(page, revision)
        return newest
    number = QuizVersion.objects.filter(quiz=page).aggregate(most=Max("number"))["most"] or 0
    version = QuizVersion.objects.create(
        quiz=page,
        title=page.title,
        number=number + 1,
        content=content,
        content_hash=digest,
        published_by=by,
        source_revision=revision,
        meaning_unchanged=bool(newest and page.meaning_unchanged),
    )
    _untick(page, revision)
    return version


def _untick(page: QuizPage, revision) -> None:
    """Take the tick "only the wording changed" away: it was meant for this publication alone."""
    if not page.meaning_unchanged:
        return
    QuizPage.objects.filter(pk=page.pk).update(meaning_unchanged=False)
    page.meaning_unchanged = False
    if revision is not None:
        revision.content["meaning_unchanged"] = False
        revision.save(update_fields=["content"])
