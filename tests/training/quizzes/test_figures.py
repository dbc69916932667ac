"""The figures of a whole quiz, and what people chose."""

import copy
from random import Random

import pytest

from tests.training.quizzes.counted import made, tally_of
from tools.many_attempts import attempts_of, content_of
from training.quizzes.content.schema import item_hash
from training.quizzes.grading import grade
from training.quizzes.layout import lay_out
from training.quizzes.statistics import formulas
from training.quizzes.statistics.choices import choices_of
from training.quizzes.statistics.figures import figures
from training.quizzes.statistics.tally import ONE, units
from training.quizzes.statistics.words import (
    CANNOT_BE_TOLD,
    CONSISTENCY,
    DISCRIMINATION,
    FACILITY,
    in_words,
    to_do,
)

QUIZ = content_of(10)


def told(content, attempts):
    """Return the figures of one version."""
    return figures(content, [made(content)], {1: tally_of(content, attempts)})


def test_figures_are_those_of_the_formulas_on_plain_lists():
    attempts = attempts_of(QUIZ, 40)
    found = told(QUIZ, attempts)
    marks = [grade(QUIZ, each["layout"], each["responses"]) for each in attempts]
    scores = [units(each.score) for each in marks]
    columns = [[units(each.items[item["id"]].mark) for each in marks] for item in QUIZ["items"]]
    weights = formulas.effective_weights([formulas.covariance(column, scores) for column in columns])
    assert found.quiz.people == 40
    assert found.quiz.mean == pytest.approx(formulas.mean(scores) / ONE / 10 * 100)
    assert found.quiz.median == pytest.approx(formulas.median(scores) / ONE / 10 * 100)
    assert found.quiz.standard_deviation == pytest.approx(
        formulas.standard_deviation(scores) / ONE / 10 * 100
    )
    assert found.quiz.skewness == pytest.approx(formulas.skewness(scores))
    assert found.quiz.kurtosis == pytest.approx(formulas.kurtosis(scores))
    alpha = formulas.internal_consistency(map(formulas.variance, columns), formulas.variance(scores))
    assert found.quiz.internal_consistency == pytest.approx(alpha)
    assert found.quiz.error_ratio == pytest.approx(formulas.error_ratio(alpha))
    assert sum(found.quiz.spread) == 40
    for each, column, weight in zip(found.items, columns, weights, strict=True):
        rest = [score - mark for score, mark in zip(scores, column, strict=True)]
        assert each.facility == pytest.approx(100 * formulas.facility(column, ONE))
        assert each.standard_deviation == pytest.approx(100 * formulas.standard_deviation(column) / ONE)
        assert each.discrimination_index == pytest.approx(formulas.discrimination_index(column, rest))
        assert each.discriminative_efficiency == pytest.approx(
            formulas.discriminative_efficiency(column, rest)
        )
        assert each.effective_weight == pytest.approx(weight)
        assert each.intended_weight == pytest.approx(10)
    missed = [each.facility for each in found.most_missed]
    assert missed == sorted(missed)
    assert len(missed) == 10


def test_four_people_are_told_of_by_no_figure():
    found = told(QUIZ, attempts_of(QUIZ, 4))
    assert found.quiz.people == 4
    assert not found.quiz.shown
    assert found.quiz.mean is None
    assert found.quiz.spread == ()
    assert found.most_missed == []
    for each in found.items:
        assert (each.facility, each.marks, each.responses) == (None, (0, 0, 0), ())
        assert choices_of(each) == []


@pytest.mark.parametrize(("people", "steady"), [(5, False), (29, False), (30, True)])
def test_figures_of_few_are_said_to_be_unsteady(people, steady):
    found = told(QUIZ, attempts_of(QUIZ, people))
    assert found.quiz.shown
    assert found.quiz.steady is steady
    assert all(each.steady is steady for each in found.items)


