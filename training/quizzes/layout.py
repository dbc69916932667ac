"""Which items somebody gets, and in which order: drawn once when an attempt begins, and stored.

In: content, and a `random.Random`. Out: {"items": [ids], "options": {item id: [ids in the order shown]}}.
What is fixed stays at its place: an option such as "all of these", a text between questions.
"""

from collections.abc import Iterable
from random import Random
from typing import Any

from training.quizzes.content.schema import Content, Item
from training.quizzes.enums import POOL, ItemType

Layout = dict[str, Any]


def lay_out(content: Content, random: Random) -> Layout:
    """Return the layout of a new attempt at `content`."""
    items = _drawn(content, random)
    if content["shuffle_items"]:
        items = _shuffled(items, lambda item: item["type"] == ItemType.INFORMATION, random)
    shuffles = content["shuffle_options"]
    options = {item["id"]: order for item in items if (order := _order(item, shuffles, random))}
    return {"items": [item["id"] for item in items], "options": options}


def _drawn(content: Content, random: Random) -> list[Item]:
    found: list[Item] = []
    for each in content["items"]:
        if each["type"] == POOL:
            found += random.sample(each["items"], min(each["draw"], len(each["items"])))
        else:
            found.append(each)
    return found


def _order(item: Item, shuffles: bool, random: Random) -> list[str]:
    """Return the ids of what is offered, in the order in which it is shown."""
    sort = item["type"]
    if sort == ItemType.CHOICE:
        options = item["options"]
        if shuffles and item["shuffle"]:
            options = _shuffled(options, lambda option: option["fixed"], random)
        return _ids(options)
    # Their order would be the answer, so these are always shuffled.
    if sort == ItemType.MATCH:
        return _ids(_shuffled(item["choices"], lambda choice: False, random))
    if sort == ItemType.ORDERING:
        return _ids(_shuffled(item["steps"], lambda step: False, random))
    return []


def _ids(parts: Iterable[dict]) -> list[str]:
    return [part["id"] for part in parts]


def _shuffled(parts: list[dict], fixed, random: Random) -> list[dict]:
    """Return `parts` in another order; those for which `fixed` is true stay where they are."""
    loose = [part for part in parts if not fixed(part)]
    random.shuffle(loose)
    rest = iter(loose)
    return [part if fixed(part) else next(rest) for part in parts]
