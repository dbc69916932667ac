"""The blocks of a sheet, from YAML: each kind of block has a small reader.

What a reader returns is what Wagtail stores. The ids are those of the file, so that the names of the things
to fill in can be read, and stay when the file is loaded again.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError

from home.importers.blocks import to_html
from home.importers.reading import Item, Mistakes
from training.sheets.blocks import SheetBlock

NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
DIGITS = re.compile(r"\d{1,3}")


@cache
def _sheet_block() -> SheetBlock:
    block = SheetBlock()
    block.set_name("body")
    return block


def read_sheet(blocks: Item, mistakes: Mistakes) -> list[dict]:
    """Return what the `blocks` of a file say, as a StreamField stores it.

    Whatever an editor's form would refuse is noted in `mistakes`, with the line of the block.
    """
    before = len(mistakes)
    if not blocks.rows:
        mistakes.add(blocks, "write a list of blocks here")
    raw = Reader(mistakes).stream(blocks)
    if len(mistakes) == before:
        value = _sheet_block().to_python(raw)
        try:
            _sheet_block().clean(value)
        except ValidationError as error:
            _tell(error.as_json_data(), blocks, mistakes)
    return raw


def _tell(told: Any, item: Item, mistakes: Mistakes) -> None:
    """Note what Wagtail says of bad blocks, each at the line that it concerns."""
    for message in told.get("messages", []):
        mistakes.add(item, message)
    inner = told.get("blockErrors") or {}
    for key, one in inner.items() if isinstance(inner, dict) else enumerate(inner):
        if one:
            _tell(one, _at(item, key), mistakes)


def _at(item: Item, key) -> Item:
    """Return the part of `item` that an error about `key` concerns; else the whole."""
    if isinstance(key, str) and not key.isdigit():
        words = [key, {"label": "head", "name": "id"}.get(key, key)]
        return next((item[word] for word in words if word in item), item)
    if int(key) < len(item.rows):
        row = item.rows[int(key)]
        return row[row.words[0]] if len(row.words) == 1 else row
    return item


class Reader:
    """Reads the blocks of one file, and notes what it cannot read."""

    def __init__(self, mistakes: Mistakes):
        self.mistakes = mistakes
        self.readers: dict[str, Callable[[Item], Any]] = {
            "instructions": self.prose,
            "trainer_notes": self.prose,
            "heading": lambda item: item.text,
            "lines": self.lines,
            "fields": self.fields,
            "table": self.table,
            "rating": self.rating,
            "scenario": self.scenario,
            "who_needs_to_know": self.who_needs_to_know,
            "checklist": self.checklist,
            "action_plan": lambda item: self.log(item, "Action plan"),
            "review_log": lambda item: self.log(item, "Reviews"),
            "branch": self.branch,
            "sign_off": self.sign_off,
            "letter": self.letter,
            "drawing": self.drawing,
        }

    def stream(self, blocks: Item, kinds: Iterable[str] = ()) -> list[dict]:
        """Return the blocks of a list; each entry is a mapping with one word, the kind of block."""
        found = []
        kinds = kinds or self.readers
        for place, entry in enumerate(blocks.rows, start=1):
            if len(entry.words) != 1 or entry.words[0] not in kinds:
                said = f"“{entry.words[0]}” is" if len(entry.words) == 1 else "this is"
                self.mistakes.add(entry, f"{said} not one of: {', '.join(kinds)}")
                continue
            kind = entry.words[0]
            item = entry[kind]
            plain = kind in ("instructions", "trainer_notes", "heading")
            name = f"{kind.replace('_', '-')}-{place}" if plain else self.name(item["id"], item)
            found.append({"type": kind, "value": self.readers[kind](item), "id": name})
        return found

    # What the readers share

    def name(self, item: Item, whole: Item) -> str:
        """Return an id, noting one that is missing or cannot be one."""
        if not NAME.fullmatch(item.text):
            said = f"“{item.text}” is no id" if item.text else "id is missing"
            self.mistakes.add(item if item.text else whole, f"{said}: small letters, digits and hyphens")
        return item.text

    def only(self, item: Item, *words: str) -> None:
        """Note each word of `item` that is not one of `words`."""
        if not isinstance(item.value, dict):
            self.mistakes.add(item, f"write words here, such as {words[0]}: ...")
        for word in item.words:
            if word not in words:
                self.mistakes.add(item[word], f"“{word}” is not known here. Known: {', '.join(words)}")

    def number(self, item: Item, default: int) -> int:
        """Return a small number, `default` where there is none."""
        if item.value is None:
            return default
        if not DIGITS.fullmatch(item.text):
            self.mistakes.add(item, f"“{item.text}” is not a number")
            return default
        return int(item.text)

    def flag(self, item: Item) -> bool:
        """Return whether it says true; false where there is nothing."""
        if item.value is not None and item.text.lower() not in ("true", "false"):
            self.mistakes.add(item, "write true or false")
        return item.text.lower() == "true"

    def rows(self, item: Item) -> list[Item]:
        """Return the entries of a list, noting what is none."""
        if item.value not in (None, "") and not isinstance(item.value, list):
            self.mistakes.add(item, "write a list here, each entry with a - before it")
        return item.rows

    def texts(self, item: Item) -> list[dict]:
        """Return a list of plain texts, as Wagtail stores it; its entries are known by their place."""
        for row in self.rows(item):
            if row.value is not None and not isinstance(row.value, str):
                self.mistakes.add(row, "write plain text here, in quotation marks where it holds a colon")
        return entries([row.text for row in item.rows])

    def prose(self, item: Item) -> str:
        """Return Markdown as rich text."""
        html = to_html(item.text)
        return html.replace("<h2>", "<h3>").replace("</h2>", "</h3>")

    # One for each kind of block

    def lines(self, item: Item) -> dict:
        self.only(item, "id", "label", "help", "lines")
        return {
            "label": item["label"].text,
            "help": item["help"].text,
            "lines": self.number(item["lines"], 4),
        }

    def column(self, item: Item) -> dict:
        """Return what a column says."""
        return {**self.cell(item, "head", "fill"), "fill": item["fill"].text}

    def cell(self, item: Item, label: str, *more: str) -> dict:
        """Return what a field or a column says; `label` is the word that names it."""
        self.only(item, "id", label, "cell", "lines", "choices", "help", *more)
        return {
            "label": item[label].text,
            "cell": item["cell"].text or "text",
            "lines": self.number(item["lines"], 1),
            "choices": "\n".join(row.text for row in self.rows(item["choices"])),
            "help": item["help"].text,
        }

    def named(self, item: Item, read: Callable[[Item], dict]) -> list[dict]:
        """Return a list of things that have an id each."""
        found = [(self.name(row["id"], row), read(row)) for row in self.rows(item)]
        for place, (name, _) in enumerate(found):
            if name in [other for other, _ in found[:place]]:
                self.mistakes.add(item.rows[place], f"the id “{name}” is given twice")
        return [{"type": "item", "value": value, "id": name} for name, value in found]

    def fields(self, item: Item) -> dict:
        self.only(item, "id", "title", "fields")
        read = self.named(item["fields"], lambda row: self.cell(row, "label"))
        return {"title": item["title"].text, "fields": read}

    def table(self, item: Item) -> dict:
        self.only(
            item, "id", "caption", "help", "row_head", "rows", "rows_from", "blank_rows", "columns", "start",
            "example",
        )  # fmt: skip
        heads, starts = self.rows(item["rows"]), self.rows(item["start"])
        rows = [
            {
                "head": heads[place].text if place < len(heads) else "",
                "start": self.texts(starts[place]) if place < len(starts) else [],
            }
            for place in range(max(len(heads), len(starts)))
        ]
        return {
            "caption": item["caption"].text,
            "help": item["help"].text,
            "row_head": item["row_head"].text,
            "columns": self.named(item["columns"], self.column),
            "rows": entries(rows),
            "rows_from": item["rows_from"].text,
            "blank_rows": self.number(item["blank_rows"], 0),
            "example": self.texts(item["example"]),
        }

    def rating(self, item: Item) -> dict:
        self.only(
            item,
            "id",
            "question",
            "low",
            "high",
            "points",
            "statements",
            "blank_statements",
            "times",
            "notes",
        )
        notes = item["notes"]
        return {
            "question": item["question"].text,
            "low": item["low"].text,
            "high": item["high"].text,
            "points": self.number(item["points"], 5),
            "statements": self.texts(item["statements"]),
            "blank_statements": self.number(item["blank_statements"], 0),
            "times": self.texts(item["times"]),
            "notes": self.texts(notes) if notes.rows else entries(["Notes"] if self.flag(notes) else []),
        }

    def scenario(self, item: Item) -> dict:
        self.only(item, "id", "title", "text", "prompts", "lines", "trainer_notes")
        return {
            "title": item["title"].text,
            "text": self.prose(item["text"]),
            "prompts": self.texts(item["prompts"]),
            "lines": self.number(item["lines"], 4),
            "trainer_notes": self.prose(item["trainer_notes"]),
        }

    def who_needs_to_know(self, item: Item) -> dict:
        self.only(
            item, "id", "caption", "facts", "blank_facts", "roles", "purposes", "reason", "model_answer",
            "trainer_notes",
        )  # fmt: skip
        facts = [row.text for row in self.rows(item["facts"])]
        model = item["model_answer"]
        for fact in model.words:
            if fact not in facts:
                self.mistakes.add(model[fact], f"“{fact}” is not one of the facts")
        return {
            "caption": item["caption"].text,
            "facts": entries([{"fact": fact, "answer": _pairs(model[fact])} for fact in facts]),
            "blank_facts": self.number(item["blank_facts"], 2),
            "roles": self.texts(item["roles"]),
            "purposes": self.texts(item["purposes"]),
            "reason": self.flag(item["reason"]),
            "trainer_notes": self.prose(item["trainer_notes"]),
        }

    def checklist(self, item: Item) -> dict:
        self.only(item, "id", "title", "caption", "items", "blank_items", "who_and_when")
        return {
            "title": item["title"].text or item["caption"].text,
            "items": self.texts(item["items"]),
            "blank_items": self.number(item["blank_items"], 0),
            "who_and_when": self.flag(item["who_and_when"]),
        }

    def log(self, item: Item, caption: str) -> dict:
        self.only(item, "id", "caption", "title", "rows")
        said = item["caption"].text or item["title"].text
        return {"caption": said or caption, "rows": self.number(item["rows"], 4)}

    def sign_off(self, item: Item) -> dict:
        self.only(item, "id", "caption", "title", "roles")
        said = item["caption"].text or item["title"].text
        return {"caption": said or "Agreed by", "roles": self.texts(item["roles"])}

    def branch(self, item: Item) -> dict:
        self.only(item, "id", "question", "paths")
        for path in self.rows(item["paths"]):
            self.only(path, "when", "blocks")
        inside = [kind for kind in self.readers if kind != "branch"]
        paths = [
            {"when": path["when"].text, "blocks": self.stream(path["blocks"], inside)}
            for path in item["paths"].rows
        ]
        return {"question": item["question"].text, "paths": entries(paths)}

    def letter(self, item: Item) -> dict:
        self.only(item, "id", "text", "fields")
        fields = item["fields"]
        found = []
        for name in fields.words:
            row = fields[name]
            self.only(row, "label", "cell", "lines", "help")
            value = {
                "name": name,
                "label": row["label"].text,
                "cell": row["cell"].text or "text",
                "lines": self.number(row["lines"], 1),
                "help": row["help"].text,
            }
            found.append({"type": "item", "value": value, "id": name})
        return {"text": self.prose(item["text"]), "fields": found}

    def drawing(self, item: Item) -> dict:
        self.only(item, "id", "label", "height", "words")
        return {
            "label": item["label"].text,
            "height": item["height"].text or "third",
            "words": self.flag(item["words"]),
        }


def entries(values: list) -> list[dict]:
    """Return `values` as a ListBlock stores them, known by their place."""
    return [{"type": "item", "value": value, "id": str(place)} for place, value in enumerate(values, start=1)]


def _pairs(item: Item) -> str:
    """Return {role: purpose} as lines."""
    return "\n".join(f"{role}: {item[role].text}" for role in item.words)
