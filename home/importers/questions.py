"""The questions of a quiz as the blocks of its page: from GIFT, and from YAML for what GIFT has not.

Nothing here needs a database, so that `manage.py check_quizzes` can look at the files alone. What leads to
other pages is added by `quizzes.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError

from home.importers.blocks import id_of, list_of, to_html
from home.importers.reading import Item, Mistakes
from home.importers.sheets import DIGITS
from home.importers.streams import messages_of
from training.quizzes.blocks import ItemTypes
from training.quizzes.formats import question as gift
from training.quizzes.formats.reading import read
from training.quizzes.pictures import Library
from training.quizzes.to_blocks import AROUND, Blocks

SAID = ["read", "cites", "review_on", "bank"]
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
    makes = Blocks(Library(writes=False), says_all=False)
    if not settings.words:
        mistakes.add(settings, "name the questions here, each by its id")
    found = []
    for key in settings.words:
        item, from_gift = settings[key], there.pop(key, None)
        place = item if from_gift is None else Item(None, name, from_gift.line, key)
        made_id = id_of(f"{file.stem}/{key}")
        kind = "" if from_gift else _kind_of(item)
        if from_gift:
            block = makes.block(from_gift, made_id)
        elif kind:
            block = {"type": kind, "id": made_id, "value": _from_yaml(item, kind, key, mistakes)}
        else:
            mistakes.add(item, f"there is no question “{key}” in {name}, and no steps, columns or bands here")
            continue
        _refuse_unknown(item, kind, mistakes)
        _check(block, place, mistakes)
        found.append(Asked(block, item, place))
    for line, message in makes.left_out:
        mistakes.add(Item(None, name, line), message)
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


def _kind_of(item: Item) -> str:
    """Return the kind of a question by a word that only its kind has; nothing for one without such a word."""
    return next((kind for kind, (words, _) in KINDS.items() if words[0] in item), "")


def _from_yaml(item: Item, kind: str, key: str, mistakes: Mistakes) -> dict:
    """Return what stands in the block of a question that GIFT has no words for."""
    _, read_parts = KINDS[kind]
    return {
        **AROUND,
        "name": item["name"].text,
        "stem": to_html(item["stem"].text),
        "general_feedback": to_html(item["general_feedback"].text),
        **read_parts(item, key, mistakes),
    }


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


# What GIFT has not: the words of each kind, the first of which only it has, and what reads them.
KINDS: dict[str, tuple[list[str], Callable[[Item, str, Mistakes], dict]]] = {
    "ordering": (["steps"], _ordering),
    "matrix": (["columns", "rows"], _matrix),
    "rating": (["bands", "low", "high"], _rating),
}


def _refuse_unknown(item: Item, kind: str, mistakes: Mistakes) -> None:
    """Note each word that a question of this kind has not; one that stands in GIFT has none of its own."""
    known = [*SAID, *(OWN + KINDS[kind][0] if kind else [])]
    for word in item.words:
        if word not in known:
            mistakes.add(item[word], f"“{word}” is not known here. Known: {', '.join(known)}")
