"""The answer key stands nowhere before the answers are handed in: no page, field or search result has it."""

import copy
import random

import pytest
from django.core import signing
from django.template.loader import render_to_string

from portal.content.models import GuidanceRecord, Tag
from tests.factories.quizzes import add_bank_item, add_quiz, answer, block, of_every_type, option, rows
from tests.factories.training import add_module
from tests.quizzes.conftest import READER
from training.quizzes.content.compiling import compile_quiz
from training.quizzes.content.schema import items_of
from training.quizzes.enums import ItemType
from training.quizzes.layout import lay_out
from training.quizzes.questions import questions_of
from training.quizzes.sitting import SALT

# What an author writes for afterwards, in words that stand nowhere else.
AFTERWARDS = ["zyfeedback", "zyexplains", "zymodel", "zyexpected", "zyhelps", "zyband", "73519", "zyread"]
KEYS = ["fraction", "general_feedback", "model_answer", "right_answer", "tolerance", "is_right", "correct"]


def secret_items() -> list[dict]:
    """Return an item of every type, whose key is in words of its own."""
    told = {"general_feedback": "<p>zyexplains</p>"}
    options = [
        {**option(text, percent), "feedback": "<p>zyfeedback</p>"}
        for text, percent in (("Ring", "100"), ("Wait", "0"), ("Write", "-50"))
    ]
    number = {"value": "73519", "tolerance": "1", "percent": "100", "feedback": "<p>zyfeedback</p>"}
    matrix_row = {"text": "His mark", "right": "Tutor", "feedback": "<p>zyfeedback</p>"}
    band = {"up_to": 2, "text": "<p>zyhelps</p>", "read": []}
    return [
        block("choice", single=True, shuffle=True, options=rows(*options, prefix="one"), **told),
        block("choice", "many", single=False, shuffle=True, options=rows(*options, prefix="many"), **told),
        block("true_false", right="true", feedback_true="<p>zyfeedback</p>", feedback_false="", **told),
        block("short_answer", case_sensitive=False, answers=rows(answer("zyexpected"), prefix="s"), **told),
        block("numerical", answers=rows(number, prefix="n"), unit="days", **told),
        block(
            "match",
            pairs=rows({"left": "<p>A</p>", "right": "B"}, {"left": "<p>C</p>", "right": "D"}, prefix="p"),
            distractors=rows("E", prefix="d"),
            **told,
        ),
        block("ordering", steps=rows("Listen", "Write", "Ring", prefix="step"), **told),
        block(
            "matrix", columns=rows("Tutor", "Parents", prefix="c"), rows=rows(matrix_row, prefix="r"), **told
        ),
        block("rating", low="not", high="fully", bands=rows(band, prefix="b"), **told),
        block("free_text", lines=4, model_answer="<p>zymodel</p>", **told),
    ]


@pytest.fixture(params=["self-assessment", "assessment"])
def secret_quiz(demo, request):
    """A quiz with every type of question, for each purpose."""
    bands = [("band", {"least": 0, "text": "<p>zyband</p>"})]
    given = {"purpose": request.param, "pass_mark": 80 if request.param == "assessment" else None}
    return add_quiz(slug="secret", title="Secret quiz", items=secret_items(), overall_feedback=bands, **given)


def assert_no_key(text: str) -> None:
    main = text.partition("<main")[2] or text
    assert [word for word in AFTERWARDS if word in text] == []
    assert [word for word in KEYS if word in main.lower()] == []


def sitting_of(text: str) -> str:
    return str(signing.loads(text, salt=SALT))


@pytest.mark.parametrize("who", ["", READER])
@pytest.mark.parametrize("one_per_page", [True, False])
def test_no_page_before_handing_in_tells_the_key(secret_quiz, take, who, one_per_page):
    secret_quiz.one_per_page = one_per_page
    secret_quiz.save_revision(clean=False).publish()
    taker = take(secret_quiz, who)
    for path in ("", "paper/"):
        assert_no_key(taker.client.get(f"/training/quizzes/secret/{path}").content.decode())
    for _ in range(12):
        assert_no_key(taker.text)
        assert_no_key(sitting_of(taker.sitting))
        taker.post("next" if one_per_page else "save", {"choice": ["one-2"], "numerical": "1"})
    taker.post("hand-in")
    taker.hand_in()
    assert [word for word in AFTERWARDS if word in taker.text] != [], "the words are told afterwards"


def test_neither_shelf_nor_search_nor_module_tells_the_key(secret_quiz, client):
    module = add_module(slug="with-secrets", quiz=secret_quiz)
    for path in (
        "/training/",
        "/training/quizzes/",
        module.get_url(),
        "/search/?q=secret+quiz",
        "/search/?q=zyexplains",
        "/search/suggest/?q=secret",
        "/sitemap.xml",
    ):
        text = client.get(path).content.decode().replace("q=zyexplains", "").replace('value="zyexplains"', "")
        told = [word for word in AFTERWARDS if word in text]
        assert told in ([], ["zyexplains"] if "zyexplains" in path else []), path
    assert "Secret quiz" in client.get("/training/quizzes/").content.decode()
    assert "Secret quiz" not in client.get("/search/?q=zyexplains").content.decode()


def other_key(content: dict, seed: int) -> dict:
    """Return the same questions with another key: all that is right is another, all else is the same."""
    chance = random.Random(seed)
    changed = copy.deepcopy(content)
    for item in items_of(changed).values():
        item["general_feedback"] = "another explanation"
        if item["type"] == ItemType.CHOICE:
            for one in item["options"]:
                one["fraction"], one["feedback"] = chance.choice(["1", "0", "-0.5"]), "another"
        elif item["type"] == ItemType.TRUE_FALSE:
            item["right"] = not item["right"]
        elif item["type"] in (ItemType.SHORT_ANSWER, ItemType.NUMERICAL):
            item["answers"] = []
        elif item["type"] == ItemType.MATCH:
            for pair in item["pairs"]:
                pair["choice"] = chance.choice(item["choices"])["id"]
        elif item["type"] == ItemType.ORDERING:
            chance.shuffle(item["steps"])
        elif item["type"] == ItemType.MATRIX:
            for row in item["rows"]:
                row["right"] = chance.sample([one["id"] for one in item["columns"]], 1)
        elif item["type"] == ItemType.RATING:
            item["bands"] = []
        elif item["type"] == ItemType.FREE_TEXT:
            item["model_answer"] = "another"
    return changed


@pytest.mark.parametrize("seed", range(5))
def test_what_is_asked_does_not_depend_on_the_key(demo, seed):
    """The strongest form of it: two quizzes that differ in their keys alone show the same bytes."""
    content = compile_quiz(add_quiz(items=of_every_type(), publish=False))
    layout = lay_out(content, random.Random(seed))

    def shown(one: dict) -> str:
        items = items_of(one)
        questions = questions_of([items[key] for key in layout["items"]], layout, {})
        name = "training/quizzes/parts/question.html"
        return "".join(render_to_string(name, {"question": question, "of": 11}) for question in questions)

    assert shown(content) == shown(other_key(content, seed)) != ""
    assert content != other_key(content, seed)


def test_a_question_of_the_bank_is_in_no_list_of_readers(client, demo):
    """Not by its tag, and not among what rests on a guidance record."""
    question = add_bank_item(title="Zyquestion of the bank")
    tag, record = Tag.objects.get(slug="attendance"), GuidanceRecord.objects.filter(live=True).first()
    question.tags.add(tag)
    question.cites.add(record)
    question.save()
    for path in (f"/tags/{tag.slug}/", record.get_absolute_url()):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Zyquestion" not in answer.content.decode()
