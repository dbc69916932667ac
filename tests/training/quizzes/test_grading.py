"""Marks: pure, exact, bounded, and the same whenever they are worked out."""

import copy
import json
from decimal import Decimal
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.training.quizzes.strategies import JUNK, answer_to, contents
from training.quizzes.content.schema import items_of
from training.quizzes.grading import Key, grade, percent_of
from training.quizzes.layout import lay_out
from training.quizzes.short_answers import fitting_answer, number

relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is slow


def one(item: dict, response, max_mark: str = "1"):
    """Return the mark of one response to one item."""
    content = {"items": [{"id": "i", "max_mark": max_mark, **item}]}
    return grade(content, {"items": ["i"]}, {"i": response}).items["i"]


def choice(*fractions: str, single: bool = False) -> dict:
    options = [{"id": str(place), "fraction": fraction} for place, fraction in enumerate(fractions)]
    return {"type": "choice", "single": single, "options": options}


@st.composite
def attempts(draw, junk: bool = False):
    """Return content, a layout of it, and responses to some of its items."""
    content = draw(contents())
    layout = lay_out(content, Random(draw(st.integers(0, 99))))
    answers = {
        key: JUNK if junk and draw(st.booleans()) else answer_to(item)
        for key, item in items_of(content).items()
    }
    return content, layout, draw(st.fixed_dictionaries({}, optional=answers))


@relaxed
@given(attempts(junk=True))
def test_marks_are_bounded_and_sum_up(attempt):
    content, layout, responses = attempt
    marks = grade(content, layout, responses)
    items = items_of(content)
    assert list(marks.items) == layout["items"]
    scored = [mark for mark in marks.items.values() if mark.mark is not None]
    assert marks.score == sum((mark.mark for mark in scored), Decimal(0))
    assert marks.max_score == sum((mark.max_mark for mark in scored), Decimal(0))
    for key, mark in marks.items.items():
        if items[key]["type"] in ("rating", "free-text", "information"):
            assert mark.fraction is None and mark.mark is None
        else:
            assert 0 <= mark.fraction <= 1 and mark.max_mark == Decimal(items[key]["max_mark"])
            assert mark.fraction.as_tuple().exponent == mark.mark.as_tuple().exponent == -7
    assert marks.percent == percent_of(marks.score, marks.max_score)


@relaxed
@given(attempts(junk=True))
def test_marking_is_pure_and_survives_storage(attempt):
    """Nothing that goes in is changed, and what comes back from JSON earns the same."""
    before = copy.deepcopy(attempt)
    content, layout, responses = attempt
    marks = grade(content, layout, responses)
    assert attempt == before
    key = Key(json.loads(json.dumps(content)))
    stored = json.loads(json.dumps(layout)), json.loads(json.dumps(responses))
    assert key.marks(*stored) == key.marks(*stored) == marks


@relaxed
@given(contents(), st.integers(0, 99), st.integers(0, 99))
def test_an_answer_earns_the_same_in_every_layout(content, first, second):
    responses = {key: ["o0"] for key, item in items_of(content).items() if item["type"] == "choice"}
    one_way, other = (grade(content, lay_out(content, Random(seed)), responses) for seed in (first, second))
    for key in one_way.items.keys() & other.items.keys():
        assert one_way.items[key] == other.items[key]


@relaxed
@given(contents(), st.integers(0, 99))
def test_a_layout_shows_everything_once_and_fixed_options_where_they_stand(content, seed):
    layout = lay_out(content, Random(seed))
    items = items_of(content)
    assert len(set(layout["items"])) == len(layout["items"])
    drawn = sum(each["draw"] if each["type"] == "pool" else 1 for each in content["items"])
    assert len(layout["items"]) == drawn
    for key, order in layout["options"].items():
        item = items[key]
        parts = item.get("options") or item.get("choices") or item["steps"]
        assert sorted(order) == sorted(part["id"] for part in parts)
        for place, part in enumerate(parts):
            if part.get("fixed"):
                assert order[place] == part["id"]
    if not content["shuffle_items"]:
        order = [key for key in items if key in layout["items"] and not _is_pooled(content, key)]
        assert [key for key in layout["items"] if key in order] == order


