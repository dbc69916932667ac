"""The questions of a quiz as the blocks of its page: from GIFT, and from YAML for what GIFT has not.

Nothing here needs a database, so that `manage.py check_quizzes` can look at the files alone. What leads to
other pages is added by `quizzes.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from home.importers.blocks import id_of, list_of, to_html
from home.importers.reading import Item, Mistakes
from home.importers.sheets import DIGITS
from home.importers.streams import messages_of
from training.quizzes.blocks import ItemTypes
from training.quizzes.formats import question as gift
from training.quizzes.formats.numbers import written
from training.quizzes.formats.reading import read

AROUND = ["read", "cites", "review_on", "bank"]
OWN = ["name", "stem", "general_feedback"]  # of a question that stands in YAML


@dataclass(frozen=True)
class Asked:
    """One question: its block as a StreamField stores it, what the settings say of it, where it stands."""

    block: dict
    settings: Item
    place: Item


def read_questions(file: Path, name: str, settings: Item, mistakes: Mistakes) -> list[Asked]:
    """Return the questions that `settings` names, in their order. Most of them stand in the GIFT `file`.

    Whatever an editor's form would refuse is noted in `mistakes`, with the line of the question.
    """
    there = _read_gift(file, name, mistakes)
    if not settings.words:
        mistakes.add(settings, "name the questions here, each by its id")
    found = []
    for key in settings.words:
        item, from_gift = settings[key], there.pop(key, None)
        place = item if from_gift is None else Item(None, name, from_gift.line, key)
        asked = _from_yaml(item, key, mistakes) if from_gift is None else _from_gift(from_gift)
        if asked is None:
            mistakes.add(item, f"there is no question “{key}” in {name}, and no steps, columns or bands here")
            continue
        _refuse_unknown(item, asked[0] if from_gift is None else "", mistakes)
        kind, value = asked
        block = {"type": kind, "value": {"read": [], "cites": [], **value}, "id": id_of(f"{file.stem}/{key}")}
        _check(block, place, mistakes)
        found.append(Asked(block, item, place))
    for key, left in there.items():
        mistakes.add(Item(None, name, left.line), f"“{key}” is not named among the questions of the settings")
    return found


def _read_gift(file: Path, name: str, mistakes: Mistakes) -> dict[str, gift.Question]:
    """Return the questions of a GIFT file by their ids; what is wrong with it is noted with its line."""
    try:
        report = read(file.name, file.read_bytes())
    except OSError as error:
        mistakes.add(Item(None, name, 1), f"the file cannot be read: {error.strerror}")
        return {}
    for problem in report.problems:
        mistakes.add(Item(None, name, problem.line), problem.message)
    found: dict[str, gift.Question] = {}
    for question in report.questions:
        here = Item(None, name, question.line)
        if isinstance(question, gift.Category):
            continue
        if not question.id:
            mistakes.add(here, "give the question an id, in a line above it: // [id:q1-1]")
        elif question.id in found:
            mistakes.add(here, f"the id “{question.id}” stands in line {found[question.id].line} already")
        else:
            found[question.id] = question
    return found


def _check(block: dict, place: Item, mistakes: Mistakes) -> None:
    """Hold a block to what an editor's form asks of it."""
    kind = _types().child_blocks[block["type"]]
    try:
        kind.clean(kind.to_python(block["value"]))
    except ValidationError as error:
        for message in dict.fromkeys(messages_of(error.as_json_data())):
            mistakes.add(place, message)


@cache
def _types() -> ItemTypes:
    return ItemTypes()


# From GIFT


def _from_gift(question: gift.Question) -> tuple[str, dict]:
    """Return the kind of block that asks `question`, and what stands in it."""
    kind, make = BLOCKS[type(question)]
    around = {
        "name": question.name,
        "stem": question.stem.html,
        "general_feedback": question.general_feedback.html,
    }
    return kind, around | make(question)


def _choice(question: gift.Choice) -> dict:
    options = [
        {**_worth(option.fraction, option.feedback), "text": option.text.html, "fixed": False}
        for option in question.options
    ]
    return _marked(question) | {
        "single": question.single,
        "shuffle": question.shuffle,
        "options": list_of(f"{question.id}/option", options),
    }


def _true_false(question: gift.TrueFalse) -> dict:
    return _marked(question) | {
        "right": "true" if question.right else "false",
        "feedback_true": question.feedback_true.html,
        "feedback_false": question.feedback_false.html,
    }