def changed(content, place=0, **more):
    """Return the content with one item changed."""
    other = copy.deepcopy(content)
    item = other["items"][place]
    item.update(more)
    item["hash"] = item_hash(item)
    return other


def test_a_changed_question_starts_anew_and_the_others_go_on():
    later = changed(QUIZ, stem="<p>Something else?</p>")
    tallies = {1: tally_of(QUIZ, attempts_of(QUIZ, 20)), 2: tally_of(later, attempts_of(later, 7, seed=2))}
    found = figures(later, [made(QUIZ), made(later, 2)], tallies)
    assert [each.people for each in found.items] == [7, *[27] * 9]
    assert found.items[0].numbers == {2}
    assert found.quiz.people == 7
    ticked = figures(later, [made(QUIZ), made(later, 2, unchanged=True)], tallies)
    assert [each.people for each in ticked.items] == [27] * 10
    assert ticked.quiz.people == 27
    plain = told(QUIZ, attempts_of(QUIZ, 20) + attempts_of(QUIZ, 7, seed=2))
    assert ticked.quiz.mean == pytest.approx(plain.quiz.mean)
    assert ticked.items[3].facility == pytest.approx(plain.items[3].facility)


def test_a_question_keeps_its_discrimination_when_others_come_to_be_worth_more():
    doubled = changed(QUIZ, place=9, max_mark="2")
    attempts = attempts_of(QUIZ, 30)
    tallies = {1: tally_of(QUIZ, attempts), 2: tally_of(doubled, [])}
    before = told(QUIZ, attempts).items[0]
    after = figures(doubled, [made(QUIZ), made(doubled, 2)], tallies)
    assert after.items[0].discrimination_index == pytest.approx(before.discrimination_index)
    # The same people once more, whose rest is out of 10 now: both are read as a share of the whole.
    tallies[2] = tally_of(doubled, attempts)
    both = figures(doubled, [made(QUIZ), made(doubled, 2)], tallies)
    assert both.items[0].people == 60
    assert -100 <= both.items[0].discrimination_index <= 100
    assert both.items[9].people == 30  # it starts anew


def drawing(draw):
    """Return a quiz that draws from its questions."""
    pool = {"id": "pool", "type": "pool", "name": "Any", "draw": draw, "items": QUIZ["items"][1:]}
    return {**QUIZ, "items": [QUIZ["items"][0], pool]}


def drawn_attempts(content, count):
    """Return attempts in which each person answers what they were given."""
    random, given = Random(3), attempts_of({**content, "items": QUIZ["items"]}, count)
    return [{"layout": lay_out(content, random), "responses": each["responses"]} for each in given]


def test_of_drawn_questions_each_counts_who_got_it():
    content = drawing(3)
    attempts = drawn_attempts(content, 30)
    found = told(content, attempts)
    assert found.items[0].people == 30
    for each in found.items[1:]:
        got = [attempt for attempt in attempts if each.item["id"] in attempt["layout"]["items"]]
        assert each.drawn
        assert each.people == len(got)
        assert each.effective_weight is None
    assert found.quiz.mean is not None
    assert found.quiz.internal_consistency is None
    assert found.quiz.error_ratio is None


def test_a_pool_that_gives_everybody_all_is_no_draw():
    content = drawing(9)
    found = told(content, drawn_attempts(content, 30))
    assert not any(each.drawn for each in found.items)
    assert found.quiz.internal_consistency is not None


