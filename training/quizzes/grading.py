"""Marks: what was asked, what was shown and what was answered go in, and nothing else. Pure and exact.

`grade(content, layout, responses)` is all that most need. Who marks many attempts at one content makes its
`Key` once and asks that. Fractions and marks have seven places, as Moodle's; a float is never among them.
Whatever stands in a response is marked: what does not fit the item is not right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from training.quizzes.content.schema import Content, Item, items_of
from training.quizzes.enums import UNSCORED, ItemType
from training.quizzes.short_answers import answers_of

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
PLACES = Decimal("0.0000001")
# Three thirds of seven places are not one. Moodle takes what is this near for all or nothing, too.
NEAR = Decimal("0.000001")

NONE, ALL = Decimal("0.0000000"), Decimal("1.0000000")  # as fractions

Marker = Callable[[Any], Decimal]


class ItemMark(NamedTuple):
    """What one item earned: a fraction from 0 to 1 and its mark; None for an item that is not marked."""

    fraction: Decimal | None
    mark: Decimal | None
    max_mark: Decimal


class Marks(NamedTuple):
    """What an attempt earned. `percent` is None where nothing of it is marked."""

    items: dict[str, ItemMark]
    score: Decimal
    max_score: Decimal
    percent: Decimal | None


def grade(content: Content, layout: Mapping, responses: Mapping) -> Marks:
    """Return the marks of `responses` to the items of `layout`; one that `content` lacks is passed over."""
    return Key(content).marks(layout, responses)


def percent_of(score: Decimal, max_score: Decimal) -> Decimal | None:
    """Return the score in per cent, rounded down: rounding lifts nobody over a pass mark."""
    return (score * HUNDRED / max_score).quantize(PLACES, ROUND_DOWN) if max_score else None


def seven(value: Decimal) -> Decimal:
    """Return `value` with seven places."""
    return value.quantize(PLACES, ROUND_HALF_UP)


class Key:
    """The answer key of one content, made once for any number of attempts."""

    def __init__(self, content: Content):
        self._items = {key: _Marked.of(item) for key, item in items_of(content).items()}

    def marks(self, layout: Mapping, responses: Mapping) -> Marks:
        """Return the marks of `responses` to the items of `layout`."""
        items, score, most = {}, ZERO, ZERO
        for key in layout["items"]:
            marked = self._items.get(key)
            if marked is None:
                continue
            mark = items[key] = marked.mark(responses.get(key))
            if mark.mark is not None:
                score += mark.mark
                most += mark.max_mark
        return Marks(items, score, most, percent_of(score, most))


@dataclass(frozen=True)
class _Marked:
    """One item of a key: how to mark a response to it."""

    max_mark: Decimal
    marker: Marker | None
    nothing: ItemMark
    everything: ItemMark

    @classmethod
    def of(cls, item: Item) -> "_Marked":
        sort = item["type"]
        if sort in UNSCORED:
            unscored = ItemMark(None, None, ZERO)
            return cls(ZERO, None, unscored, unscored)
        most = Decimal(item["max_mark"])
        nothing, everything = ItemMark(NONE, NONE, most), ItemMark(ALL, seven(most), most)
        return cls(most, MARKERS[sort](item), nothing, everything)

    def mark(self, response: Any) -> ItemMark:
        """Return what `response` earns; None stands for no answer."""
        if self.marker is None or response is None:
            return self.nothing
        fraction = self.marker(response)
        # Most are all or nothing, and need no arithmetic.
        if fraction is ALL:
            return self.everything
        if fraction is NONE:
            return self.nothing
        return ItemMark(fraction, seven(fraction * self.max_mark), self.max_mark)


def _clamped(fraction: Decimal) -> Decimal:
    if fraction >= ONE - NEAR:
        return ALL
    return NONE if fraction <= NEAR else seven(fraction)


def _shares(of: int) -> list[Decimal]:
    """Return the fraction for each number of right parts, from none to all `of` them."""
    return [NONE, *(_clamped(Decimal(right) / Decimal(of)) for right in range(1, of + 1))]


def _choice(item: Item) -> Marker:
    fractions = {option["id"]: Decimal(option["fraction"]) for option in item["options"]}
    alone = {key: _clamped(fraction) for key, fraction in fractions.items()}

    def mark(response) -> Decimal:
        chosen = set(_texts(response))
        if len(chosen) == 1:
            return alone.get(chosen.pop(), NONE)
        if item["single"] and len(chosen) > 1:
            return NONE
        return _clamped(sum((fractions.get(one, ZERO) for one in chosen), ZERO))

    return mark


def _true_false(item: Item) -> Marker:
    right = "true" if item["right"] else "false"
    return lambda response: ALL if response == right else NONE


def _typed(item: Item) -> Marker:
    answers = [(fits, _clamped(Decimal(answer["fraction"]))) for answer, fits in answers_of(item)]

    def mark(response) -> Decimal:
        return next((fraction for fits, fraction in answers if fits(response)), NONE)

    return mark


def _match(item: Item) -> Marker:
    right = {pair["id"]: pair["choice"] for pair in item["pairs"]}
    shares = _shares(len(right))
    return lambda response: shares[_agreeing(right, response)]


def _ordering(item: Item) -> Marker:
    right = {step["id"]: place for place, step in enumerate(item["steps"], start=1)}
    shares = _shares(len(right))
    return lambda response: shares[_agreeing(right, response)]


def _matrix(item: Item) -> Marker:
    right = {row["id"]: frozenset(row["right"]) for row in item["rows"]}
    shares = _shares(len(right))

    def mark(response) -> Decimal:
        given = response if isinstance(response, dict) else {}
        return shares[sum([cells == set(_texts(given.get(key, ()))) for key, cells in right.items()])]

    return mark


def _agreeing(right: dict, response: Any) -> int:
    """Return how many parts of `response` are as `right` has them."""
    if not isinstance(response, dict):
        return 0
    return sum([response.get(key) == value for key, value in right.items()])


def _texts(response: Any) -> list[str]:
    if isinstance(response, list | tuple):
        return [one for one in response if isinstance(one, str)]
    return [response] if isinstance(response, str) else []


MARKERS: dict[str, Callable[[Item], Marker]] = {
    ItemType.CHOICE: _choice,
    ItemType.TRUE_FALSE: _true_false,
    ItemType.SHORT_ANSWER: _typed,
    ItemType.NUMERICAL: _typed,
    ItemType.MATCH: _match,
    ItemType.ORDERING: _ordering,
    ItemType.MATRIX: _matrix,
}
