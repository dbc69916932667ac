"""What a page of a quiz shows: content, layout, responses and problems -> `Question`s for the templates.

Nothing here reads what is right: no fraction, feedback, model answer or pair goes into a `Question`. So the
answer key cannot reach a page before the answers are handed in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from training.quizzes.answers import LONG_ANSWER, SHORT_ANSWER, field_name
from training.quizzes.enums import ItemType
from training.quizzes.markup import inline, split_stem

SHUFFLED = {ItemType.CHOICE: "options", ItemType.MATCH: "choices", ItemType.ORDERING: "steps"}

TEMPLATES = {
    ItemType.CHOICE: "options",
    ItemType.TRUE_FALSE: "options",
    ItemType.RATING: "options",
    ItemType.SHORT_ANSWER: "text",
    ItemType.NUMERICAL: "text",
    ItemType.FREE_TEXT: "long-text",
    ItemType.MATCH: "lists",
    ItemType.ORDERING: "lists",
    ItemType.MATRIX: "matrix",
}
ON_PAPER = {
    ItemType.MATCH: "Write what belongs to each line",
    ItemType.ORDERING: "Write the place of each step: 1 is the first",
}


@dataclass(frozen=True)
class Option:
    """One radio, box or entry of a list."""

    value: str
    label: SafeString | str
    control_id: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Part:
    """One row that is answered by itself: of a match, an ordering or a matrix."""

    name: str
    label: SafeString | str
    options: Sequence[Option]

    @property
    def answered(self) -> bool:
        """Return whether anything is chosen here."""
        return any(option.chosen for option in self.options)


@dataclass(frozen=True)
class Question:
    """One item as it is asked."""

    id: str
    type: str
    number: int | None  # None for an information, which asks nothing
    legend: SafeString
    rest: SafeString  # of the stem: lists, tables and pictures
    hint: str = ""
    single: bool = True
    options: Sequence[Option] = ()
    parts: Sequence[Part] = ()
    columns: Sequence[str] = ()  # of a matrix
    value: str = ""  # what was typed
    unit: str = ""
    lines: int = 1
    longest: int = SHORT_ANSWER
    problem: str = ""
    answered: bool = False

    @property
    def name(self) -> str:
        """Return the name of the control, where there is one only."""
        return field_name(self.id)

    @property
    def template(self) -> str:
        """Return the template that shows its controls."""
        return f"training/quizzes/items/{TEMPLATES[ItemType(self.type)]}.html"

    @property
    def paper_hint(self) -> str:
        """Return what to do with a pen."""
        return ON_PAPER.get(self.type, self.hint)

    @property
    def paper_lines(self) -> range:
        """Return the lines to write on."""
        return range(self.lines)

    @property
    def first_control(self) -> str:
        """Return the id of the control that an error leads to."""
        options = self.parts[0].options if self.type == ItemType.MATRIX else self.options
        return options[0].control_id if options else (self.parts[0].name if self.parts else self.name)

    @property
    def described_by(self) -> str:
        """Return the ids of what a screen reader says with the legend."""
        told = {"rest": self.rest, "hint": self.hint, "error": self.problem}
        return " ".join(f"{self.name}_{word}" for word, there in told.items() if there)


def questions_of(
    items: Sequence[Mapping],
    layout: Mapping,
    responses: Mapping,
    problems: Mapping[str, str] | None = None,
) -> list[Question]:
    """Return `items`, in the order of the layout, as they are asked. Only what is asked has a number."""
    made = []
    number = 0
    for item in items:
        number += item["type"] != ItemType.INFORMATION
        made.append(
            _question(item, layout, responses.get(item["id"]), (problems or {}).get(item["id"], ""), number)
        )
    return made


def _question(item: Mapping, layout: Mapping, response, problem: str, number: int) -> Question:
    legend, rest = split_stem(item["stem"])
    asks = item["type"] != ItemType.INFORMATION
    shown = MAKERS[item["type"]](item, in_order(item, layout), response) if asks else {}
    return Question(
        id=item["id"],
        type=item["type"],
        number=number if asks else None,
        legend=legend,
        rest=rest,
        problem=problem,
        answered=response is not None,
        **shown,
    )


def in_order(item: Mapping, layout: Mapping) -> list[Mapping]:
    """Return options, choices or steps in the order that this attempt shows them."""
    if item["type"] not in SHUFFLED:
        return []
    by_id = {one["id"]: one for one in item[SHUFFLED[item["type"]]]}
    order = layout["options"].get(item["id"], list(by_id))
    return [by_id[one] for one in order]


def _control(item: Mapping, *parts: object) -> str:
    return "_".join([field_name(item["id"]), *map(str, parts)])


def _choice(item, options, response):
    chosen = response or []
    return {
        "single": item["single"],
        "hint": "" if item["single"] else "Choose all that apply",
        "options": [
            Option(one["id"], inline(one["text"]), _control(item, place), one["id"] in chosen)
            for place, one in enumerate(options, 1)
        ],
    }


def _true_false(item, options, response):
    return {
        "options": [
            Option(value, label, _control(item, value), value == response)
            for value, label in (("true", "True"), ("false", "False"))
        ]
    }


def _typed(item, options, response):
    return {"value": response or "", "unit": item.get("unit", "")}


def _free_text(item, options, response):
    return {
        "value": response or "",
        "lines": max(2, item["lines"]),
        "longest": LONG_ANSWER,
        "hint": "It is not marked. Name no child or family: write “the pupil” and “the parent”.",
    }


def _match(item, choices, response):
    response = response or {}
    return {
        "hint": "Choose what belongs to each line",
        "parts": [
            Part(
                field_name(item["id"], pair["id"]),
                inline(pair["left"]),
                [
                    Option(one["id"], one["text"], chosen=response.get(pair["id"]) == one["id"])
                    for one in choices
                ],
            )
            for pair in item["pairs"]
        ],
    }


def _ordering(item, steps, response):
    response = response or {}
    places = range(1, len(steps) + 1)
    return {
        "hint": f"Give each step its place, from 1 (first) to {len(steps)} (last)",
        "parts": [
            Part(
                field_name(item["id"], step["id"]),
                step["text"],
                [
                    Option(str(place), str(place), chosen=response.get(step["id"]) == place)
                    for place in places
                ],
            )
            for step in steps
        ],
    }


def _matrix(item, options, response):
    response = response or {}
    return {
        "hint": "Tick all that apply in each row",
        "columns": [column["text"] for column in item["columns"]],
        "parts": [
            Part(
                field_name(item["id"], row["id"]),
                row["text"],
                [
                    Option(
                        column["id"],
                        column["text"],
                        _control(item, row["id"], place),
                        column["id"] in response.get(row["id"], []),
                    )
                    for place, column in enumerate(item["columns"], 1)
                ],
            )
            for row in item["rows"]
        ],
    }


def _rating(item, options, response):
    ends = {item["least"]: item["low"], item["most"]: item["high"]}
    return {
        "hint": "It is not marked",
        "options": [
            Option(
                str(point),
                f"{point} – {ends[point]}" if ends.get(point) else str(point),
                _control(item, point),
                point == response,
            )
            for point in range(item["least"], item["most"] + 1)
        ],
    }


MAKERS = {
    ItemType.CHOICE: _choice,
    ItemType.TRUE_FALSE: _true_false,
    ItemType.SHORT_ANSWER: _typed,
    ItemType.NUMERICAL: _typed,
    ItemType.FREE_TEXT: _free_text,
    ItemType.MATCH: _match,
    ItemType.ORDERING: _ordering,
    ItemType.MATRIX: _matrix,
    ItemType.RATING: _rating,
}
