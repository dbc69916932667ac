"""How many people figures need before they are shown: too few would tell what one of them answered."""

from collections.abc import Mapping
from typing import TypeVar

FEWEST = 5  # people; below, nothing is shown
STEADY = 30  # people; below, figures are shown as likely to change

Part = TypeVar("Part")


def enough(people: int) -> bool:
    """Return whether figures of so many people may be shown."""
    return people >= FEWEST


def safe_parts(people: Mapping[Part, int]) -> set[Part]:
    """Return which parts of a whole may be shown by themselves, from how many people each has.

    Whoever sees the whole and some of its parts can take them away from it. So what is left, all parts
    together that are not shown, has enough people too, or nobody.
    """
    shown = {part for part, count in people.items() if enough(count)}
    left = sum(count for part, count in people.items() if part not in shown)
    for part in sorted(shown, key=lambda part: people[part]):
        if not left or enough(left):
            break
        shown.remove(part)
        left += people[part]
    return shown
