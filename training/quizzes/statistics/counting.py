"""Attempts, counted by the database: four queries, however many people, questions and quizzes there are.

What comes back is how often each mark came with each score, so its size goes by how many different results
there are, hardly by how many people. To count is exact on both databases; to add decimals up is not.

Only attempts that were handed in count, and of each person the first: whoever tries again knows the answers.
Attempts without a person count once each. Previews are never stored.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Min, Q, QuerySet

from training.quizzes.content import schema
from training.quizzes.enums import UNSCORED, AttemptState
from training.quizzes.models import QuizAttempt, QuizPage, QuizResponse, QuizVersion
from training.quizzes.statistics.choices import COUNTED
from training.quizzes.statistics.pooling import Made, asked_of, made_of
from training.quizzes.statistics.tally import Tally, units


@dataclass(frozen=True)
class Counted:
    """All that is counted of a quiz: its versions, oldest first, and a tally for each number."""

    versions: tuple[Made, ...] = ()
    contents: dict[int, dict] = field(default_factory=dict)
    tallies: dict[int, Tally] = field(default_factory=dict)

    @property
    def people(self) -> dict[int, int]:
        """Return how many people each version has."""
        return {number: tally.people for number, tally in self.tallies.items()}


def first_attempts(quizzes: Iterable[QuizPage] | QuerySet) -> QuerySet:
    """Return the attempts at `quizzes` that count."""
    handed_in = QuizAttempt.objects.filter(quiz__in=quizzes, state=AttemptState.HANDED_IN)
    of_people = handed_in.filter(person__isnull=False).order_by()
    firsts = of_people.values("quiz", "person").annotate(first=Min("pk")).values("first")
    first = handed_in.filter(Q(person__isnull=True) | Q(pk__in=firsts))
    # Of those whose answers have run out, the outcome alone is kept.
    return first.filter(has_answers=True).order_by()


def people_of(quizzes: Iterable[QuizPage] | QuerySet) -> dict[int, int]:
    """Return how many people each quiz has, by the number of its page."""
    counts = first_attempts(quizzes).values_list("quiz").annotate(Count("pk"))
    return dict(counts)


def counted(quiz: QuizPage) -> Counted:
    """Return what attempts at `quiz` say."""
    return counted_of([quiz])[quiz.pk]


def counted_of(quizzes: Collection[QuizPage], *, with_responses: bool = True) -> dict[int, Counted]:
    """Return what attempts at each of `quizzes` say, by the number of its page.

    Without responses it says nothing of what people chose, and costs a good deal less.
    """
    versions: dict[int, list[Made]] = {quiz.pk: [] for quiz in quizzes}
    contents: dict[int, dict[int, dict]] = {quiz: {} for quiz in versions}
    tallies: dict[int, dict[int, Tally]] = {quiz: {} for quiz in versions}
    by_version: dict[int, Tally] = {}
    chosen = set()
    rows = QuizVersion.objects.filter(quiz__in=versions).order_by("number")
    for pk, quiz, number, stored, unchanged in rows.values_list(
        "pk", "quiz", "number", "content", "meaning_unchanged"
    ):
        content = contents[quiz][number] = schema.read(stored)
        versions[quiz].append(made_of(number, content, unchanged))
        by_version[pk] = tallies[quiz][number] = Tally()
        chosen |= {item["id"] for item in schema.walk(content) if item["type"] in COUNTED}
    attempts = first_attempts(quizzes)
    _count_scores(attempts, by_version)
    responses = QuizResponse.objects.filter(attempt__in=attempts).order_by()
    _count_marks(responses, by_version)
    if with_responses:
        _count_responses(responses.filter(item_id__in=chosen), by_version)
    for quiz, of_quiz in tallies.items():
        for number, tally in of_quiz.items():
            _add_unanswered(contents[quiz][number], tally)
    return {quiz: Counted(tuple(made), contents[quiz], tallies[quiz]) for quiz, made in versions.items()}


def _add_unanswered(content: dict, tally: Tally) -> None:
    for item, drawn in asked_of(content):
        if not drawn and item["type"] not in UNSCORED:
            tally.add_unanswered(item["id"], units(item["max_mark"]))


def _count_scores(attempts: QuerySet, tallies: dict[int, Tally]) -> None:
    rows = attempts.values_list("version", "score", "max_score").annotate(Count("pk"))
    for version, score, out_of, people in rows.iterator():
        tallies[version].scores[units(score), units(out_of)] = people


def _count_marks(responses: QuerySet, tallies: dict[int, Tally]) -> None:
    rows = (
        responses.filter(mark__isnull=False)
        .values_list("attempt__version", "item_id", "mark", "attempt__score", "attempt__max_score")
        .annotate(Count("pk"))
    )
    for version, item, mark, score, out_of, people in rows.iterator():
        marks = tallies[version].marks.setdefault(item, Counter())
        marks[units(mark), (units(score), units(out_of))] += people


def _count_responses(responses: QuerySet, tallies: dict[int, Tally]) -> None:
    rows = responses.values_list("attempt__version", "item_id", "response").annotate(Count("pk"))
    for version, item, response, people in rows.iterator():
        if response is not None:
            tallies[version].responses.setdefault(item, []).append((response, people))
