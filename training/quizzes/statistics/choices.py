"""What people chose at a question: how many each option, with which were right.

What somebody typed is never among it: of typed answers we tell how many were right, and no more.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import strip_tags

from training.quizzes.enums import ItemType
from training.quizzes.statistics.figures import ItemFigures

RIGHT, PARTLY, WRONG = "Right", "Partly right", "Not right"
NO_ANSWER = "No answer"
GONE = "An option that is no longer there"

# Whose responses are ids of ours. All others are words of a person, and stay in the database.
COUNTED = (
    ItemType.CHOICE,
    ItemType.TRUE_FALSE,
    ItemType.MATCH,
    ItemType.ORDERING,
    ItemType.MATRIX,
    ItemType.RATING,
)

Option = tuple[str | int, str, str]  # what responses say, the label, whether it is right


@dataclass(frozen=True)
class Choice:
    """One thing that could be chosen."""

    label: str
    people: int
    right: str = ""  # in words; empty where nothing is right or wrong


@dataclass(frozen=True)
class Choices:
    """What was chosen at a question, or at one row of it."""

    title: str
    rows: tuple[Choice, ...]
    people: int


def choices_of(figures: ItemFigures) -> list[Choices]:
    """Return what people chose at a question: one table, or one for each row of it."""
    count = COUNTERS.get(figures.item["type"])
    return count(figures) if figures.shown and count else []


def words_of(markup: str) -> str:
    """Return HTML as one line of words."""
    return " ".join(unescape(strip_tags(markup.replace("<", " <"))).split())


def _table(title: str, options: list[Option], counts: Counter, people: int) -> Choices:
    """Return a table of (id, label, right) and how often each was chosen, with what is left at its end."""
    rows = [Choice(label, counts[key], right) for key, label, right in options]
    known = {key for key, *_ in options}
    gone = sum(count for key, count in counts.items() if key not in known and key is not None)
    if gone:
        rows.append(Choice(GONE, gone))
    if counts[None] > 0:
        rows.append(Choice(NO_ANSWER, counts[None]))
    return Choices(title, tuple(rows), people)


def _choice(figures: ItemFigures) -> list[Choices]:
    single = figures.item["single"]
    options = [
        (option["id"], words_of(option["text"]), _worth(float(option["fraction"]), single))
        for option in figures.item["options"]
    ]
    return [_table("", options, _chosen(figures, lambda response: response), figures.people)]


def _worth(fraction: float, single: bool) -> str:
    if fraction <= 0:
        return WRONG
    return PARTLY if single and fraction < 1 else RIGHT


def _true_false(figures: ItemFigures) -> list[Choices]:
    right = figures.item["right"]
    options = [("true", "True", RIGHT if right else WRONG), ("false", "False", WRONG if right else RIGHT)]
    return [_table("", options, _chosen(figures, lambda response: [response]), figures.people)]


def _typed(figures: ItemFigures) -> list[Choices]:
    labels = zip(("Right", "Partly right", "Not right, or no answer"), figures.marks, strict=True)
    return [Choices("", tuple(Choice(label, people) for label, people in labels), figures.people)]


def _match(figures: ItemFigures) -> list[Choices]:
    return [
        _table(
            words_of(pair["left"]),
            [
                (choice["id"], words_of(choice["text"]), RIGHT if choice["id"] == pair["choice"] else WRONG)
                for choice in figures.item["choices"]
            ],
            _chosen(figures, lambda response, key=pair["id"]: [response[key]]),
            figures.people,
        )
        for pair in figures.item["pairs"]
    ]


def _ordering(figures: ItemFigures) -> list[Choices]:
    places = range(1, len(figures.item["steps"]) + 1)
    return [
        _table(
            words_of(step["text"]),
            [(place, f"Place {place}", RIGHT if place == right else WRONG) for place in places],
            _chosen(figures, lambda response, key=step["id"]: [response[key]]),
            figures.people,
        )
        for right, step in enumerate(figures.item["steps"], start=1)
    ]


def _matrix(figures: ItemFigures) -> list[Choices]:
    return [
        _table(
            words_of(row["text"]),
            [
                (column["id"], words_of(column["text"]), RIGHT if column["id"] in row["right"] else WRONG)
                for column in figures.item["columns"]
            ],
            _chosen(figures, lambda response, key=row["id"]: response[key]),
            figures.people,
        )
        for row in figures.item["rows"]
    ]


def _rating(figures: ItemFigures) -> list[Choices]:
    item = figures.item
    ends = {item["least"]: f"{item['least']}: {item['low']}", item["most"]: f"{item['most']}: {item['high']}"}
    values = range(item["least"], item["most"] + 1)
    options: list[Option] = [(value, words_of(ends.get(value, str(value))), "") for value in values]
    return [_table("", options, _chosen(figures, lambda response: [response]), figures.people)]


def _chosen(figures: ItemFigures, read: Callable[[Any], Iterable]) -> Counter:
    """Return how many people chose each id; under None how many chose nothing."""
    counts: Counter = Counter()
    for response, people in figures.responses:
        for key in _keys(response, read):
            counts[key] += people
        if not _keys(response, read):
            counts[None] += people
    counts[None] += figures.people - sum(people for _, people in figures.responses)
    return counts


def _keys(response: Any, read: Callable[[Any], Iterable]) -> set:
    """Return the ids in a response; none where it does not fit the question of today."""
    try:
        found = read(response)
    except (KeyError, TypeError, IndexError):
        return set()
    return {key for key in found if isinstance(key, str | int)} if isinstance(found, list | tuple) else set()


COUNTERS: dict[str, Callable[[ItemFigures], list[Choices]]] = {
    ItemType.CHOICE: _choice,
    ItemType.TRUE_FALSE: _true_false,
    ItemType.SHORT_ANSWER: _typed,
    ItemType.NUMERICAL: _typed,
    ItemType.MATCH: _match,
    ItemType.ORDERING: _ordering,
    ItemType.MATRIX: _matrix,
    ItemType.RATING: _rating,
}
