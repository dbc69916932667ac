"""The page with the questions: what it shows, whoever takes the quiz."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from training.quizzes.answers import problem_of
from training.quizzes.clock import Clock
from training.quizzes.models import QuizVersion
from training.quizzes.questions import Question, questions_of
from training.quizzes.sitting import Sitting
from training.quizzes.steps import Steps


@dataclass(frozen=True)
class Notice:
    """A word above the questions."""

    title: str
    text: str = ""
    kind: str = "due"


@dataclass(frozen=True)
class Step:
    """Where in the quiz a page stands, in words that a template asks for."""

    of: int
    question: int | None = None  # the number of the question, where there is one a page
    last: bool = False
    checks: bool = False
    unanswered: int = 0


NEWER = Notice(
    "There is a newer version of this quiz",
    "You can finish this one as you began it. Or begin again with the newer one, at the end of this page.",
)
TAKEN_DOWN = Notice("This quiz was taken down since you began", "You can finish it all the same.")


def take_address(version: QuizVersion, slug: str = "") -> str:
    """Return where a form of `version` is posted to. A quiz that was deleted goes by its title."""
    if version.quiz is not None:
        slug = version.quiz.slug
    return reverse("quizzes:take", args=[slug or slugify(version.title) or "quiz"])


def quiz_address(version: QuizVersion) -> str:
    """Return the page of the quiz, where it is published."""
    quiz = version.quiz
    return reverse("quizzes:take", args=[quiz.slug]).removesuffix("take/") if quiz and quiz.live else ""


def form_page(
    request,
    version: QuizVersion,
    sitting: Sitting,
    page: int,
    answers: Mapping,
    problems: Mapping[str, str] | None = None,
    notices: Sequence[Notice] = (),
    clock: Clock | None = None,
    status: int = 200,
    confirms: bool = False,
    sealed: str = "",
) -> HttpResponse:
    """Return page `page` of a sitting with what is answered, and what is wrong with some of it."""
    content = version.read
    steps = Steps.of(content, sitting.layout)
    numbered = questions_of(
        steps.items, sitting.layout, answers, _all_problems(steps, answers, problems, page)
    )
    here = {item["id"] for item in steps.on(page)}
    checks = steps.one_per_page and page == steps.check
    questions = numbered if checks else [one for one in numbered if one.id in here]
    newest = newest_of(version)
    context = {
        "content": content,
        "version": version,
        "quiz_url": quiz_address(version),
        "action": take_address(version),
        "sealed": sealed or sitting.at(page, answers).sealed(),
        "questions": questions,
        "step": _step(steps, page, questions, answers, checks),
        "problems": [] if checks else [(one.problem, one.first_control) for one in questions if one.problem],
        "notices": [*notices, *_of_the_page(version, newest)],
        "newer": newest is not None and newest != version.pk,
        "saves": sitting.person is not None,
        "time": clock,
        "confirms": confirms,  # handed in once more, it goes through with questions unanswered
    }
    response = render(request, "training/quizzes/take.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _all_problems(steps: Steps, answers: Mapping, problems, page: int) -> dict[str, str]:
    """Return what was just posted wrongly; in the list to check, all that cannot be marked as it stands."""
    if problems or page != steps.check:
        return dict(problems or {})
    said = {item["id"]: problem_of(item, answers.get(item["id"])) for item in steps.items}
    return {key: words for key, words in said.items() if words}


def _step(steps: Steps, page: int, questions: Sequence[Question], answers: Mapping, checks: bool) -> Step:
    asked = [item["id"] for item in steps.asked]
    if checks:
        return Step(len(asked), checks=True, unanswered=sum(key not in answers for key in asked))
    if not steps.one_per_page:
        return Step(len(asked))
    number = next((one.number for one in questions if one.number), None)
    return Step(len(asked), question=number, last=page == len(steps.pages))


def newest_of(version: QuizVersion) -> int | None:
    """Return the version that somebody who begins now would get; None where nobody can begin."""
    if version.quiz is None or not version.quiz.live:
        return None
    newest = version.quiz.newest_version
    return newest.pk if newest else None


def _of_the_page(version: QuizVersion, newest: int | None) -> list[Notice]:
    if newest is None:
        return [TAKEN_DOWN]
    return [NEWER] if newest != version.pk else []


def cannot(request, title: str, text: str, link: str = "", link_text: str = "", status: int = 200):
    """Return a page that says why something cannot be done, and what to do."""
    context = {"title": title, "text": text, "link": link, "link_text": link_text}
    response = render(request, "training/quizzes/cannot.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
