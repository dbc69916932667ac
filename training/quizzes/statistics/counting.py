"""Attempts, counted by the database: four queries, however many people, questions and versions there are.

What comes back is how often each mark came with each score, so its size goes by how many different results
there are, hardly by how many people. To count is exact on both databases; to add decimals up is not.

Only attempts that were handed in count, and of each person the first: whoever tries again knows the answers.
Attempts without a person count once each. Previews are never stored.
"""

from collections import Counter
from collections.abc import Iterable
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
    versions, contents, chosen = [], {}, set()
    rows = QuizVersion.objects.filter(quiz=quiz).order_by("number")
    for number, content, unchanged in rows.values_list("number", "content", "meaning_unchanged"):
        contents[number] = schema.read(content)
        versions.append(made_of(number, contents[number], unchanged))
        chosen |= {item["id"] for item in schema.walk(contents[number]) if item["type"] in COUNTED}
    tallies = {version.number: Tally() for version in versions}
    attempts = first_attempts([quiz])
    _count_scores(attempts, tallies)
    responses = QuizResponse.objects.filter(attempt__in=attempts).order_by()
    _count_marks(responses, tallies)
    _count_responses(responses.filter(item_id__in=chosen), tallies)
    for number, tally in tallies.items():
        for item, drawn in asked_of(contents[number]):
            if not drawn and item["type"] not in UNSCORED:
                tally.add_unanswered(item["id"], units(item["max_mark"]))
    return Counted(tuple(versions), contents, tallies)


def _count_scores(attempts: QuerySet, tallies: dict[int, Tally]) -> None:
    rows = attempts.values_list("version__number", "score", "max_score").annotate(Count("pk"))
    for number, score, out_of, people in rows.iterator():
        tallies[number].scores[units(score), units(out_of)] = people


def _count_marks(responses: QuerySet, tallies: dict[int, Tally]) -> None:
    rows = (
        responses.filter(mark__isnull=False)
        .values_list("attempt__version__number", "item_id", "mark", "attempt__score", "attempt__max_score")
        .annotate(Count("pk"))
    )
    for number, item, mark, score, out_of, people in rows.iterator():
        marks = tallies[number].marks.setdefault(item, Counter())
        marks[units(mark), (units(score), units(out_of))] += people


def _count_responses(responses: QuerySet, tallies: dict[int, Tally]) -> None:
    rows = responses.values_list("attempt__version__number", "item_id", "response").annotate(Count("pk"))
    for number, item, response, people in rows.iterator():
        if response is not None:
            tallies[number].responses.setdefault(item, []).append((response, people))
