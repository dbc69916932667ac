"""The checker: what cannot be answered or marked is refused, where it stands, in plain words."""

import copy

import pytest
from django.core.exceptions import ValidationError

from tests.factories.quizzes import (
    add_bank_item,
    add_quiz,
    answer,
    block,
    of_every_type,
    option,
    rows,
    single,
)
from training.quizzes.blocks import ItemsBlock

pytestmark = pytest.mark.django_db


def said(error) -> list[str]:
    """Return every message of what the editor shows, with the fields that lead to it."""
    found = []

    def walk(told, path):
        found.extend((path, text) for text in told.get("messages", []))
        inner = told.get("blockErrors") or {}
        below = inner.items() if isinstance(inner, dict) else enumerate(inner)
        for name, each in below:
            if each:
                walk(each, f"{path}.{name}".strip("."))

    walk(error.as_json_data(), "")
    return found


def refused(*items: dict) -> list[tuple[str, str]]:
    """Return what is said of `items`, with where; fails where nothing is."""
    stream = ItemsBlock()
    stream.set_name("items")
    with pytest.raises(ValidationError) as caught:
        stream.clean(stream.to_python(list(items)))
    return said(caught.value)


def number(value, tolerance="0", percent="100"):
    return {"value": value, "tolerance": tolerance, "percent": percent, "feedback": ""}


def options(*pairs, single=True):
    return block(
        "choice", single=single, shuffle=True, options=rows(*(option(*pair) for pair in pairs), prefix="o")
    )


def short(*answers, exact=False):
    return block("short_answer", case_sensitive=exact, answers=rows(*answers, prefix="s"))


def numerical(*answers):
    return block("numerical", unit="", answers=rows(*answers, prefix="n"))


def match(pairs, distractors=()):
    made = [{"left": f"<p>{left}</p>" if left else "", "right": right} for left, right in pairs]
    return block("match", pairs=rows(*made, prefix="p"), distractors=rows(*distractors, prefix="d"))


def matrix(columns, *facts):
    made = [{"text": text, "right": right, "feedback": ""} for text, right in facts]
    return block("matrix", columns=rows(*columns, prefix="c"), rows=rows(*made, prefix="r"))


def ordering(*steps):
    return block("ordering", steps=rows(*steps, prefix="s"))


def pool(draw, *items):
    return {"type": "pool", "id": "pool", "value": {"name": "Pool", "draw": draw, "items": list(items)}}


