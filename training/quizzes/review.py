"""What a result shows of each question once it is handed in: content, layout, responses, marks -> `Reviewed`.

The review switches of the version say how much: whether the right answer, the marks, the feedback and the
explanation may be seen. All comes from the version, so that an old result shows what was seen then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from training.quizzes.content.schema import Content, Item, items_of
from training.quizzes.enums import UNSCORED, ItemType
from training.quizzes.markup import inline, split_stem
from training.quizzes.questions import in_order
from training.quizzes.short_answers import fitting_answer

CORRECT, PARTLY, NOT_CORRECT, NOT_ANSWERED, ANSWERED = (
    "Correct",
    "Partly correct",
    "Not correct",
    "Not answered",
    "Your answer is not marked",
)
KINDS = {CORRECT: "open", PARTLY: "due", NOT_CORRECT: "urgent", NOT_ANSWERED: "closed", ANSWERED: "info"}
Lines = list[SafeString]


@dataclass(frozen=True)
class Row:
    """One part of a match, an ordering or a matrix: what was chosen, whether it is right, what would be."""

    label: SafeString | str
    chosen: str
    verdict: str
    right: str = ""
    feedback: SafeString | str = ""


@dataclass(frozen=True)
class Reviewed:
    """One item of a result."""

    id: str
    type: str
    number: int | None
    legend: SafeString
    rest: SafeString
    verdict: str = ""
    marks: str = ""
    chosen: Lines = field(default_factory=list)
    rows: Sequence[Row] = ()
    shows_right: bool = False  # whether the rows have a column for it
    offered: Lines = field(default_factory=list)  # all that there was to choose from, as it stood
    right: Lines = field(default_factory=list)
    feedback: Lines = field(default_factory=list)
    general_feedback: SafeString | str = ""
    model_answer: SafeString | str = ""
    read: Sequence[Mapping] = ()
    services: Sequence[Mapping] = ()  # what to open now: the answer about them was wrong
    cites: Sequence[Mapping] = ()

    @property
    def kind(self) -> str:
        """Return the sort of tag that the verdict stands in."""
        return KINDS.get(self.verdict, "info")

    @property
    def nothing(self) -> str:
        """Return what stands in the place of an answer that is not there."""
        return "Not answered" if self.verdict == NOT_ANSWERED else "Not kept"


def reviewed(content: Content, layout: Mapping, responses: Mapping, marks: Mapping) -> list[Reviewed]:
    """Return each item of the layout. `marks` has (fraction, mark, max_mark) by item id, as stored."""
    items = items_of(content)
    made: list[Reviewed] = []
    place = 0
    for key in layout["items"]:
        item = items[key]
        place += item["type"] != ItemType.INFORMATION
        made.append(_review(content["review"], item, layout, responses.get(key), marks.get(key), place))
    return made


def _review(shows: Mapping, item: Item, layout: Mapping, response, mark, place: int) -> Reviewed:
    legend, rest = split_stem(item["stem"])
    if item["type"] == ItemType.INFORMATION:
        return Reviewed(item["id"], item["type"], None, legend, rest)
    verdict = verdict_of(item, response, mark.fraction if mark else None)
    told = REVIEWERS[item["type"]](item, in_order(item, layout), response)
    if not shows["right_answer"]:
        told["right"] = []
        told["rows"] = [_without_right(row) for row in told.get("rows", ())]
    if not shows["feedback"]:
        told["feedback"] = []
        told["rows"] = [_without_feedback(row) for row in told.get("rows", ())]
    if verdict == CORRECT:
        told["right"] = []
    read = [*told.pop("read", ()), *item["read"]]
    services = [] if verdict == CORRECT else [one for one in read if one["sort"] == "service"]
    return Reviewed(
        item["id"],
        item["type"],
        place,
        legend,
        rest,
        verdict=verdict,
        marks=_marks(mark) if shows["marks"] else "",
        shows_right=shows["right_answer"] and any(row.verdict != CORRECT for row in told.get("rows", ())),
        general_feedback=mark_safe(item["general_feedback"]) if shows["general_feedback"] else "",
        model_answer=mark_safe(item.get("model_answer", "")) if shows["right_answer"] else "",
        read=[one for one in read if one not in services],
        services=services,
        cites=item["cites"],
        **told,
    )


def verdict_of(item: Item, response, fraction: Decimal | None) -> str:
    """Return how it went, in plain words."""
    if response in (None, "", [], {}):
        return NOT_ANSWERED
    if item["type"] in UNSCORED or fraction is None:
        return ANSWERED
    if fraction >= 1:
        return CORRECT
    return PARTLY if fraction > 0 else NOT_CORRECT


def _marks(mark) -> str:
    if mark is None or mark.mark is None:
        return ""
    return f"{figure(mark.mark)} of {figure(mark.max_mark)} mark{'' if mark.max_mark == 1 else 's'}"


def figure(value: Decimal) -> str:
    """Return a mark as people write it: at most two places, and no zeros at the end."""
    return f"{value.quantize(Decimal('0.01')):f}".rstrip("0").rstrip(".")


def _without_right(row: Row) -> Row:
    return Row(row.label, row.chosen, row.verdict, feedback=row.feedback)


def _without_feedback(row: Row) -> Row:
    return Row(row.label, row.chosen, row.verdict, row.right)


def _choice(item, options, response):
    chosen = response or []
    picked = [one for one in options if one["id"] in chosen]
    fractions = {one["id"]: Decimal(one["fraction"]) for one in options}
    best = max(fractions.values(), default=Decimal(0))
    return {
        "chosen": [inline(one["text"]) for one in picked],
        "offered": [inline(one["text"]) for one in options],
        "right": [
            inline(one["text"])
            for one in options
            if (fractions[one["id"]] == best if item["single"] else fractions[one["id"]] > 0)
        ],
        "feedback": [mark_safe(one["feedback"]) for one in picked if one["feedback"]],
    }


def _true_false(item, options, response):
    words = {"true": mark_safe("True"), "false": mark_safe("False")}
    said = {"true": item["feedback_true"], "false": item["feedback_false"]}.get(response, "")
    return {
        "chosen": [words[response]] if response in words else [],
        "right": [words["true" if item["right"] else "false"]],
        "feedback": [mark_safe(said)] if said else [],
    }


def _short_answer(item, options, response):
    right = [one["text"] for one in item["answers"] if Decimal(one["fraction"]) >= 1 and one["text"] != "*"]
    return _typed(item, response, "", [words.replace(r"\*", "*") for words in right])


def _numerical(item, options, response):
    right = [one for one in item["answers"] if Decimal(one["fraction"]) >= 1 and one["value"] != "*"]
    return _typed(item, response, item["unit"], [_range(one, item["unit"]) for one in right])


def _range(answer, unit: str) -> str:
    value, tolerance = Decimal(answer["value"]), Decimal(answer["tolerance"])
    said = f"{value:f}" if not tolerance else f"{value - tolerance:f} to {value + tolerance:f}"
    return f"{said} {unit}".strip()


def _typed(item, response, unit: str, right: Sequence[str]):
    given = response or ""
    if unit and given and not given.casefold().endswith(unit.casefold()):
        given = f"{given} {unit}"
    matched = fitting_answer(item, response) if given else None
    return {
        "chosen": [escape(given)] if given else [],
        "right": [escape(one) for one in right],
        "feedback": [mark_safe(matched["feedback"])] if matched and matched["feedback"] else [],
    }


def _match(item, choices, response):
    texts = {choice["id"]: choice["text"] for choice in item["choices"]}
    given = response or {}
    return {
        "rows": [
            _row(inline(pair["left"]), texts.get(given.get(pair["id"]), ""), texts[pair["choice"]])
            for pair in item["pairs"]
        ]
    }


def _ordering(item, steps, response):
    given = response or {}
    places = {step["id"]: place for place, step in enumerate(item["steps"], 1)}
    return {
        "rows": [
            _row(step["text"], str(given.get(step["id"], "")), str(places[step["id"]])) for step in steps
        ]
    }


def _matrix(item, options, response):
    given = response or {}

    def words(ids) -> str:
        return ", ".join(column["text"] for column in item["columns"] if column["id"] in ids)

    return {
        "rows": [
            _row(row["text"], words(given.get(row["id"], [])), words(row["right"]), row.get("feedback", ""))
            for row in item["rows"]
        ]
    }


def _row(label, chosen: str, right: str, feedback: str = "") -> Row:
    verdict = CORRECT if chosen == right else (NOT_CORRECT if chosen else NOT_ANSWERED)
    return Row(label, chosen, verdict, "" if verdict == CORRECT else right, mark_safe(feedback))


def _rating(item, options, response):
    ends = {item["least"]: item["low"], item["most"]: item["high"]}
    if response is None:
        return {}
    said = f"{response} of {item['most']}" + (f" – {ends[response]}" if ends.get(response) else "")
    bands = sorted(item["bands"], key=lambda one: one["up_to"])
    band = next((one for one in bands if response <= one["up_to"]), None)
    return {
        "chosen": [escape(said)],
        "feedback": [mark_safe(band["text"])] if band else [],
        "read": band["read"] if band else [],
    }


def _free_text(item, options, response):
    return {"chosen": [escape(response)] if response else []}


REVIEWERS = {
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
