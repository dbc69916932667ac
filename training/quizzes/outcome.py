"""What is said of a whole attempt: first the words of its band, then figures.

Nothing here says pass or fail of a self-assessment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe

from training.quizzes.content.schema import Content
from training.quizzes.enums import GradeMethod, Purpose
from training.quizzes.models.attempts import QuizAttempt, Result
from training.quizzes.review import figure


@dataclass(frozen=True)
class Outcome:
    """The words and figures above the questions of a result."""

    band: SafeString | str = ""
    score: str = ""
    passed: bool | None = None  # None where nobody passes or fails
    pass_mark: int | None = None
    counts: str = ""


def outcome_of(content: Content, result: Result, counts: str = "") -> Outcome:
    """Return what to say of one attempt."""
    if result.percent is None:  # nothing of it is marked: only words that are for everybody fit
        alone = content["overall_feedback"] if len(content["overall_feedback"]) == 1 else []
        return Outcome(band=mark_safe(alone[0]["text"]) if alone else "", counts=counts)
    passed = has_passed(content, result.percent)
    return Outcome(
        band=_band(content, result.percent),
        score=score_words(content, result),
        passed=passed,
        pass_mark=None if passed is None else content["pass_mark"],
        counts=counts,
    )


def has_passed(content: Content, percent: Decimal | None) -> bool | None:
    """Return whether `percent` reaches the pass mark; None for a self-assessment, or without a mark."""
    if content["purpose"] != Purpose.ASSESSMENT or content["pass_mark"] is None or percent is None:
        return None
    return percent >= content["pass_mark"]


def score_words(content: Content, result: Result) -> str:
    """Return "6 of 8 marks", or nothing where marks are not shown."""
    if not content["review"]["marks"] or result.score is None or not result.max_score:
        return ""
    marks = "mark" if result.max_score == 1 else "marks"
    return f"{figure(result.score)} of {figure(result.max_score)} {marks}"


def _band(content: Content, percent: Decimal) -> SafeString | str:
    bands = sorted(content["overall_feedback"], key=lambda band: band["from"], reverse=True)
    return mark_safe(next((band["text"] for band in bands if percent >= band["from"]), ""))


def percents(attempts: Iterable[QuizAttempt]) -> list[Decimal]:
    """Return the percentages in force, from the first attempt to the last; without those not marked."""
    found = (one.in_force.percent for one in attempts)
    return [one for one in found if one is not None]


def counted(percents: Sequence[Decimal], method: str) -> Decimal | None:
    """Return the percentage that counts, of attempts from the first to the last."""
    if not percents:
        return None
    ways = {
        GradeMethod.HIGHEST: max,
        GradeMethod.AVERAGE: lambda all_: sum(all_, Decimal(0)) / len(all_),
        GradeMethod.FIRST: lambda all_: all_[0],
        GradeMethod.LAST: lambda all_: all_[-1],
    }
    return ways[GradeMethod(method)](percents)


COUNTS = {
    GradeMethod.HIGHEST: "Your best result counts",
    GradeMethod.AVERAGE: "The average of your results counts",
    GradeMethod.FIRST: "Your first result counts",
    GradeMethod.LAST: "Your last result counts",
}


def counts_words(content: Content, percents: Sequence[Decimal]) -> str:
    """Return which of several results counts, and how much it is; nothing where there is one only."""
    value = counted(percents, content["grade_method"])
    if value is None or len(percents) < 2:
        return ""
    said = COUNTS[GradeMethod(content["grade_method"])]
    if content["review"]["marks"]:
        said += f": {figure(value)}%"
    passed = has_passed(content, value)
    return f"{said}." if passed is None else f"{said}: {'passed' if passed else 'not passed yet'}."