CASES = {
    "no right option": (options(("A", "50"), ("B", "0")), "0.options", "No option is right"),
    "no right ones": (options(("A", "0"), ("B", "-50"), single=False), "0.options", "No option is right"),
    "percentages": (options(("A", "50"), ("B", "30"), ("C", "0"), single=False), "0.options", "come to 80."),
    "same options": (options(("A", "100"), ("a", "0")), "0.options", "Two options are the same: “a”"),
    "empty option": (options(("A", "100"), ("&nbsp;", "0")), "0.options", "Option 2 is empty"),
    "empty stem": (single(stem="<p> </p>"), "0.stem", "Write the question"),
    "worth nothing": (single(max_mark="0"), "0.max_mark", "worth more than 0"),
    "no right answer": (short(answer("x", "50")), "0.answers", "No answer is right"),
    "same answers": (short(answer("X"), answer("x")), "0.answers", "Two answers are the same"),
    "wild card first": (short(answer("*"), answer("x")), "0.answers", "never counts"),
    "no number": (numerical(number("twelve")), "0.answers", "Answer 1: “twelve” is no number"),
    "no tolerance": (numerical(number("12", "a bit")), "0.answers", "the tolerance “a bit” is no number"),
    "no right number": (numerical(number("12", "0", "50")), "0.answers", "No number is right"),
    "same numbers": (numerical(number("12"), number("12.0")), "0.answers", "Two answers are the same number"),
    "same left sides": (match([("A", "1"), ("A", "2")]), "0.pairs", "the same left side"),
    "empty left side": (match([("A", "1"), ("<br>", "2")]), "0.pairs", "nothing on its left"),
    "one thing to choose": (match([("A", "1"), ("B", "1")]), "0.pairs", "nothing to choose"),
    "no distractor": (match([("A", "1"), ("B", "2")], ["1"]), "0.distractors", "does not mislead"),
    "same steps": (ordering("Ring", "ring"), "0.steps", "Two steps are the same"),
    "no right cell": (matrix(["A", "B"], ("F", "")), "0.rows", "No cell is right"),
    "no such column": (matrix(["A", "B"], ("F", "Cook")), "0.rows", "names “Cook”, which is no column"),
    "same columns": (matrix(["A", "a"], ("F", "A")), "0.columns", "Two columns are the same"),
    "bands fall": (
        block("rating", low="l", high="h", bands=rows(
            *({"up_to": up_to, "text": "<p>x</p>", "read": []} for up_to in (4, 2)), prefix="b")),
        "0.bands", "lowest band first"),
    "draws too many": (pool(3, single("a"), single("b")), "0.draw", "It draws 3 and has 2"),
    "unlike worth": (pool(1, single("a"), single("b", max_mark="2")), "0.items", "different marks"),
    "text in a pool": (pool(1, single("a"), block("information")), "0.items", "without a question"),
    "reads nowhere": (
        single(read=rows({"page": None, "service": None}, prefix="r")), "0.read.0.page", "one of the two"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_said_where_it_is(name):
    item, place, words = CASES[name]
    assert [(where, text) for where, text in refused(item) if where.endswith(place) and words in text]


@pytest.mark.parametrize(
    "item",
    [
        options(("A", "100")),
        match([("A", "1")]),
        ordering("Ring"),
        matrix(["A"], ("F", "A")),
        pool(1, single()),
        short(),
        numerical(),
    ],
    ids=["one option", "one pair", "one step", "one column", "one in a pool", "no answer", "no number"],
)
def test_one_alone_is_too_few(item):
    assert refused(item)


def test_an_item_of_every_type_passes():
    stream = ItemsBlock()
    stream.set_name("items")
    assert len(stream.clean(stream.to_python(of_every_type()))) == 12


def test_a_draft_of_the_bank_is_refused_in_a_quiz():
    question = add_bank_item(live=False)
    row = {"type": "from_bank", "id": "r", "value": {"question": question.pk}}
    assert any("is a draft in the bank" in text for _, text in refused(row))


UNMARKED = block("free_text", lines=2, model_answer="")
BAND = {"least": 0, "text": "<p>Read on.</p>"}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"purpose": "assessment"}, "pass_mark"),
        ({"pass_mark": 80}, "pass_mark"),
        ({"pass_mark": 0, "purpose": "assessment"}, "pass_mark"),
        ({"overall_feedback": [("band", {**BAND, "least": 50})]}, "overall_feedback"),
        ({"overall_feedback": [("band", BAND), ("band", BAND)]}, "overall_feedback"),
        ({"items": [UNMARKED], "purpose": "assessment", "pass_mark": 50}, "items"),
        ({"items": [UNMARKED], "overall_feedback": [("band", BAND)]},
         "overall_feedback"),
        ({"attempts_allowed": 0}, "attempts_allowed"),
        ({"time_limit": 0}, "time_limit"),
    ],
)  # fmt: skip
def test_settings_that_contradict_each_other_are_refused(fields, field):
    page = add_quiz(publish=False)
    for name, value in fields.items():
        setattr(page, name, copy.deepcopy(value))
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert set(caught.value.message_dict) == {field}


def test_the_same_question_of_the_bank_twice_is_refused():
    question = add_bank_item(title="Whom to ring")
    twice = [{"type": "from_bank", "id": key, "value": {"question": question.pk}} for key in "ab"]
    page = add_quiz()
    page.items = twice
    with pytest.raises(ValidationError, match="“Whom to ring” of the question bank stands here twice"):
        page.full_clean()


@pytest.mark.parametrize(
    "kind, path",
    [
        ("choice", ["options", 0, "value", "percent"]),
        ("choice", ["max_mark"]),
        ("short_answer", ["answers", 0, "value", "percent"]),
        ("numerical", ["answers", 0, "value", "percent"]),
        ("rating", ["bands", 0, "value", "up_to"]),
        ("free_text", ["lines"]),
        ("pool", ["draw"]),
        ("from_bank", ["question"]),
    ],
)
def test_a_number_that_is_not_filled_in_yet_is_said_in_a_draft_too(kind, path):
    """Wagtail leaves required fields until publication; what the checker reckons with is needed at once."""
    items = {item["type"]: item for item in copy.deepcopy(of_every_type())}
    items["from_bank"] = {"type": "from_bank", "id": "bank", "value": {"question": add_bank_item().pk}}
    items["rating"]["value"]["bands"] = rows({"up_to": 2, "text": "<p>Low.</p>", "read": []}, prefix="band")
    value = items[kind]["value"]
    for step in path[:-1]:
        value = value[step]
    assert path[-1] in value
    value[path[-1]] = None
    block_ = ItemsBlock()
    with pytest.raises(ValidationError) as error:
        block_.clean_deferred(block_.to_python([items[kind]]))
    assert any("required" in text or "more than 0" in text for _, text in said(error.value))
