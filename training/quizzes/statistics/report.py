"""The report on one quiz: its figures, those of one version on request, and the rows of page and files."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from training.quizzes.enums import ItemType
from training.quizzes.models import QuizPage
from training.quizzes.statistics.choices import Choices, choices_of, words_of
from training.quizzes.statistics.counting import Counted, counted
from training.quizzes.statistics.few import FEWEST, STEADY, safe_parts
from training.quizzes.statistics.figures import BANDS, Figures, ItemFigures, QuizFigures, figures
from training.quizzes.statistics.words import (
    CANNOT_BE_TOLD,
    CONSISTENCY,
    DISCRIMINATION,
    FACILITY,
    in_words,
    leaning,
    to_do,
)

TOO_FEW = f"Fewer than {FEWEST} people"
UNSTEADY = f"Fewer than {STEADY} people: may still change much"

QUIZ_COLUMNS = ["What it tells", "Figure", "In words", "Moodle's name"]
ITEM_COLUMNS = [
    "Number",
    "Question",
    "Type",
    "People",
    "Facility index (%)",
    "Standard deviation (%)",
    "Discrimination index",
    "Discriminative efficiency",
    "Intended weight (%)",
    "Effective weight (%)",
    "In words",
    "Note",
]
CHOICE_COLUMNS = ["Number", "Question", "Part", "Answer", "People", "Right"]


@dataclass(frozen=True)
class Question:
    """One question of the report."""

    figures: ItemFigures

    @property
    def stem(self) -> str:
        """Return what it asks, in one line."""
        return words_of(self.figures.item["stem"]) or self.figures.item["name"]

    @property
    def sort(self) -> str:
        """Return its type in words."""
        return str(ItemType(self.figures.item["type"]).label)

    @property
    def in_words(self) -> str:
        """Return how many got it right, in words."""
        return in_words(self.figures.facility, FACILITY) if self.figures.scored else "Not marked"

    @property
    def telling(self) -> str:
        """Return what it tells of people, in words."""
        return in_words(self.figures.discrimination_index, DISCRIMINATION)

    @property
    def to_do(self) -> str:
        """Return what to do about it."""
        return to_do(self.figures)

    @property
    def note(self) -> str:
        """Return what to know before relying on its figures."""
        if not self.figures.shown:
            return TOO_FEW
        return "" if self.figures.steady else UNSTEADY

    @cached_property
    def choices(self) -> list[Choices]:
        """Return what people chose."""
        return choices_of(self.figures)

    @property
    def private(self) -> bool:
        """Return whether its answers are words of a person, which no report shows."""
        return self.figures.item["type"] == ItemType.FREE_TEXT

    @property
    def numbers(self) -> list[float | None]:
        """Return its six figures, in the order of the columns."""
        each = self.figures
        return [
            each.facility,
            each.standard_deviation,
            each.discrimination_index,
            each.discriminative_efficiency,
            each.intended_weight,
            each.effective_weight,
        ]

    @property
    def cells(self) -> list:
        """Return its row of the file."""
        people = self.figures.people if self.figures.shown else TOO_FEW
        numbers = ["" if value is None else f"{value:.4f}" for value in self.numbers]
        words = self.in_words if self.figures.shown else ""
        return [self.figures.place, self.stem, self.sort, people, *numbers, words, self.note]


class Report:
    """What trainers read of a quiz. `version` asks for one alone; it is passed over where too few took it.

    Whoever reports on several quizzes counts them together, and says here what was `found`.
    """

    def __init__(self, quiz: QuizPage, version: str = "", found: Counted | None = None):
        self.quiz = quiz
        self._counted: Counted = found or counted(quiz)
        alone = {str(number) for number in self.versions_alone}
        self.version = int(version) if version in alone else None

    @cached_property
    def versions_alone(self) -> list[int]:
        """Return the versions that may be shown by themselves; none where there is one only."""
        people = {number: count for number, count in self._counted.people.items() if count}
        return sorted(safe_parts(people)) if len(people) > 1 else []

    @cached_property
    def figures(self) -> Figures | None:
        """Return the figures; None where nothing was published yet."""
        found = self._counted
        if not found.versions:
            return None
        if self.version is None:
            versions = found.versions
        else:
            versions = [each for each in found.versions if each.number == self.version]
        return figures(found.contents[versions[-1].number], versions, found.tallies)

    @property
    def shown(self) -> QuizFigures | None:
        """Return the figures of the whole, where enough people took it."""
        return self.figures.quiz if self.figures and self.figures.quiz.shown else None

    @cached_property
    def questions(self) -> list[Question]:
        """Return the questions in their order."""
        return [Question(each) for each in self.figures.items] if self.figures else []

    @cached_property
    def most_missed(self) -> list[Question]:
        """Return the questions that are marked, those that fewest got right first."""
        return [Question(each) for each in self.figures.most_missed] if self.figures else []

    @property
    def spread(self) -> list[tuple[str, int]]:
        """Return how many people reached which part of the full score."""
        step, counts = 100 // BANDS, self.shown.spread if self.shown else ()
        last = len(counts) - 1
        return [
            (f"{band * step} to {100 if band == last else band * step + step - 1} per cent", count)
            for band, count in enumerate(counts)
        ]

    @property
    def quiz_rows(self) -> list[list[str]]:
        """Return the figures of the whole: what it tells, the figure, its words, Moodle's name for it."""
        one = self.shown
        if one is None or one.mean is None:
            return []
        rows = [
            ("Average score", _per_cent(one.mean), "", "Average grade"),
            ("Score in the middle", _per_cent(one.median), "", "Median grade"),
            ("How far scores differ", _per_cent(one.standard_deviation), "", "Standard deviation"),
            (
                "To which side scores lean",
                _number(one.skewness),
                leaning(one.skewness),
                "Score distribution skewness",
            ),
            ("How many stand far out", _number(one.kurtosis), "", "Score distribution kurtosis"),
            (
                "How well the questions go together",
                _per_cent(one.internal_consistency),
                "" if one.internal_consistency is None else in_words(one.internal_consistency, CONSISTENCY),
                "Coefficient of internal consistency",
            ),
            ("How much of the difference is chance", _per_cent(one.error_ratio), "", "Error ratio"),
            ("How far a score may be off", _per_cent(one.standard_error), "", "Standard error"),
        ]
        return [list(row) for row in rows]

    def item_cells(self) -> Iterator[list]:
        """Yield the rows of the file of questions."""
        return (question.cells for question in self.questions)

    def choice_cells(self) -> Iterator[list]:
        """Yield the rows of the file of answers chosen."""
        for question in self.questions:
            for table in question.choices:
                for row in table.rows:
                    place = question.figures.place
                    yield [place, question.stem, table.title, row.label, row.people, row.right]


def _per_cent(value: float | None) -> str:
    return CANNOT_BE_TOLD if value is None else f"{value:.1f}%"


def _number(value: float | None) -> str:
    return CANNOT_BE_TOLD if value is None else f"{value:.2f}"
