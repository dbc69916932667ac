"""Whether somebody has passed a quiz: what a certificate and an induction ask of it."""

from decimal import Decimal

from training.quizzes import taking
from training.quizzes.models import QuizPage
from training.quizzes.outcome import counted, has_passed, percents


def passed_by(person: int, quiz: QuizPage) -> bool | None:
    """Return whether the person of that number has passed `quiz`, by the attempts that count.

    None where nobody passes or fails it, or where it cannot be taken any more. A result that was
    anonymous when it was handed in proves nothing: whoever holds its link could have added it.
    """
    version = quiz.newest_version if quiz.live else None
    if version is None or has_passed(version.read, Decimal(0)) is None:
        return None
    watched = [one for one in taking.handed_in(person, quiz.pk) if one.started]
    value = counted(percents(watched), version.read["grade_method"])
    return has_passed(version.read, value) or False
