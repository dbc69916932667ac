"""What a posted page of a quiz said, and whether it has to be shown again."""

import logging
import re

from training.quizzes.answers import Posted, read
from training.quizzes.models import QuizVersion
from training.quizzes.sitting import Sitting
from training.quizzes.steps import Steps
from training.quizzes.views.form import Notice

logger = logging.getLogger(__name__)


def read_page(request, version: QuizVersion, sitting: Sitting) -> Posted:
    """Return what the page said of the questions that it showed; log the names of all else."""
    steps = Steps.of(version.read, sitting.layout)
    posted = read(steps.on(sitting.page), request.POST)
    if posted.unknown:
        names = ",".join(re.sub(r"[^\w-]", "?", name)[:80] for name in posted.unknown[:20])
        logger.warning("quiz_fields_passed_over %s", names)
    return posted


def asked(version: QuizVersion, sitting: Sitting) -> list[str]:
    return [item["id"] for item in Steps.of(version.read, sitting.layout).on(sitting.page)]


def stays(request, posted: Posted, steps: Steps, sitting: Sitting) -> bool:
    """Return whether the page has to be shown again, for what is wrong in it."""
    return (
        bool(posted.problems)
        and request.POST.get("go") in ("next", "hand-in")
        and sitting.page != steps.check
    )


def leaves_some(request, steps: Steps, answers) -> int:
    """Return how many questions of a quiz on one page have no answer, the first time it is handed in."""
    if steps.one_per_page or request.POST.get("unanswered"):
        return 0
    return sum(item["id"] not in answers for item in steps.asked)


def questions_left(count: int) -> Notice:
    """Return the word on questions without an answer, before all of a page is handed in."""
    said = "1 question is" if count == 1 else f"{count} questions are"
    return Notice(f"{said} not answered", "Answer what you can, or press “Hand in” once more.")
