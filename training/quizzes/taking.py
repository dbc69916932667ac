"""Beginning, saving and handing in: one attempt, whatever is posted twice, from two windows, after a restart.

Every change of an attempt holds its row first (`held`), so that two requests take turns. What makes a second
post harmless is the token of the sitting: the database takes each once.
"""

import datetime
from collections.abc import Iterable, Mapping

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from training.quizzes.content.schema import Content, items_of
from training.quizzes.enums import AttemptState, Purpose
from training.quizzes.grading import Marks, grade
from training.quizzes.models import QuizAttempt, QuizPage, QuizResponse, QuizVersion
from training.quizzes.signals import attempt_marked
from training.quizzes.sitting import Sitting, merged
from training.quizzes.wordless import without_words


class OverError(Exception):
    """The attempt takes no more answers: `attempt` was handed in, or given up for a newer version."""

    def __init__(self, attempt: QuizAttempt):
        super().__init__()
        self.attempt = attempt


class UsedUpError(Exception):
    """Nobody may begin the quiz once more: all attempts are used."""


class OtherVersionError(Exception):
    """Another window has an open attempt at another version: `attempt`."""

    def __init__(self, attempt: QuizAttempt):
        super().__init__()
        self.attempt = attempt


def attempts_of(user) -> QuerySet[QuizAttempt]:
    """Return the attempts of `user`: nobody else's can be reached from here."""
    return QuizAttempt.objects.filter(person=user.pk).select_related("version")


def open_attempt(person: int | None, quiz: QuizPage | int | None) -> QuizAttempt | None:
    """Return what somebody has begun and not handed in."""
    if person is None or quiz is None:
        return None
    found = QuizAttempt.objects.filter(person=person, quiz=quiz, state=AttemptState.OPEN)
    return found.select_related("version").first()


def attempts_left(person: int | None, quiz_id: int | None, content: Content) -> int | None:
    """Return how many more times somebody may hand in; None where nobody counts."""
    allowed = content["attempts_allowed"]
    if not allowed or person is None or quiz_id is None:
        return None
    used = QuizAttempt.objects.filter(person=person, quiz=quiz_id, state=AttemptState.HANDED_IN).count()
    return max(0, allowed - used)


def attempt_for(sitting: Sitting, version: QuizVersion) -> QuizAttempt:
    """Return the attempt of a sitting of somebody signed in; it is made at their first post.

    Raises OverError, UsedUpError, OtherVersionError. Two windows that begin at once get the same attempt.
    """
    for _ in range(3):  # a window that lost the race finds the other's attempt in the next round
        found = QuizAttempt.objects.select_related("version").filter(
            Q(token=sitting.token)
            | Q(person=sitting.person, quiz=version.quiz_id, quiz__isnull=False, state=AttemptState.OPEN),
        )
        by_token = sorted(found, key=lambda one: one.token != sitting.token)
        if by_token:
            return _usable(by_token[0], sitting)
        if attempts_left(sitting.person, version.quiz_id, version.read) == 0:
            raise UsedUpError
        now = timezone.now()
        try:
            with transaction.atomic():
                return QuizAttempt.objects.create(
                    version=version,
                    quiz_id=version.quiz_id,
                    person_id=sitting.person,
                    layout=sitting.layout,
                    token=sitting.token,
                    started=now,
                    changed=now,
                )
        except IntegrityError:
            continue
    raise RuntimeError("An attempt was neither found nor made.")


def _usable(attempt: QuizAttempt, sitting: Sitting) -> QuizAttempt:
    if attempt.person_id != sitting.person or attempt.state != AttemptState.OPEN:
        raise OverError(attempt)
    if attempt.version_id != sitting.version:
        raise OtherVersionError(attempt)
    return attempt


def responses_of(attempt: QuizAttempt) -> dict[str, object]:
    """Return what is answered, by item."""
    rows = attempt.responses.exclude(response=None).values_list("item_id", "response")
    return dict(rows)


def held(attempt: QuizAttempt) -> QuizAttempt:
    """Return the row of an open attempt, held until the transaction ends. Raises OverError."""
    row = QuizAttempt.objects.select_for_update().get(pk=attempt.pk)
    row.version = attempt.version  # it never changes, and is not asked for again
    if row.state != AttemptState.OPEN:
        raise OverError(row)
    return row


@transaction.atomic
def save(attempt: QuizAttempt, sitting: Sitting, asked: list[str], posted: Mapping) -> dict[str, object]:
    """Write what a page said into an open attempt; return all that is answered now. Raises OverError."""
    attempt = held(attempt)
    before = responses_of(attempt)
    within = set(attempt.layout["items"])
    posted = {key: value for key, value in posted.items() if key in within}
    written, taken_back = merged(before, posted, asked, sitting.shown)
    if written:
        _write([QuizResponse(attempt=attempt, item_id=key, response=value) for key, value in written.items()])
    if taken_back:
        attempt.responses.filter(item_id__in=taken_back).delete()
    if written or taken_back:
        QuizAttempt.objects.filter(pk=attempt.pk).update(changed=timezone.now())
    return {key: value for key, value in {**before, **written}.items() if key not in taken_back}


