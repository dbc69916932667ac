"""The figures: worked by hand, against a naive reading of the definitions, and what must not change them."""

import csv
import math
import os
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from training.quizzes.statistics import formulas

SEVENTHS = st.integers(0, 10**7)  # marks in units of 0.0000001, as they are stored
TABLES = st.integers(1, 6).flatmap(
    lambda questions: st.lists(
        st.lists(SEVENTHS, min_size=questions, max_size=questions), min_size=1, max_size=20
    )
)


# Five people, three questions of one mark; scores 3, 2, 2, 1, 0.
PEOPLE = [(1, 1, 1), (1, 1, 0), (1, 0, 1), (1, 0, 0), (0, 0, 0)]
FIRST, SECOND, THIRD = (list(column) for column in zip(*PEOPLE, strict=True))
SCORES = [sum(person) for person in PEOPLE]


def test_a_small_quiz_worked_by_hand():
    assert formulas.facility(FIRST, 1) == 0.8
    assert formulas.facility(SECOND, 1) == 0.4
    assert formulas.variance(FIRST) == Fraction(1, 5)
    assert formulas.variance(SECOND) == Fraction(3, 10)
    assert formulas.standard_deviation(FIRST) == pytest.approx(math.sqrt(0.2))
    # The rest beside the first question is 2, 1, 1, 0, 0: mean 0.8, variance 0.7, covariance 0.2.
    rest = [score - mark for score, mark in zip(SCORES, FIRST, strict=True)]
    assert formulas.covariance(FIRST, rest) == Fraction(1, 5)
    assert formulas.discrimination_index(FIRST, rest) == pytest.approx(100 * 0.2 / math.sqrt(0.2 * 0.7))
    assert formulas.discriminative_efficiency(FIRST, rest) == 100  # both are in order already
    # Beside the second it is 2, 1, 2, 1, 0: covariance 0.15, and 0.4 at best (0,0,0,1,1 with 0,1,1,2,2).
    rest = [score - mark for score, mark in zip(SCORES, SECOND, strict=True)]
    assert formulas.covariance(SECOND, rest) == Fraction(3, 20)
    assert formulas.discriminative_efficiency(SECOND, rest) == pytest.approx(37.5)


def test_the_quiz_as_a_whole_worked_by_hand():
    assert formulas.mean(SCORES) == 1.6
    assert formulas.median(SCORES) == 2
    assert formulas.median([1, 2, 4, 9]) == 3
    # Differences from the mean: 1.4, 0.4, 0.4, -0.6, -1.6; squares add up to 5.2, cubes to -1.44.
    assert formulas.variance(SCORES) == Fraction(13, 10)
    assert formulas.skewness(SCORES) == pytest.approx(25 * (-1.44 / 5) / 12 / 1.3**1.5)
    # Fourth powers add up to 10.576.
    k4 = 25 * (6 * 10.576 / 5 - 12 * 1.04**2) / 24
    assert formulas.kurtosis(SCORES) == pytest.approx(k4 / 1.69)
    # Variances of the questions: 0.2 + 0.3 + 0.3.
    variances = [formulas.variance(marks) for marks in (FIRST, SECOND, THIRD)]
    alpha = formulas.internal_consistency(variances, formulas.variance(SCORES))
    assert alpha == pytest.approx(150 * (1 - 0.8 / 1.3))
    ratio = formulas.error_ratio(alpha)
    assert ratio == pytest.approx(100 * math.sqrt(1 - alpha / 100))
    assert formulas.standard_error(ratio, math.sqrt(1.3)) == pytest.approx(
        math.sqrt(1.3) * math.sqrt(1 - alpha / 100)
    )
    # Covariances with the scores: 0.4, 0.45, 0.45.
    weights = formulas.effective_weights([formulas.covariance(m, SCORES) for m in (FIRST, SECOND, THIRD)])
    whole = math.sqrt(0.4) + 2 * math.sqrt(0.45)
    assert weights == pytest.approx([100 * math.sqrt(part) / whole for part in (0.4, 0.45, 0.45)])


def test_marks_that_fall_as_the_scores_rise():
    marks, rest = [1, 1, 0, 0], [0, 0, 3, 3]
    assert formulas.discrimination_index(marks, rest) == -100
    assert formulas.discriminative_efficiency(marks, rest) == -100
    assert formulas.effective_weights([-1, 4, 9]) == [None, 40, 60]


def test_what_cannot_be_told_is_none_and_never_zero():
    same, other = [Fraction(1, 3)] * 4, [0, 1, 2, 3]
    assert formulas.standard_deviation(same) == 0  # it can be told, and is nothing
    assert formulas.discrimination_index(same, other) is None
    assert formulas.discrimination_index(other, same) is None
    assert formulas.discriminative_efficiency(same, other) is None
    assert formulas.skewness(same) is None
    assert formulas.kurtosis(same) is None
    assert formulas.internal_consistency([1, 1], 0) is None
    assert formulas.internal_consistency([1], 1) is None
    assert formulas.error_ratio(None) is None
    assert formulas.standard_error(None, 1) is None
    assert formulas.effective_weights([0, 0]) == [None, None]
    assert formulas.effective_weights([]) == []


@pytest.mark.parametrize(
    ("figure", "people"),
    [
        (lambda marks: formulas.facility(marks, 1), 1),
        (lambda marks: formulas.facility([*marks, 1], 0), 10),
        (formulas.mean, 1),
        (formulas.median, 1),
        (formulas.standard_deviation, 2),
        (lambda marks: formulas.discrimination_index(marks, marks), 2),
        (lambda marks: formulas.discriminative_efficiency(marks, marks), 2),
        (formulas.skewness, 3),
        (formulas.kurtosis, 4),
    ],
)
def test_too_few_people(figure, people):
    marks = list(range(people))
    assert figure(marks[:-1]) is None
    assert people == 10 or figure(marks) is not None


