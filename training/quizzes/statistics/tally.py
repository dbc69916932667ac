"""What is counted of attempts, before figures are worked out of it. Plain Python: `counting.py` fills it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import lcm
from typing import Any

PLACES = 7  # of a mark, as they are stored
ONE = 10**PLACES

Score = tuple[int, int]  # what somebody reached, and out of how much
Marked = tuple[int, Score]  # the mark of one question, and that person's score


def units(mark: Decimal | str) -> int:
    """Return a mark as a whole number of its smallest parts: what is counted exactly stays exact."""
    return int(Decimal(mark).scaleb(PLACES))


@dataclass
class Tally:
    """How many people had what, in one version or in several together. Marks are in units."""

    scores: Counter[Score] = field(default_factory=Counter)
    marks: dict[str, Counter[Marked]] = field(default_factory=dict)  # by item; those that are marked
    responses: dict[str, list[tuple[Any, int]]] = field(default_factory=dict)  # by item; what is chosen

    @property
    def people(self) -> int:
        """Return how many people are counted."""
        return self.scores.total()

    def marks_of(self, item: str) -> Counter[Marked]:
        """Return the marks of an item."""
        return self.marks.get(item, Counter())

    def responses_to(self, item: str) -> list[tuple[Any, int]]:
        """Return what was chosen at an item, and by how many."""
        return self.responses.get(item, [])

    def add_unanswered(self, item: str, max_mark: int) -> None:
        """Count whoever was asked `item`, as everybody was, and has no mark for it: that is a mark of 0."""
        if max_mark:
            marks = self.marks.setdefault(item, Counter())
            with_mark: Counter[Score] = Counter()
            for (_, score), people in marks.items():
                with_mark[score] += people
            for score, people in (self.scores - with_mark).items():
                marks[0, score] += people


def together(tallies: Mapping[int, Tally], numbers: Iterable[int], items: Iterable[str]) -> Tally:
    """Return what is counted of `items` in the versions with `numbers`, as if they were one."""
    chosen = [tallies[number] for number in sorted(numbers) if number in tallies]
    whole = Tally()
    for tally in chosen:
        whole.scores += tally.scores
    for item in items:
        whole.marks[item] = sum((tally.marks_of(item) for tally in chosen), Counter())
        whole.responses[item] = [each for tally in chosen for each in tally.responses_to(item)]
    return whole


@dataclass(frozen=True)
class Columns:
    """The marks of one question as lists, one place for each person, on scales that fit each other."""

    marks: list[int]
    scores: list[int]  # out of `most`, also where versions were out of more or less
    most: int
    rest: list[int]  # the scores without this question, likewise

    @classmethod
    def of(cls, marked: Counter[Marked], max_mark: int) -> "Columns":
        """Return the columns of a question that is worth `max_mark`."""
        most = lcm(*{out_of for _, (_, out_of) in marked})
        most_of_rest = lcm(*{out_of - max_mark for _, (_, out_of) in marked if out_of > max_mark})
        made = cls([], [], most, [])
        for (mark, (score, out_of)), people in marked.items():
            others = out_of - max_mark
            rest = (score - mark) * (most_of_rest // others) if others > 0 else 0
            made.marks.extend([mark] * people)
            made.scores.extend([score * (most // out_of) if out_of else 0] * people)
            made.rest.extend([rest] * people)
        return made


def scores_of(scores: Counter[Score]) -> tuple[list[int], int]:
    """Return the score of each person, and out of how much all of them are."""
    most = lcm(*{out_of for _, out_of in scores if out_of})
    each = [
        value
        for (score, out_of), people in scores.items()
        if out_of
        for value in [score * (most // out_of)] * people
    ]
    return each, most
