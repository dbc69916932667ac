"""Whether somebody has passed a quiz: what a certificate asks of it, and what is noted of an attempt."""

from decimal import Decimal

from training.quizzes import taking
from training.quizzes.models import QuizAttempt, QuizPage
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


def passed_with(attempt: QuizAttempt) -> bool | None:
    """Return whether this attempt passes, judged by itself and by the version that was taken.

    None where nobody passes or fails that version. Whatever its grade method counts, no other attempt is
    looked at: each says what its day proves. Nor is it asked whether the quiz can still be taken.
    """
    content = attempt.version.read
    if has_passed(content, Decimal(0)) is None:
        return None
    counts = taking.counting(content, [attempt])
    return bool(counts and has_passed(content, attempt.in_force.percent))
