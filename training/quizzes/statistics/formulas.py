"""The figures of Moodle's quiz report, by the formulas that Moodle publishes.

Marks come in as exact numbers (int or Fraction, never float): so a variance of nothing is zero and not
nearly zero, and neither the order of people nor the scale of marks changes a figure. Figures go out as
floats. What cannot be worked out is None, never zero: a question that everybody gets right does not
discriminate badly, it says nothing.

https://docs.moodle.org/dev/Quiz_statistics_calculations
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import repeat
from math import sqrt
from operator import mul

Exact = int | Fraction
Marks = Sequence[Exact]  # one for each person


def covariance(xs: Marks, ys: Marks) -> Fraction | None:
    """Return the sample covariance of two lists in the same order of people; None with fewer than two."""
    n = len(xs)
    if n < 2:
        return None
    return Fraction(n * sum(map(mul, xs, ys)) - sum(xs) * sum(ys)) / (n * (n - 1))


def variance(marks: Marks) -> Fraction | None:
    """Return the sample variance; None with fewer than two people."""
    return covariance(marks, marks)


# Of marks: a quiz's scores, or a question's.


def mean(marks: Marks) -> float | None:
    """Return the average."""
    return float(Fraction(sum(marks)) / len(marks)) if marks else None


def median(marks: Marks) -> float | None:
    """Return the mark in the middle; the average of the two in the middle where the number is even."""
    if not marks:
        return None
    ordered, half = sorted(marks), len(marks) // 2
    return float(ordered[half] if len(marks) % 2 else Fraction(ordered[half - 1] + ordered[half]) / 2)


def standard_deviation(marks: Marks) -> float | None:
    """Return the square root of the sample variance."""
    spread = variance(marks)
    return None if spread is None else sqrt(spread)


def skewness(marks: Marks) -> float | None:
    """Return how far the marks lean: below zero where a few people did far worse than the rest."""
    n = len(marks)
    if n < 3 or not (k2 := variance(marks)):
        return None
    k3 = n * n * _moment(marks, 3) / ((n - 1) * (n - 2))
    return float(k3) / float(k2) ** 1.5


def kurtosis(marks: Marks) -> float | None:
    """Return how many marks stand far out, beside a normal distribution (which has zero)."""
    n = len(marks)
    if n < 4 or not (k2 := variance(marks)):
        return None
    inner = (n + 1) * _moment(marks, 4) - 3 * (n - 1) * _moment(marks, 2) ** 2
    k4 = n * n * inner / ((n - 1) * (n - 2) * (n - 3))
    return float(k4 / k2**2)


def _moment(marks: Marks, power: int) -> Fraction:
    """Return the central moment: the average of the differences from the mean, to the power."""
    n, total = len(marks), sum(marks)
    # n times each difference stays a whole number where marks are whole.
    differences = (n * mark - total for mark in marks)
    return Fraction(sum(map(pow, differences, repeat(power)))) / n ** (power + 1)


# Of one question.


def facility(marks: Marks, max_mark: Exact) -> float | None:
    """Return the average mark as a share of the highest possible: 1 where everybody is right."""
    return float(Fraction(sum(marks)) / (len(marks) * max_mark)) if marks and max_mark else None


def discrimination_index(marks: Marks, rest: Marks) -> float | None:
    """Return how well the question goes along with the rest of the quiz: -100 to 100.

    `rest` has each person's marks for everything else, in the same order. With the question's own mark in
    it, every question would seem to discriminate.
    """
    together, product = covariance(marks, rest), (variance(marks) or 0) * (variance(rest) or 0)
    return 100 * float(together) / sqrt(product) if together is not None and product else None


def discriminative_efficiency(marks: Marks, rest: Marks) -> float | None:
    """Return the discrimination beside the best that these same marks allow: at most 100.

    The best is when the person with the n-th mark here has the n-th mark in the rest.
    """
    together, best = covariance(marks, rest), covariance(sorted(marks), sorted(rest))
    return float(100 * together / best) if together is not None and best else None


# Of all questions of a quiz.


def effective_weights(covariances: Sequence[Exact | None]) -> list[float | None]:
    """Return what per cent of the spread of scores each question accounts for.

    In comes, for each, the covariance of its marks with the scores. A question whose marks fall as the scores
    rise has no weight that could be told, and the others share the whole.
    """
    roots = [None if each is None or each < 0 else sqrt(each) for each in covariances]
    whole = sum(root for root in roots if root is not None)
    return [100 * root / whole if whole and root is not None else None for root in roots]


def internal_consistency(of_questions: Iterable[Exact | None], of_scores: Exact | None) -> float | None:
    """Return Cronbach's alpha in per cent, from the variances of each question's marks and of the scores.

    Moodle calls it the coefficient of internal consistency. It takes two questions or more.
    """
    variances = [each or 0 for each in of_questions]
    count = len(variances)
    if count < 2 or not of_scores:
        return None
    return float(Fraction(100 * count, count - 1) * (1 - Fraction(sum(variances)) / of_scores))


def error_ratio(consistency: float | None) -> float | None:
    """Return what per cent of the spread of scores is chance rather than what people know."""
    # Rounding may carry it a hair above 100.
    return None if consistency is None else 100 * sqrt(max(0.0, 1 - consistency / 100))


def standard_error(ratio: float | None, deviation: float | None) -> float | None:
    """Return how far a score may be from what the person knows, on the scale of `deviation`."""
    return None if ratio is None or deviation is None else ratio * deviation / 100