def _is_pooled(content, key) -> bool:
    return any(key == item["id"] for pool in content["items"] for item in pool.get("items", []))


def test_three_thirds_are_all_and_wrong_options_take_away():
    thirds = choice("0.3333333", "0.3333333", "0.3333333", "-0.5")
    assert one(thirds, ["0", "1", "2"]).fraction == 1
    assert one(thirds, ["0", "1"]).fraction == Decimal("0.6666666")
    assert one(thirds, ["0", "3"]).fraction == 0  # never below nothing
    assert one(thirds, ["0", "0", "0"]).fraction == Decimal("0.3333333")


def test_two_answers_where_one_is_asked_earn_nothing():
    item = choice("1", "0.5", single=True)
    assert one(item, ["0"], "3").mark == 3
    assert one(item, ["1"], "3").mark == Decimal("1.5")
    assert one(item, ["0", "1"]).mark == 0
    assert one(item, ["of another quiz"]).mark == 0


@pytest.mark.parametrize(
    ("typed", "fraction"),
    [
        ("Front door", "1"),
        ("  FRONT   door ", "1"),
        ("the door", "0.5"),
        ("dor", "0"),
        ("", "0"),
        (None, "0"),
    ],
)
def test_short_answers(typed, fraction):
    answers = [
        {"id": "a", "text": "front door", "fraction": "1"},
        {"id": "b", "text": "*door", "fraction": "0.5"},
    ]
    item = {"type": "short-answer", "case_sensitive": False, "answers": answers}
    assert one(item, typed).fraction == Decimal(fraction)


def test_capitals_count_where_they_matter_and_an_asterisk_can_be_meant():
    exact = {"type": "short-answer", "case_sensitive": True,
             "answers": [{"id": "a", "text": r"LADO\*", "fraction": "1"}]}  # fmt: skip
    assert [one(exact, typed).fraction for typed in ("LADO*", "lado*", "LADOs")] == [1, 0, 0]
    slow = {**exact, "answers": [{"id": "a", "text": "*a" * 50 + "b", "fraction": "1"}]}
    assert one(slow, "a" * 20_000).fraction == 0  # at once


@pytest.mark.parametrize(
    ("typed", "fraction"),
    [("21", 1), ("22.0", 1), ("20", 1), ("19.99", 0), ("21 days", 1), ("1,000", 0), ("x", 0), ("−21", 0)],
)
def test_numbers(typed, fraction):
    item = {"type": "numerical", "unit": "days",
            "answers": [{"id": "a", "value": "21", "tolerance": "1", "fraction": "1"}]}  # fmt: skip
    assert one(item, typed).fraction == fraction


def test_any_other_number_has_its_own_feedback():
    other = {"id": "b", "value": "*", "tolerance": "0", "fraction": "0"}
    item = {"type": "numerical", "unit": "",
            "answers": [{"id": "a", "value": "21", "tolerance": "0", "fraction": "1"}, other]}  # fmt: skip
    assert fitting_answer(item, "5") == other
    assert fitting_answer(item, "five") is None
    assert number("1 000.5") == Decimal("1000.5")


def test_shares_of_match_ordering_and_matrix():
    match = {"type": "match", "pairs": [{"id": "p", "choice": "x"}, {"id": "q", "choice": "x"}]}
    assert one(match, {"p": "x", "q": "y"}).fraction == Decimal("0.5")
    ordering = {"type": "ordering", "steps": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}
    assert one(ordering, {"a": 1, "b": 3, "c": 2}, "3").mark == Decimal("0.9999999")
    matrix = {"type": "matrix", "rows": [{"id": "r", "right": ["x", "y"]}, {"id": "s", "right": []}]}
    assert one(matrix, {"r": ["y", "x"]}).fraction == 1
    assert one(matrix, {"r": ["x"]}).fraction == Decimal("0.5")
    assert one(matrix, {}).fraction == Decimal("0.5")  # nobody needs to know, and nobody was named


def test_no_mark_is_rounded_up_to_a_pass():
    assert percent_of(Decimal("7.9999999"), Decimal("10")) == Decimal("79.9999990")
    assert percent_of(Decimal(2), Decimal(3)) == Decimal("66.6666666")
    assert percent_of(Decimal(0), Decimal(0)) is None
