"""The figures of a quiz and of each of its questions, worked out of what was counted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from training.quizzes.enums import UNSCORED
from training.quizzes.statistics import formulas
from training.quizzes.statistics.few import STEADY, enough
from training.quizzes.statistics.pooling import Made, asked_of, item_pools, quiz_pool
from training.quizzes.statistics.tally import Columns, Tally, scores_of, together, units

BANDS = 10


@dataclass(frozen=True)
class QuizFigures:
    """The quiz as a whole. All but skewness and kurtosis are per cent of the highest possible score."""

    people: int
    numbers: frozenset[int]  # of the versions that count
    mean: float | None = None
    median: float | None = None
    standard_deviation: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None
    internal_consistency: float | None = None
    error_ratio: float | None = None
    standard_error: float | None = None
    spread: tuple[int, ...] = ()  # how many people reached 0 to 9 per cent, 10 to 19 ... 90 to 100

    @property
    def shown(self) -> bool:
        """Return whether enough people are counted."""
        return enough(self.people)

    @property
    def steady(self) -> bool:
        """Return whether so many are counted that a few more will change little."""
        return self.people >= STEADY


@dataclass(frozen=True)
class ItemFigures:
    """One question. Facility, deviation and weights are per cent; None is what cannot be told."""

    item: dict[str, Any]
    place: int  # in the quiz, from 1
    people: int  # who were asked
    numbers: frozenset[int]
    drawn: bool  # not everybody was asked
    facility: float | None = None
    standard_deviation: float | None = None
    discrimination_index: float | None = None
    discriminative_efficiency: float | None = None
    intended_weight: float | None = None
    effective_weight: float | None = None
    marks: tuple[int, int, int] = (0, 0, 0)  # how many were right, partly right, not right
    responses: tuple[tuple[Any, int], ...] = ()

    @property
    def shown(self) -> bool:
        """Return whether enough people are counted."""
        return enough(self.people)

    @property
    def steady(self) -> bool:
        """Return whether so many are counted that a few more will change little."""
        return self.people >= STEADY

    @property
    def scored(self) -> bool:
        """Return whether it is marked."""
        return self.item["type"] not in UNSCORED


@dataclass(frozen=True)
class Figures:
    """All that is told of a quiz."""

    quiz: QuizFigures
    items: tuple[ItemFigures, ...]

    @property
    def most_missed(self) -> list[ItemFigures]:
        """Return the questions with figures, those that fewest got right first."""
        return sorted((item for item in self.items if item.facility is not None), key=facility_of)


def facility_of(item: ItemFigures) -> float:
    """Return the facility of `item`, to sort by; what has none comes last."""
    return item.facility if item.facility is not None else 100


def figures(content: dict, versions: Sequence[Made], tallies: Mapping[int, Tally]) -> Figures:
    """Return the figures of the last of `versions` (oldest first), whose content is `content`."""
    pools, whole_numbers = item_pools(versions), quiz_pool(versions)
    asked = asked_of(content)
    whole = together(tallies, whole_numbers, pools)
    weights = _weights(asked, whole)
    items = [
        _item_figures(item, place, drawn, pools[item["id"]], tallies, weights.get(item["id"], (None, None)))
        for place, (item, drawn) in enumerate(asked, start=1)
    ]
    return Figures(_quiz_figures(whole, whole_numbers, asked), tuple(items))


def _columns(item: dict, tally: Tally) -> Columns:
    return Columns.of(tally.marks_of(item["id"]), units(item["max_mark"]))


def _weights(asked: list[tuple[dict, bool]], whole: Tally) -> dict[str, tuple[float | None, float | None]]:
    """Return the intended and the effective weight of each marked question, by id.

    Where questions are drawn, each person's score is made of others, and no weight can be told.
    """
    scored = [item for item, _ in asked if item["type"] not in UNSCORED]
    if any(drawn for _, drawn in asked) or not enough(whole.people):
        return {}
    most = sum(units(item["max_mark"]) for item in scored)
    columns = [_columns(item, whole) for item in scored]
    effective = formulas.effective_weights([formulas.covariance(c.marks, c.scores) for c in columns])
    return {
        item["id"]: (100 * units(item["max_mark"]) / most if most else None, weight)
        for item, weight in zip(scored, effective, strict=True)
    }


def _quiz_figures(whole: Tally, numbers: frozenset[int], asked: list[tuple[dict, bool]]) -> QuizFigures:
    scores, most = scores_of(whole.scores)
    if not enough(len(scores)):
        return QuizFigures(people=whole.people, numbers=numbers)

    def share(value: float | None) -> float | None:
        return None if value is None else 100 * value / most

    deviation = formulas.standard_deviation(scores)
    consistency = _consistency(whole, asked)
    ratio = formulas.error_ratio(consistency)
    bands = Counter(min(score * BANDS // most, BANDS - 1) for score in scores)
    return QuizFigures(
        people=whole.people,
        numbers=numbers,
        mean=share(formulas.mean(scores)),
        median=share(formulas.median(scores)),
        standard_deviation=share(deviation),
        skewness=formulas.skewness(scores),
        kurtosis=formulas.kurtosis(scores),
        internal_consistency=consistency,
        error_ratio=ratio,
        standard_error=share(formulas.standard_error(ratio, deviation)),
        spread=tuple(bands[band] for band in range(BANDS)),
    )


def _consistency(whole: Tally, asked: list[tuple[dict, bool]]) -> float | None:
    """Return the internal consistency, where all people were asked the same."""
    if any(drawn for _, drawn in asked):
        return None
    scored = [item for item, _ in asked if item["type"] not in UNSCORED]
    variances = [formulas.variance(_columns(item, whole).marks) for item in scored]
    # Everybody was asked the same, so all scores are out of the same and need no other scale.
    scores = [value for (score, _), people in whole.scores.items() for value in [score] * people]
    return formulas.internal_consistency(variances, formulas.variance(scores))


def _item_figures(
    item: dict,
    place: int,
    drawn: bool,
    numbers: frozenset[int],
    tallies: Mapping[int, Tally],
    weights: tuple[float | None, float | None],
) -> ItemFigures:
    tally = together(tallies, numbers, [item["id"]])
    scored = item["type"] not in UNSCORED
    people = tally.marks_of(item["id"]).total() if scored else _answered_or_asked(item, tally, drawn)
    made = ItemFigures(item=item, place=place, people=people, numbers=numbers, drawn=drawn)
    if not made.shown:
        return made
    values: dict[str, Any] = {"responses": tuple(tally.responses_to(item["id"]))}
    if scored:
        values |= _marks_figures(_columns(item, tally), units(item["max_mark"]))
        values["intended_weight"], values["effective_weight"] = weights
    return replace(made, **values)


def _answered_or_asked(item: dict, tally: Tally, drawn: bool) -> int:
    """Return the people of a question without marks: of a drawn one only those who answered are known."""
    return sum(people for _, people in tally.responses_to(item["id"])) if drawn else tally.people


def _marks_figures(columns: Columns, max_mark: int) -> dict[str, Any]:
    share = formulas.facility(columns.marks, max_mark)
    deviation = formulas.standard_deviation(columns.marks)
    right, nothing = columns.marks.count(max_mark), columns.marks.count(0)
    return {
        "facility": None if share is None else 100 * share,
        "standard_deviation": 100 * deviation / max_mark if deviation is not None and max_mark else None,
        "discrimination_index": formulas.discrimination_index(columns.marks, columns.rest),
        "discriminative_efficiency": formulas.discriminative_efficiency(columns.marks, columns.rest),
        "marks": (right, len(columns.marks) - right - nothing, nothing),
    }
