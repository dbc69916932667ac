"""Read YAML and Markdown so that every value still knows the file and line it came from."""

import dataclasses
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import yaml

MOST_MISTAKES = 50
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar stays the text that was written
DEEPEST = 20  # levels; the demonstration has four
FENCE = "---"


@dataclass(frozen=True)
class Item:
    """One value of a file: text, None, a list of items, or a dictionary of items."""

    value: "str | list[Item] | dict[str, Item] | None"
    file: str
    line: int
    path: str = ""

    def __getitem__(self, key) -> "Item":
        """Return the entry under `key`; where there is none, an empty item at this place."""
        if isinstance(self.value, dict) and key in self.value:
            return self.value[key]
        return Item(None, self.file, self.line, str(key))

    def __contains__(self, key) -> bool:
        return isinstance(self.value, dict) and key in self.value

    @property
    def text(self) -> str:
        """Return the text, without spaces around it; "" for anything that is not text."""
        return self.value.strip() if isinstance(self.value, str) else ""

    @property
    def words(self) -> list[str]:
        """Return the names of the entries of a dictionary; none for anything else."""
        return list(self.value) if isinstance(self.value, dict) else []

    @property
    def rows(self) -> "list[Item]":
        """Return the entries of a list; none for anything else."""
        return self.value if isinstance(self.value, list) else []


class Mistakes:
    """What is wrong with the files, collected so that one run names it all."""

    def __init__(self):
        self.lines: list[str] = []

    def __len__(self):
        return len(self.lines)

    def add(self, item: Item, message: str) -> None:
        """Note that `message` is the matter with `item`, once."""
        where = f"{item.path}: " if item.path else ""
        line = f"{item.file}, line {item.line}: {where}{message}"
        if line not in self.lines:
            self.lines.append(line)

    def __str__(self):
        shown = self.lines[:MOST_MISTAKES]
        if len(self.lines) > MOST_MISTAKES:
            shown = [*shown, f"... and {len(self.lines) - MOST_MISTAKES} more."]
        return "\n".join(shown)


def read_yaml(file: Path, name: str, mistakes: Mistakes) -> Item | None:
    """Return what the YAML `file` holds, or None after noting why it cannot be read.

    `name` is how people know the file: demo/areas.yaml.
    """
    text = read_text(file, name, mistakes)
    return None if text is None else parse(text, name, mistakes)


def read_page(file: Path, name: str, mistakes: Mistakes) -> tuple[Item, Item] | None:
    """Return (front matter, Markdown) of `file`: YAML between two lines of ---, then the text."""
    text = read_text(file, name, mistakes)
    if text is None:
        return None
    lines = text.splitlines()
    start = Item(None, name, 1)
    if not lines or lines[0].strip() != FENCE or FENCE not in [line.strip() for line in lines[1:]]:
        mistakes.add(start, "the file begins with its details between two lines of ---")
        return None
    end = [line.strip() for line in lines].index(FENCE, 1)
    # The empty first line stands for the fence, so that line numbers are those of the file.
    head = parse("\n" + "\n".join(lines[1:end]), name, mistakes)
    if head is None:
        return None
    start = next((at for at in range(end + 1, len(lines)) if lines[at].strip()), end + 1)
    return head, Item("\n".join(lines[start:]).strip(), name, start + 1)


def read_text(file: Path, name: str, mistakes: Mistakes) -> str | None:
    """Return the text of `file`, or None after noting why it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else error.strerror
        mistakes.add(Item(None, name, 1), f"the file cannot be read: {reason}")
        return None


def parse(text: str, name: str, mistakes: Mistakes) -> Item | None:
    """Return the items of YAML `text`, or None after noting what is wrong with it."""
    before = len(mistakes)
    try:
        refuse_depth(text)
        node = yaml.compose(text, Loader=LOADER)
        if node is None:
            mistakes.add(Item(None, name, 1), "the file is empty")
            return None
        item = _item(node, name, "", mistakes, set())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "it is not YAML"
        mistakes.add(Item(None, name, mark.line + 1 if mark else 1), f"the file cannot be read: {reason}")
        return None
    except RecursionError:
        mistakes.add(Item(None, name, 1), "the file cannot be read: too many levels")
        return None
    return item if len(mistakes) == before else None


def refuse_depth(text: str) -> None:
    """Raise RecursionError for YAML of absurd depth: composing it would end the whole process."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise RecursionError


def _item(node, name: str, path: str, mistakes: Mistakes, seen: set[int]) -> Item:
    """Return the item of a YAML `node`. Anchors are refused: each entry says itself what it says."""
    place = Item(None, name, node.start_mark.line + 1, path)
    if id(node) in seen:
        mistakes.add(place, "write the value out: * and & are not read here")
        return place
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return dataclasses.replace(place, value=_scalar(node, place, mistakes))
    if isinstance(node, yaml.SequenceNode):
        rows = [
            _item(child, name, f"{path}[{number}]", mistakes, seen)
            for number, child in enumerate(node.value, start=1)
        ]
        return dataclasses.replace(place, value=rows)
    entries: dict[str, Item] = {}
    for key_node, child in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
        here = Item(None, name, key_node.start_mark.line + 1, f"{path}.{key}".lstrip("."))
        if not isinstance(key_node, yaml.ScalarNode):
            mistakes.add(here, "a name is plain text")
        elif key in entries:
            mistakes.add(here, "this is given twice")
        else:
            entries[key] = _item(child, name, here.path, mistakes, seen)
    return dataclasses.replace(place, value=entries)


def _scalar(node, place: Item, mistakes: Mistakes) -> str | None:
    """Return the text of `node`, or None for an empty value, null or ~ without quotation marks."""
    if not node.style and node.value in {"", "null", "~"}:
        return None
    for character in node.value:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t":
            mistakes.add(place, "this holds a character that is not text")
            return None
    return node.value
