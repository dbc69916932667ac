"""Whether somebody has passed a quiz: what a certificate and an induction ask of it."""

from decimal import Decimal

from training.quizzes import taking
from training.quizzes.models import QuizPage
from training.quizzes.outcome import counted, has_passed, percents


def passed_by(person: int, quiz: QuizPage) -> bool | None:
    """Return whether the person of that number has passed `quiz`, by the attempts that count.

    None where nobody passes or fails it, or where it cannot be taken any more.
    """
    version = quiz.newest_version if quiz.live else None
    if version is None or has_passed(version.read, Decimal(0)) is None:
        return None
    attempts = taking.counting(version.read, taking.handed_in(person, quiz.pk))
    value = counted(percents(attempts), version.read["grade_method"])
    return has_passed(version.read, value) or False
