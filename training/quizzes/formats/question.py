"""A question as a file says it, whatever the format. The names are Moodle's; nothing here knows of pages.

Everything is frozen, and two questions are equal where they say the same: the line does not count.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import KW_ONLY, asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from training.quizzes.formats.html import to_html, to_plain

ONE, NONE = Decimal(1), Decimal(0)


class Format(StrEnum):
    """How the text of a question is written, by the names that GIFT gives."""

    MOODLE = "moodle"  # HTML in which a new line is a new line
    HTML = "html"
    PLAIN = "plain"
    MARKDOWN = "markdown"


@dataclass(frozen=True)
class EmbeddedFile:
    """A file that stands inside a file, most often a picture."""

    name: str
    content: bytes = field(repr=False)
    path: str = "/"


@dataclass(frozen=True)
class Text:
    """A text as it was typed, in its format. What goes on to a page is `html`, never `raw`."""

    raw: str = ""
    format: Format = Format.MOODLE
    files: tuple[EmbeddedFile, ...] = ()

    def __bool__(self):
        return bool(self.raw)

    @cached_property
    def html(self) -> str:
        """The text as HTML that our rich text allows: nothing else passes."""
        return to_html(self.raw, self.format)

    @cached_property
    def plain(self) -> str:
        """The text in one line, without tags."""
        return to_plain(self.html)


@dataclass(frozen=True)
class Option:
    """An option of a choice, or an answer that a short answer accepts (its text is plain then)."""

    text: Text
    fraction: Decimal = NONE
    feedback: Text = Text()


@dataclass(frozen=True)
class NumericalAnswer:
    """A number that is accepted, give or take; no value stands for any other answer (*)."""

    value: Decimal | None
    tolerance: Decimal = NONE
    fraction: Decimal = ONE
    feedback: Text = Text()


@dataclass(frozen=True)
class Pair:
    """What belongs together. A right without a left is a distractor."""

    left: Text
    right: str


@dataclass(frozen=True)
class Question:
    """What every question has."""

    KIND: ClassVar[str] = ""

    name: str
    stem: Text = Text()
    _: KW_ONLY
    id: str = ""  # Moodle's idnumber
    tags: tuple[str, ...] = ()
    general_feedback: Text = Text()
    mark: Decimal = ONE
    line: int = field(default=0, compare=False)

    @property
    def kind(self) -> str:
        """The type, by the name that reports give it."""
        return self.KIND

    def texts(self) -> Iterable[Text]:
        """Give every text of the question."""
        return [self.stem, self.general_feedback]


@dataclass(frozen=True)
class Choice(Question):
    """One right option, or several."""

    _: KW_ONLY
    single: bool = True
    options: tuple[Option, ...] = ()
    shuffle: bool = True

    @property
    def kind(self) -> str:
        return "choice-single" if self.single else "choice-multiple"

    def texts(self):
        return [*super().texts(), *_texts(self.options)]


@dataclass(frozen=True)
class TrueFalse(Question):
    """Right or wrong; the feedback belongs to what was chosen."""

    KIND = "true-false"

    _: KW_ONLY
    right: bool = True
    feedback_true: Text = Text()
    feedback_false: Text = Text()

    def texts(self):
        return [*super().texts(), self.feedback_true, self.feedback_false]


@dataclass(frozen=True)
class ShortAnswer(Question):
    """A word or two; * in an answer stands for anything."""

    KIND = "short-answer"

    _: KW_ONLY
    answers: tuple[Option, ...] = ()
    case_sensitive: bool = False

    def texts(self):
        return [*super().texts(), *_texts(self.answers)]


@dataclass(frozen=True)
class Numerical(Question):
    """A number."""

    KIND = "numerical"

    _: KW_ONLY
    answers: tuple[NumericalAnswer, ...] = ()
    unit: str = ""

    def texts(self):
        return [*super().texts(), *(answer.feedback for answer in self.answers)]


@dataclass(frozen=True)
class Match(Question):
    """Pairs to be put together."""

    KIND = "match"

    _: KW_ONLY
    pairs: tuple[Pair, ...] = ()
    shuffle: bool = True

    def texts(self):
        return [*super().texts(), *(pair.left for pair in self.pairs)]


@dataclass(frozen=True)
class Ordering(Question):
    """Steps, in the right order. Moodle XML has them; GIFT has not."""

    KIND = "ordering"

    _: KW_ONLY
    steps: tuple[Text, ...] = ()

    def texts(self):
        return [*super().texts(), *self.steps]


@dataclass(frozen=True)
class Essay(Question):
    """Text of one's own, which nobody marks; `model_answer` is what Moodle calls information for graders."""

    KIND = "essay"

    _: KW_ONLY
    lines: int = 15
    model_answer: Text = Text()

    def texts(self):
        return [*super().texts(), self.model_answer]


@dataclass(frozen=True)
class Description(Question):
    """Something to read, and no question."""

    KIND = "description"


@dataclass(frozen=True)
class Category(Question):
    """Where the questions after it belong; the name is a path with slashes."""

    KIND = "category"


def _texts(options: Iterable[Option]) -> list[Text]:
    return [text for option in options for text in (option.text, option.feedback)]


@dataclass(frozen=True, order=True)
class Problem:
    """What is the matter, in words for the author, and the line of the file."""

    line: int
    message: str


@dataclass(frozen=True)
class Report:
    """What a file holds. `refused`: nothing of it can be used, and `problems` says why.

    `says_all`: its format has words for everything that a question has. GIFT has not.
    """

    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()
    refused: bool = False
    says_all: bool = True

    @property
    def counts(self) -> dict[str, int]:
        """How many questions there are of each type."""
        return dict(Counter(question.kind for question in self.questions))

    def as_json(self) -> dict:
        """Return the report as `import_quiz --json` prints it."""
        return {
            "questions": [
                {"type": question.kind, "name": question.name, "line": question.line}
                for question in self.questions
            ],
            "counts": self.counts,
            "problems": [asdict(problem) for problem in self.problems],
        }
