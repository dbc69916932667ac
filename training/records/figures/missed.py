"""The questions that most people miss, over all quizzes of a person: from the statistics of quizzes."""

from collections.abc import Collection
from dataclasses import dataclass

from training.quizzes.models import QuizPage
from training.quizzes.statistics.counting import counted_of, people_of
from training.quizzes.statistics.few import enough
from training.quizzes.statistics.figures import facility_of
from training.quizzes.statistics.report import Question, Report

MOST_QUESTIONS = 10
MOST_QUIZZES = 50  # those that most people took


@dataclass(frozen=True)
class Missed:
    """A question, and the quiz that asks it."""

    quiz: QuizPage
    question: Question


def taken_by_enough(quizzes: Collection[QuizPage]) -> list[QuizPage]:
    """Return those of `quizzes` that five people or more took, the one that most took first."""
    people = people_of([quiz.pk for quiz in quizzes])
    taken = [quiz for quiz in quizzes if enough(people.get(quiz.pk, 0))]
    return sorted(taken, key=lambda quiz: -people[quiz.pk])


def most_missed(quizzes: Collection[QuizPage]) -> list[Missed]:
    """Return the questions of `quizzes` that fewest people got right, of those that five or more had."""
    found = counted_of(quizzes, with_responses=False)
    missed = [
        Missed(quiz, question)
        for quiz in quizzes
        for question in Report(quiz, found=found[quiz.pk]).most_missed
    ]
    return sorted(missed, key=lambda one: facility_of(one.question.figures))[:MOST_QUESTIONS]
