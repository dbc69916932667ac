"""A programme as an address: the numbers of its pages in their order, and nothing else."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

MOST = 30  # items
_DIGITS = 9  # so that a number always fits a column of the database


def read_items(text: str) -> tuple[list[int], bool]:
    """Return (the numbers that `text` names, each once; whether there were too many).

    What is no number names nothing, and is passed over.
    """
    words = (word.strip() for word in text[:10_000].split(","))
    numbers = list(dict.fromkeys(int(word) for word in words if is_number(word)))
    return numbers[:MOST], len(numbers) > MOST


def is_number(word: str) -> bool:
    """Return whether `word` can be the number of a page."""
    return word.isascii() and word.isdigit() and len(word) <= _DIGITS


def changed(numbers: list[int], asked: QueryDict, sheets_of: dict[int, list[int]]) -> tuple[list[int], int]:
    """Return (the numbers after what was asked, the one that it was about or 0).

    `asked` may say `add` (often), `remove`, `up`, `down`, or `sheets`: put in the sheets of an item, which
    `sheets_of` knows, below it.
    """
    wanted = {word: _number(asked.get(word, "")) for word in ("remove", "up", "down", "sheets")}
    added = [number for number in map(_number, asked.getlist("add")) if number]
    about = next(iter([*filter(None, wanted.values()), *added]), 0)
    numbers = [number for number in numbers if number != wanted["remove"]]
    numbers = _moved(numbers, wanted["up"], -1)
    numbers = _moved(numbers, wanted["down"], 1)
    if wanted["sheets"] in numbers:
        after = numbers.index(wanted["sheets"]) + 1
        numbers[after:after] = [one for one in sheets_of.get(wanted["sheets"], []) if one not in numbers]
    return list(dict.fromkeys([*numbers, *added])), about


def _number(word: str) -> int:
    return int(word) if is_number(word) else 0


def _moved(numbers: list[int], number: int, by: int) -> list[int]:
    """Return `numbers` with one of them a place further up or down, as far as there is one."""
    if number not in numbers:
        return numbers
    place = numbers.index(number)
    rest = numbers[:place] + numbers[place + 1 :]
    rest.insert(max(0, place + by), number)
    return rest


def address_of(numbers: Iterable[int], name: str = "training:programme", kept: str = "") -> str:
    """Return the address of a programme: what can be sent to a colleague."""
    said = {"items": ",".join(map(str, numbers))} | ({"kept": kept} if kept else {})
    said = {word: value for word, value in said.items() if value}
    return reverse(name) + (f"?{urlencode(said, safe=',')}" if said else "")
