"""Which versions of a quiz speak of the same thing, so that their figures may be put together.

A question's figures go on from version to version as long as it asks and marks the same: its `hash` is the
same, or the editor has ticked "meaning unchanged". Else they start anew. The figures of the quiz as a whole
go on only while every question does, and none is added or taken away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from training.quizzes.enums import POOL, ItemType


class Asked(NamedTuple):
    """What a version asks under one id. Marks out of another maximum are another scale, so they differ."""

    hash: str
    max_mark: str


@dataclass(frozen=True)
class Made:
    """What pooling needs to know of a version."""

    number: int
    items: dict[str, Asked]
    draws: frozenset[tuple[str, int, frozenset[str]]] = frozenset()  # pool, how many, of which items
    meaning_unchanged: bool = False  # beside the version before it


def asked_of(content: dict) -> list[tuple[dict, bool]]:
    """Return what can be answered in `content`, and of each whether it is drawn: not everybody gets it."""
    found = []
    for each in content["items"]:
        pool = each["items"] if each["type"] == POOL else [each]
        drawn = each["type"] == POOL and each["draw"] < len(pool)
        found += [(item, drawn) for item in pool if item["type"] != ItemType.INFORMATION]
    return found


def made_of(number: int, content: dict, meaning_unchanged: bool) -> Made:
    """Return what pooling needs to know of the version with `content`."""
    pools = [entry for entry in content["items"] if entry["type"] == POOL]
    return Made(
        number=number,
        items={item["id"]: Asked(item["hash"], item["max_mark"]) for item, _ in asked_of(content)},
        draws=frozenset((p["id"], p["draw"], frozenset(item["id"] for item in p["items"])) for p in pools),
        meaning_unchanged=meaning_unchanged,
    )


def item_pools(versions: Sequence[Made]) -> dict[str, frozenset[int]]:
    """Return, for each item of the last of `versions` (oldest first), the numbers that count for it."""
    return {item: _numbers(item, versions) for item in versions[-1].items} if versions else {}


def _numbers(item: str, versions: Sequence[Made]) -> frozenset[int]:
    meanings: dict[Asked, Asked] = {}  # each wording, and the first that means the same
    before = None
    for version in versions:
        asked = version.items.get(item)
        if asked is not None:
            own = meanings.setdefault(asked, asked)
            if version.meaning_unchanged and before is not None and before.max_mark == asked.max_mark:
                meant = meanings[before]
                meanings = {one: meant if meaning == own else meaning for one, meaning in meanings.items()}
        before = asked
    now = meanings[versions[-1].items[item]]
    return frozenset(
        version.number
        for version in versions
        if (asked := version.items.get(item)) is not None and meanings[asked] == now
    )


def quiz_pool(versions: Sequence[Made]) -> frozenset[int]:
    """Return the numbers that count for the quiz as a whole: those made up of the same as the last."""
    if not versions:
        return frozenset()
    last, pools = versions[-1], item_pools(versions)
    same = (v for v in versions if v.items.keys() == last.items.keys() and v.draws == last.draws)
    return frozenset(v.number for v in same).intersection(*pools.values())
