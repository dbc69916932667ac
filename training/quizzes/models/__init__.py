"""Quizzes, the question bank, versions and attempts."""

from training.quizzes.models.attempts import QuizAttempt, QuizResponse, Regrade
from training.quizzes.models.bank import BankItem, BankItemTag
from training.quizzes.models.pages import QuizPage
from training.quizzes.models.versions import QuizVersion

__all__ = [
    "BankItem",
    "BankItemTag",
    "QuizAttempt",
    "QuizPage",
    "QuizResponse",
    "QuizVersion",
    "Regrade",
]