def _short_answer(question: gift.ShortAnswer) -> dict:
    answers = [
        {**_worth(answer.fraction, answer.feedback), "text": answer.text.raw} for answer in question.answers
    ]
    return _marked(question) | {
        "case_sensitive": question.case_sensitive,
        "answers": list_of(f"{question.id}/answer", answers),
    }


def _numerical(question: gift.Numerical) -> dict:
    answers = [
        {
            **_worth(answer.fraction, answer.feedback),
            "value": "*" if answer.value is None else written(answer.value),
            "tolerance": written(answer.tolerance),
        }
        for answer in question.answers
    ]
    return _marked(question) | {"unit": question.unit, "answers": list_of(f"{question.id}/answer", answers)}


def _match(question: gift.Match) -> dict:
    pairs = [{"left": pair.left.html, "right": pair.right} for pair in question.pairs if pair.left]
    others = [pair.right for pair in question.pairs if not pair.left]
    return _marked(question) | {
        "pairs": list_of(f"{question.id}/pair", pairs),
        "distractors": list_of(f"{question.id}/distractor", others),
    }


def _free_text(question: gift.Essay) -> dict:
    return {"lines": min(question.lines, 20), "model_answer": question.model_answer.html}


def _information(question: gift.Description) -> dict:
    return {}


def _marked(question: gift.Question) -> dict:
    return {"max_mark": written(question.mark)}


def _worth(fraction: Decimal, feedback: gift.Text) -> dict:
    return {"percent": written(fraction * 100), "feedback": feedback.html}


BLOCKS: dict[type[gift.Question], tuple[str, Callable[[Any], dict]]] = {
    gift.Choice: ("choice", _choice),
    gift.TrueFalse: ("true_false", _true_false),
    gift.ShortAnswer: ("short_answer", _short_answer),
    gift.Numerical: ("numerical", _numerical),
    gift.Match: ("match", _match),
    gift.Essay: ("free_text", _free_text),
    gift.Description: ("information", _information),
}


# From YAML


def _from_yaml(item: Item, key: str, mistakes: Mistakes) -> tuple[str, dict] | None:
    """Return the same for what GIFT has not: each kind is known by a word that only it has."""
    found = next((kind for kind, (word, *_) in KINDS.items() if word in item), None)
    if found is None:
        return None
    around = {
        "name": item["name"].text,
        "stem": to_html(item["stem"].text),
        "general_feedback": to_html(item["general_feedback"].text),
    }
    return found, around | READERS[found](item, key, mistakes)


def _ordering(item: Item, key: str, mistakes: Mistakes) -> dict:
    return {"max_mark": "1", "steps": list_of(f"{key}/step", [row.text for row in item["steps"].rows])}


def _matrix(item: Item, key: str, mistakes: Mistakes) -> dict:
    rows = [
        {
            "text": row["text"].text,
            "right": "\n".join(column.text for column in row["right"].rows),
            "feedback": to_html(row["feedback"].text),
        }
        for row in item["rows"].rows
    ]
    return {
        "max_mark": "1",
        "columns": list_of(f"{key}/column", [column.text for column in item["columns"].rows]),
        "rows": list_of(f"{key}/row", rows),
    }


def _rating(item: Item, key: str, mistakes: Mistakes) -> dict:
    bands = [
        {"up_to": whole(row["up_to"], mistakes), "text": to_html(row["text"].text), "read": []}
        for row in item["bands"].rows
    ]
    return {
        "low": item["low"].text or "not at all",
        "high": item["high"].text or "fully",
        "bands": list_of(f"{key}/band", bands),
    }


def whole(item: Item, mistakes: Mistakes) -> int:
    """Return a number of one to three digits; 0, after noting it, where it is none."""
    if not DIGITS.fullmatch(item.text):
        mistakes.add(item, f"“{item.text}” is not a whole number")
        return 0
    return int(item.text)


READERS: dict[str, Callable[[Item, str, Mistakes], dict]] = {
    "ordering": _ordering,
    "matrix": _matrix,
    "rating": _rating,
}
KINDS = {
    "ordering": ["steps"],
    "matrix": ["columns", "rows"],
    "rating": ["bands", "low", "high"],
}


def _refuse_unknown(item: Item, kind: str, mistakes: Mistakes) -> None:
    """Note each word that a question of this kind has not; one that stands in GIFT has none of its own."""
    known = [*AROUND, *(OWN + KINDS[kind] if kind else [])]
    for word in item.words:
        if word not in known:
            mistakes.add(item[word], f"“{word}” is not known here. Known: {', '.join(known)}")