# A naive reference: floats, one definition after the other, nothing clever.


def naive_covariance(xs, ys):
    x_mean, y_mean = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    return math.fsum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)) / (len(xs) - 1)


@given(TABLES)
@settings(deadline=None)
def test_as_the_definitions_say(table):
    assume(len(table) >= 4)
    scores = [sum(person) for person in table]
    columns = [list(column) for column in zip(*table, strict=True)]
    for marks in columns:
        rest = [score - mark for score, mark in zip(scores, marks, strict=True)]
        index = formulas.discrimination_index(marks, rest)
        if len(set(marks)) == 1 or len(set(rest)) == 1:
            assert index is None
            continue
        spread = math.sqrt(naive_covariance(marks, marks) * naive_covariance(rest, rest))
        assert index == pytest.approx(100 * naive_covariance(marks, rest) / spread, abs=1e-6)
        best = naive_covariance(sorted(marks), sorted(rest))
        efficiency = formulas.discriminative_efficiency(marks, rest)
        assert efficiency == pytest.approx(100 * naive_covariance(marks, rest) / best, rel=1e-6, abs=1e-6)
        assert -100.0000001 <= index <= 100.0000001
        assert efficiency <= 100
    assert formulas.standard_deviation(scores) == pytest.approx(
        math.sqrt(naive_covariance(scores, scores)), rel=1e-9, abs=1e-6
    )


@given(TABLES)
@settings(deadline=None)
def test_alpha_is_never_above_a_hundred(table):
    scores = [sum(person) for person in table]
    variances = [formulas.variance(column) for column in zip(*table, strict=True)]
    alpha = formulas.internal_consistency(variances, formulas.variance(scores))
    assert alpha is None or alpha <= 100 + 1e-9
    assert alpha is None or formulas.error_ratio(alpha) >= 0


def figures(table, max_mark=10**7):
    """Return all figures of a table of people and their marks."""
    scores = [sum(person) for person in table]
    columns = [list(column) for column in zip(*table, strict=True)]
    rests = [[score - mark for score, mark in zip(scores, marks, strict=True)] for marks in columns]
    return {
        "facility": [formulas.facility(marks, max_mark) for marks in columns],
        "index": [
            formulas.discrimination_index(marks, rest) for marks, rest in zip(columns, rests, strict=True)
        ],
        "efficiency": [
            formulas.discriminative_efficiency(marks, rest)
            for marks, rest in zip(columns, rests, strict=True)
        ],
        "weights": formulas.effective_weights([formulas.covariance(marks, scores) for marks in columns]),
        "shape": [formulas.skewness(scores), formulas.kurtosis(scores)],
        "alpha": formulas.internal_consistency(
            [formulas.variance(marks) for marks in columns], formulas.variance(scores)
        ),
    }


@given(TABLES, st.randoms())
@settings(deadline=None)
def test_the_order_of_people_changes_nothing_at_all(table, chance):
    shuffled = chance.sample(table, len(table))
    assert figures(shuffled) == figures(table)  # exactly: no rounding stands between them


@given(TABLES, st.fractions(min_value=Fraction(1, 100), max_value=100))
@settings(deadline=None)
def test_the_scale_of_marks_changes_nothing(table, scale):
    scaled = [[mark * scale for mark in person] for person in table]
    for name, before in figures(table).items():
        after = figures(scaled, 10**7 * scale)[name]
        if isinstance(before, list):
            assert [each is None for each in after] == [each is None for each in before]
            pairs = zip(after, before, strict=True)
        else:
            pairs = [(after, before)]
        assert all(a == pytest.approx(b, rel=1e-9) for a, b in pairs if b is not None)


@given(TABLES, SEVENTHS)
@settings(deadline=None)
def test_a_mark_more_for_everybody_tells_nothing_more(table, more):
    raised = [[person[0] + more, *person[1:]] for person in table]
    before, after = figures(table), figures(raised)
    del before["facility"], after["facility"]
    assert after == before


@pytest.mark.skipif(
    "MOODLE_FIXTURES" not in os.environ,
    reason="MOODLE_FIXTURES names no folder with results00.csv and qstats00.csv of Moodle's quiz report",
)
def test_as_moodle_itself():
    folder = Path(os.environ.get("MOODLE_FIXTURES", "."))
    results = list(csv.DictReader((folder / "results00.csv").open(encoding="utf-8")))
    wanted = list(csv.DictReader((folder / "qstats00.csv").open(encoding="utf-8")))
    columns = [[Fraction(row[f"slots.{each['slot']}.mark"]) for row in results] for each in wanted]
    scores = [sum(person) for person in zip(*columns, strict=True)]
    weights = formulas.effective_weights([formulas.covariance(marks, scores) for marks in columns])
    for marks, weight, each in zip(columns, weights, wanted, strict=True):
        rest = [score - mark for score, mark in zip(scores, marks, strict=True)]
        ours = {
            "facility": formulas.facility(marks, 1),
            "sd": formulas.standard_deviation(marks),
            "covariance": float(formulas.covariance(marks, rest)),
            "markvariance": float(formulas.variance(marks)),
            "othermarkvariance": float(formulas.variance(rest)),
            "discriminationindex": formulas.discrimination_index(marks, rest),
            "discriminativeefficiency": formulas.discriminative_efficiency(marks, rest),
            "effectiveweight": weight,
        }
        assert ours == pytest.approx({name: float(each[name]) for name in ours}, abs=1e-9)