def test_a_quiz_without_marks_has_none():
    rating = {
        "id": "r",
        "type": "rating",
        "hash": "R",
        "max_mark": "0",
        "stem": "",
        "low": "Not yet",
        "high": "Sure",
    }
    rating |= {"least": 1, "most": 5, "bands": []}
    words = {
        "id": "w",
        "type": "free-text",
        "hash": "W",
        "max_mark": "0",
        "stem": "",
        "lines": 3,
        "model_answer": "",
    }
    line = {"id": "i", "type": "information", "hash": "I", "max_mark": "0", "stem": "<p>Read on.</p>"}
    content = {**QUIZ, "items": [rating, line, words]}
    attempt = {
        "layout": {"items": ["r", "i", "w"], "options": {}},
        "responses": {"r": 4, "w": "About somebody"},
    }
    silent = {**attempt, "responses": {}}
    found = told(content, [attempt] * 6 + [silent] * 2)
    assert found.quiz.people == 8
    assert found.quiz.mean is None
    assert [each.item["id"] for each in found.items] == ["r", "w"]
    assert found.items[1].responses == ()
    (table,) = choices_of(found.items[0])
    assert [(row.label, row.people) for row in table.rows] == [
        ("1: Not yet", 0),
        ("2", 0),
        ("3", 0),
        ("4", 6),
        ("5: Sure", 0),
        ("No answer", 2),
    ]
    assert choices_of(found.items[1]) == []


def test_what_was_chosen():
    attempts = attempts_of(QUIZ, 50)
    attempts[0]["responses"].pop(QUIZ["items"][0]["id"])
    for each in told(QUIZ, attempts).items:
        tables = choices_of(each)
        assert tables, each.item["type"]
        for table in tables:
            counted = sum(row.people for row in table.rows)
            several = each.item["type"] == "choice" and not each.item["single"]
            assert counted >= 50 if several else counted == 50
    first = choices_of(told(QUIZ, attempts).items[0])[0].rows
    key = QUIZ["items"][0]["id"]
    said = [attempt["responses"].get(key) for attempt in attempts]
    assert [row.people for row in first] == [said.count([f"{key}-{letter}"]) for letter in "abcd"] + [1]
    assert [row.right for row in first] == ["Right", "Not right", "Not right", "Not right", ""]


def test_an_option_that_went_and_an_answer_that_does_not_fit():
    item = QUIZ["items"][0]
    strange = [["gone"], {"a": 1}, "text", 7, None, [["nested"]]]
    content = {**QUIZ, "items": [item]}
    layout = {"items": [item["id"]], "options": {}}
    attempts = [{"layout": layout, "responses": {item["id"]: each}} for each in strange]
    (table,) = choices_of(told(content, attempts).items[0])
    assert {row.label: row.people for row in table.rows if row.people} == {
        "An option that is no longer there": 1,
        "No answer": 5,
    }


@pytest.mark.parametrize(
    ("value", "scale", "words"),
    [
        (None, FACILITY, CANNOT_BE_TOLD),
        (100, FACILITY, "Nearly everybody got this right"),
        (65, FACILITY, "Most people got this right"),
        (64.9, FACILITY, "About half got this right"),
        (0, FACILITY, "Nearly everybody got this wrong"),
        (55, DISCRIMINATION, "Those who did well elsewhere clearly did well here"),
        (-3, DISCRIMINATION, "Those who did well elsewhere did worse here"),
        (-100.0000001, DISCRIMINATION, "Those who did well elsewhere did worse here"),
        (-87, CONSISTENCY, "The questions measure different things, or are too few"),
    ],
)
def test_figures_in_words(value, scale, words):
    assert in_words(value, scale) == words


def test_what_to_do_about_a_question():
    attempts = attempts_of(QUIZ, 30)
    key = QUIZ["items"][0]["id"]
    layout = attempts[0]["layout"]
    right = attempts_of(QUIZ, 1)[0]["responses"]
    # Whoever is right everywhere else is wrong here: the key must be wrong.
    good = {"layout": layout, "responses": {**right, key: [f"{key}-b"]}}
    bad = {"layout": layout, "responses": {key: [f"{key}-a"]}}
    found = told(QUIZ, [good] * 5 + [bad] * 5)
    assert "marked as right" in to_do(found.items[0])
    everybody = told(QUIZ, [good] * 9 + [{"layout": layout, "responses": {}}])
    assert everybody.items[0].facility == 0
    assert "asked clearly" in to_do(everybody.items[0])
    assert to_do(told(QUIZ, attempts[:4]).items[0]) == ""
