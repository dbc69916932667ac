"""The invariant of the quizzes: each version is what it was, and marks every attempt as it was marked."""

from collections.abc import Iterator

from training.quizzes.content.schema import content_hash
from training.quizzes.grading import Key, Marks
from training.quizzes.models import QuizAttempt, QuizVersion, Regrade
from training.quizzes.regrading import marked, marks_by, written


def wrong_versions(batch: int) -> Iterator[str]:
    """Yield a line for each version whose content is not what its hash says."""
    for version in QuizVersion.objects.order_by("pk").iterator(batch):
        if content_hash(version.content) != version.content_hash:
            yield f"{version} (row {version.pk}): its content is not what was published."


def faults(batch: int) -> Iterator[tuple[QuizAttempt, list[str]]]:
    """Yield every attempt with what is wrong with its marks. One key and one batch are held at a time."""
    held: tuple[int, Key] | None = None
    for attempt in marked().order_by("version", "pk").iterator(batch):
        if held is None or held[0] != attempt.version_id:
            held = (attempt.version_id, Key(attempt.version.read))
        yield attempt, [*_wrong_marks(attempt, marks_by(held[1], attempt)), *_wrong_regrades(attempt)]


def _wrong_marks(attempt: QuizAttempt, marks: Marks) -> Iterator[str]:
    stored = {one.item_id: (one.fraction, one.mark, one.max_mark) for one in attempt.responses.all()}
    for key, mark in marks.items.items():
        if stored.get(key) != tuple(mark):
            yield f"{_name(attempt)}: item {key} is marked {stored.get(key)}, and earns {tuple(mark)}."
    if extra := stored.keys() - marks.items.keys():
        yield f"{_name(attempt)}: answers to items that it was not asked: {sorted(extra)}."
    total = (attempt.score, attempt.max_score, attempt.percent)
    if total != (marks.score, marks.max_score, marks.percent):
        yield f"{_name(attempt)}: its score is {total}, and comes to {marks.score} of {marks.max_score}."


def _wrong_regrades(attempt: QuizAttempt) -> Iterator[str]:
    for regrade in attempt.regrades.all():
        marks = marks_by(_key_of(regrade), attempt)
        if regrade.result != (marks.score, marks.max_score, marks.percent) or regrade.marks != {
            key: written(mark) for key, mark in marks.items.items()
        }:
            yield f"{_name(attempt)}: marked again by version {regrade.version.number}, it earns other marks."


def _key_of(regrade: Regrade) -> Key:
    return Key(regrade.version.read)


def _name(attempt: QuizAttempt) -> str:
    return f"Attempt {attempt.pk} ({attempt.version})"
