"""A posted form -> responses: known names alone, within limits. What is unknown is named for the log.

Items are those of a version's content (content/schema.py), layout and responses as taking.py stores them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from training.quizzes.enums import ItemType
from training.quizzes.short_answers import number
from training.sheets.filled import cleaned

SHORT_ANSWER = 200
LONG_ANSWER = 4_000
TRUE_OR_FALSE = ("true", "false")


@dataclass
class Posted:
    """What a form said: responses by item id, none of them empty; what is wrong with some; unknown names."""

    responses: dict[str, object] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def field_name(item_id: str, part_id: str = "") -> str:
    """Return the name of the control of an item, or of one part of it."""
    return f"q_{item_id}_{part_id}" if part_id else f"q_{item_id}"


def read(items: Sequence[Mapping], data: QueryDict) -> Posted:
    """Return what `data` says for `items`, the questions that the form showed.

    An answer with a problem is among the responses all the same, so that nobody loses what they typed.
    """
    posted = Posted()
    known: set[str] = set()
    for item in items:
        if item["type"] == ItemType.INFORMATION:
            continue
        known |= names_of(item)
        response, said, strange = READERS[item["type"]](item, data)
        if response not in (None, "", [], {}):
            posted.responses[item["id"]] = response
        if said := said or problem_of(item, response):
            posted.problems[item["id"]] = said
        posted.unknown += strange
    posted.unknown += [name for name in data if name.startswith("q_") and name not in known]
    return posted


def problem_of(item: Mapping, response) -> str:
    """Return what is wrong with an answer that cannot be marked as it stands, or nothing."""
    if item["type"] == ItemType.NUMERICAL and response and number(response, item["unit"]) is None:
        return "Enter a number in figures, such as 5 or 2.5"
    if item["type"] == ItemType.ORDERING and response:
        return _wrong_places(response, len(item["steps"]))
    return ""


def names_of(item: Mapping) -> set[str]:
    """Return the names of all controls of `item`."""
    return {field_name(item["id"], part) for part in part_ids(item)} or {field_name(item["id"])}


PARTS = {ItemType.MATCH: "pairs", ItemType.ORDERING: "steps", ItemType.MATRIX: "rows"}


def part_ids(item: Mapping) -> list[str]:
    """Return the ids of the parts that are answered one by one; none for an item with one answer."""
    parts = PARTS.get(item["type"])
    return [part["id"] for part in item[parts]] if parts else []


def _choice(item, data):
    name = field_name(item["id"])
    offered = [option["id"] for option in item["options"]]
    given = data.getlist(name)
    chosen = [one for one in offered if one in given]
    strange = [name] if set(given) - set(offered) else []
    # A browser sends one of a set of radios: more are somebody's own making, and the last counts, as in HTML.
    if item["single"] and len(chosen) > 1:
        chosen = [[one for one in given if one in offered][-1]]
    return chosen, "", strange


def _true_false(item, data):
    name = field_name(item["id"])
    given = data.get(name, "")
    return (given, "", []) if given in TRUE_OR_FALSE else (None, "", [name] if given else [])


def _short_answer(item, data):
    return (*_text(data.get(field_name(item["id"]), ""), SHORT_ANSWER, lines=False), [])


def _free_text(item, data):
    return (*_text(data.get(field_name(item["id"]), ""), LONG_ANSWER, lines=True), [])


def _numerical(item, data):
    return _short_answer(item, data)


def _text(typed: str, most: int, lines: bool) -> tuple[str, str]:
    text = cleaned(typed)
    if not lines:
        text = " ".join(text.split())
    if len(text) <= most:
        return text, ""
    said = f"Use {most:,} characters or fewer: these are {len(text):,}, and the rest was cut off"
    return text[:most], said


def _match(item, data):
    offered = {choice["id"] for choice in item["choices"]}
    chosen, strange = {}, []
    for pair in item["pairs"]:
        name = field_name(item["id"], pair["id"])
        if (given := data.get(name, "")) in offered:
            chosen[pair["id"]] = given
        elif given:
            strange.append(name)
    return chosen, "", strange


def _ordering(item, data):
    positions = {str(place): place for place in range(1, len(item["steps"]) + 1)}
    chosen, strange = {}, []
    for step in item["steps"]:
        name = field_name(item["id"], step["id"])
        if (given := data.get(name, "")) in positions:
            chosen[step["id"]] = positions[given]
        elif given:
            strange.append(name)
    return chosen, "", strange


def _wrong_places(chosen: Mapping[str, int], steps: int) -> str:
    if len(set(chosen.values())) < len(chosen):
        return "Give each step a place of its own: two steps have the same"
    if 0 < len(chosen) < steps:
        return "Give every step a place"
    return ""


def _matrix(item, data):
    columns = [column["id"] for column in item["columns"]]
    chosen, strange = {}, []
    for row in item["rows"]:
        name = field_name(item["id"], row["id"])
        given = data.getlist(name)
        if ticked := [column for column in columns if column in given]:
            chosen[row["id"]] = ticked
        if set(given) - set(columns):
            strange.append(name)
    return chosen, "", strange


def _rating(item, data):
    name = field_name(item["id"])
    given = data.get(name, "")
    points = {str(point): point for point in range(item["least"], item["most"] + 1)}
    return points.get(given), "", [name] if given and given not in points else []


READERS = {
    ItemType.CHOICE: _choice,
    ItemType.TRUE_FALSE: _true_false,
    ItemType.SHORT_ANSWER: _short_answer,
    ItemType.NUMERICAL: _numerical,
    ItemType.MATCH: _match,
    ItemType.ORDERING: _ordering,
    ItemType.MATRIX: _matrix,
    ItemType.RATING: _rating,
    ItemType.FREE_TEXT: _free_text,
}
