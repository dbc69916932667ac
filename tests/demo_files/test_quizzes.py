"""Quizzes: each question explains itself, and no right option is known by its place or length."""

import re
from collections import Counter

import pytest
import yaml

from tests.demo_files.files import DEMO, HUB_SLUGS, IDS, STATUSES, folder, read, slugs
from training.quizzes.formats.question import Choice, TrueFalse
from training.quizzes.formats.reading import read as read_questions

QUIZZES = folder("quizzes")
SELF_CHECK = "leaders-self-check.yaml"


def gift_of(name):
    """{id: question} of the GIFT file beside a file of settings."""
    file = (DEMO / "quizzes" / name).with_suffix(".gift")
    report = read_questions(file.name, file.read_bytes())
    assert not report.problems
    return {question.id: question for question in report.questions if question.kind != "category"}


def slugs_of_pages():
    """What a question may lead to: pages by slug or code, services by id."""
    heads = [yaml.safe_load(path.read_text()) for path in (DEMO / "training/sheets").glob("*.yaml")]
    modules = [path.stem for path in (DEMO / "training/modules").glob("*.md")]
    return HUB_SLUGS | IDS | set(modules) | {head["slug"] for head in heads}


def test_there_are_eight_quizzes_of_eight_questions_and_a_check_of_twelve_statements():
    sizes = {name: len(quiz["questions"]) for name, quiz in QUIZZES.items() if name != SELF_CHECK}
    assert len(sizes) == 8 and set(sizes.values()) == {8}
    ratings = [asked for asked in QUIZZES[SELF_CHECK]["questions"].values() if "bands" in asked]
    assert len(ratings) == 12
    assert all(asked["bands"][0]["read"] for asked in ratings)
    kinds = {question.kind for name in QUIZZES for question in gift_of(name).values()}
    assert len(kinds) == 8, "of every kind that GIFT has"
    modules = [path.read_text() for path in (DEMO / "training/modules").glob("*.md")]
    named = {found[1] for text in modules if (found := re.search(r"^quiz: (.+)$", text, re.M))}
    assert named == {name.removesuffix(".yaml") for name in sizes}


@pytest.mark.parametrize("name", QUIZZES)
def test_each_question_explains_itself_and_says_what_it_rests_on(name):
    quiz, there, pages = QUIZZES[name], gift_of(name), slugs_of_pages()
    assert set(quiz["topics"]) <= slugs("topics.yaml")
    assert set(quiz["audiences"]) <= slugs("audiences.yaml")
    assert set(quiz["tags"]) <= slugs("tags.yaml")
    assert quiz["owner"] in {person["email"] for person in read("people.yaml")}
    assert name == f"{quiz['slug']}.yaml" and quiz["status"] in STATUSES
    for key, asked in quiz["questions"].items():
        if key in there and there[key].kind in ("description", "essay"):
            continue
        explained = there[key].general_feedback if key in there else asked.get("general_feedback")
        bands = asked.get("bands", [])
        assert explained or bands, key
        read_this = [*asked.get("read", []), *(page for band in bands for page in band.get("read", []))]
        assert read_this and set(read_this) <= pages, key
        assert asked["cites"] and set(asked["cites"]) <= slugs("guidance.yaml"), key
        assert asked["review_on"].year >= 2027, key
        assert asked.get("bank", "safeguarding") in slugs("topics.yaml"), key


def test_every_option_has_feedback_and_the_right_one_is_not_known_by_place_or_length():
    questions = [question for name in QUIZZES for question in gift_of(name).values()]
    single = [question for question in questions if isinstance(question, Choice) and question.single]
    places, longest = Counter(), 0
    for question in single:
        right = next(place for place, option in enumerate(question.options) if option.fraction == 1)
        lengths = [len(option.text.plain) for option in question.options]
        assert len(lengths) == 4 and all(option.feedback for option in question.options), question.id
        places[right] += 1
        longest += lengths[right] == max(lengths)
    assert set(places) == {0, 1, 2, 3} and max(places.values()) <= len(single) / 3
    assert longest <= len(single) / 3
    for question in questions:
        if isinstance(question, TrueFalse):
            assert question.feedback_true and question.feedback_false, question.id
    assert {question.right for question in questions if isinstance(question, TrueFalse)} == {True, False}