def _write(rows: list[QuizResponse], *more: str) -> None:
    QuizResponse.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["attempt", "item_id"],
        update_fields=["response", *more],
    )


@transaction.atomic
def hand_in(attempt: QuizAttempt) -> QuizAttempt:
    """Mark what is saved and close the attempt. Raises OverError where it is closed already."""
    attempt = held(attempt)
    responses = responses_of(attempt)
    _close(attempt, responses, attempt.version.read)
    attempt.changed = timezone.now()
    attempt.save()
    attempt_marked.send(QuizAttempt, attempt=attempt, again=False)
    return attempt


def hand_in_anonymously(
    sitting: Sitting, version: QuizVersion, responses: Mapping
) -> tuple[QuizAttempt, bool]:
    """Make the one row of a sitting without a person; return it, and whether it was there already.

    No person, no time of day, no word of a free text. The token makes a second post find the first one's row.
    """
    content = version.read
    kept = kept_without_person(content, responses)
    attempt = QuizAttempt(
        version=version, quiz_id=version.quiz_id, layout=sitting.layout, token=sitting.token
    )
    try:
        with transaction.atomic():
            attempt.save(force_insert=True)
            _close(attempt, kept, content)
            attempt.save()
    except IntegrityError:
        return QuizAttempt.objects.select_related("version").get(token=sitting.token), True
    return attempt, False


def kept_without_person(content: Content, responses: Mapping) -> dict[str, object]:
    """Return the answers that are kept of somebody who is not signed in: what they chose, no word typed."""
    items = items_of(content)
    kept = {key: without_words(items[key], value) for key, value in responses.items()}
    return {key: value for key, value in kept.items() if value is not None}


def _close(attempt: QuizAttempt, responses: Mapping, content: Content) -> None:
    """Write the marks of every item, answered or not, and the score onto `attempt`."""
    marks = grade(content, attempt.layout, responses)
    _write(_marked_rows(attempt, responses, marks), "fraction", "mark", "max_mark")
    attempt.state = AttemptState.HANDED_IN
    attempt.handed_in_on = timezone.localdate()
    attempt.score, attempt.max_score, attempt.percent = marks.score, marks.max_score, marks.percent


def _marked_rows(attempt: QuizAttempt, responses: Mapping, marks: Marks) -> list[QuizResponse]:
    """Return a row for each item that was shown, answered or not: statistics count them all."""
    return [
        QuizResponse(
            attempt=attempt,
            item_id=key,
            response=responses.get(key),
            fraction=mark.fraction,
            mark=mark.mark,
            max_mark=mark.max_mark,
        )
        for key, mark in marks.items.items()
    ]


def give_up(attempt: QuizAttempt) -> None:
    """Leave an open attempt for a newer version. Its answers go with it, when it expires."""
    QuizAttempt.objects.filter(pk=attempt.pk, state=AttemptState.OPEN).update(
        state=AttemptState.ABANDONED, changed=timezone.now()
    )


@transaction.atomic
def join(attempt: QuizAttempt, user) -> bool:
    """Give a result without a person to `user`, who asked for it. Return False where it is not to be had."""
    get_user_model().objects.select_for_update().get(pk=user.pk)  # two results at once are counted in turn
    if attempts_left(user.pk, attempt.quiz_id, attempt.version.read) == 0:
        return False
    free = QuizAttempt.objects.filter(pk=attempt.pk, person=None, state=AttemptState.HANDED_IN)
    joined = free.update(person=user) == 1
    if joined:
        attempt.person = user
        attempt_marked.send(QuizAttempt, attempt=attempt, again=False)
    return joined


def seconds(moment: datetime.datetime) -> int:
    """Return a moment as sittings hold it."""
    return int(moment.timestamp())


def counting(content: Content, attempts: Iterable[QuizAttempt]) -> list[QuizAttempt]:
    """Return the attempts of somebody that count, in their order.

    A result that was anonymous when it was handed in (`started` is empty) proves nothing: whoever holds its
    link could have added it. So it counts for a self-assessment alone.
    """
    return [one for one in attempts if one.started or content["purpose"] != Purpose.ASSESSMENT]


def handed_in(person: int, quiz_id: int) -> list[QuizAttempt]:
    """Return what somebody has handed in of a quiz, the first one first."""
    found = QuizAttempt.objects.filter(person=person, quiz=quiz_id, state=AttemptState.HANDED_IN)
    return list(found.order_by("handed_in_on", "pk").prefetch_related("regrades"))
