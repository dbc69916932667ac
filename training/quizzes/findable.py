"""What the search finds of quizzes: what everybody may read before they answer, and never a key."""

from portal.search.adapters import LeftOut, register
from portal.search.enums import Kind
from training import findable
from training.quizzes.checking import said
from training.quizzes.models import BankItem, QuizPage


def words_of(page: QuizPage) -> list[str]:
    """Return the introduction: what the page of the quiz shows."""
    return [said(page.introduction)]


findable.KINDS[QuizPage] = Kind.QUIZ
findable.TEXTS[QuizPage] = words_of

register(LeftOut(BankItem, "A question is met in a quiz, and with its answer nowhere else."))
