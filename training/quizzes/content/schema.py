"""The content of a version: its canonical bytes, its hash, and a reader for each schema there ever was.

`docs/developers/quizzes.md` lists what stands in it. A number with a point is a string ("0.5"): a float would
not come back as it went. A new schema gets a number, a reader from the one before, and a file for its test.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from training.quizzes.enums import POOL

Content = dict[str, Any]
Item = dict[str, Any]

SCHEMA = 1

# Not part of what is asked and marked: an item with another explanation is still the same for statistics.
_BESIDE = {"id", "name", "general_feedback", "read", "cites", "review_on", "hash", "model_answer"}
_BESIDE |= {"feedback", "feedback_true", "feedback_false"}


def canonical(content: Any) -> bytes:
    """Return the one way to write `content`: equal content gives equal bytes, on every database."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def content_hash(content: Any) -> str:
    """Return the SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def item_hash(item: Item) -> str:
    """Return a digest of what `item` asks and how it is marked, whatever is said of it besides."""
    asked = {name: _asked(value) for name, value in item.items() if name not in _BESIDE}
    return content_hash(asked)[:32]


def _asked(value: Any) -> Any:
    """Return `value` without feedback. Parts keep their ids: responses name them."""
    if isinstance(value, list):
        return [_asked(each) for each in value]
    if isinstance(value, dict):
        return {name: _asked(each) for name, each in value.items() if name == "id" or name not in _BESIDE}
    return value


def _first(content: Content) -> Content:
    return content


READERS: dict[int, Callable[[Content], Content]] = {1: _first}


def read(content: Content) -> Content:
    """Return stored `content` as code of today expects it. Raises ValueError for a schema nobody knows."""
    reader = READERS.get(content.get("schema", 0))
    if reader is None:
        raise ValueError(f"Content of a quiz has schema {content.get('schema')!r}, which is not known.")
    return reader(content)


def items_of(content: Content) -> dict[str, Item]:
    """Return every item by its id, those of pools among them, in their order."""
    return {item["id"]: item for item in walk(content)}


def walk(content: Content) -> Iterator[Item]:
    """Yield every item, those of pools in their place."""
    for each in content["items"]:
        if each["type"] == POOL:
            yield from each["items"]
        else:
            yield each
