"""Change the blocks of a sheet as plain text: what a school does without the admin, and without a script.

A block is what Wagtail stores: {"type", "value", "id"}. Nothing here asks a database. Ids stay where a block
or an entry stays, so that one can tell what was changed.
"""

import copy
import enum
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from training.records.plain_text import to_html, to_text
from training.sheets.blocks import SheetBlock

Block = dict[str, Any]


class Sort(enum.Enum):
    """How a part of a block is written."""

    LINE = "line"
    RICH = "rich"
    NUMBER = "number"
    LIST = "list"  # an entry on each line


@dataclass(frozen=True)
class Field:
    """One part of a block that can be changed. `inner` is the word that names an entry of a list."""

    name: str
    label: str
    sort: Sort = Sort.LINE
    inner: str = ""
    required: bool = True


def _more(name: str, label: str = "Empty rows below") -> Field:
    return Field(name, label, Sort.NUMBER)


_HELP = Field("help", "Help", required=False)
FIELDS: dict[str, tuple[Field, ...]] = {
    "instructions": (Field("", "Text", Sort.RICH),),
    "heading": (Field("", "Heading"),),
    "lines": (Field("label", "Question or label"), _HELP, _more("lines", "Lines of room")),
    "fields": (Field("title", "Title", required=False), Field("fields", "Fields", Sort.LIST, "label")),
    "table": (
        Field("caption", "Caption"),
        _HELP,
        Field("columns", "Columns", Sort.LIST, "label"),
        Field("rows", "Rows", Sort.LIST, "head", required=False),
        _more("blank_rows"),
    ),
    "rating": (
        Field("question", "Question"),
        Field("low", "What the lowest number means"),
        Field("high", "What the highest number means"),
        Field("statements", "Statements", Sort.LIST),
        _more("blank_statements"),
    ),
    "scenario": (
        Field("title", "Title"),
        Field("text", "Story", Sort.RICH),
        Field("prompts", "Questions", Sort.LIST, required=False),
        _more("lines", "Lines of room for each answer"),
    ),
    "who_needs_to_know": (
        Field("caption", "Caption"),
        Field("facts", "Facts", Sort.LIST, "fact"),
        Field("roles", "Roles", Sort.LIST),
        _more("blank_facts"),
    ),
    "checklist": (Field("title", "Title"), Field("items", "Items", Sort.LIST), _more("blank_items")),
    "action_plan": (Field("caption", "Caption"), _more("rows", "Rows")),
    "sign_off": (Field("caption", "Caption"), Field("roles", "Roles", Sort.LIST)),
    "letter": (Field("text", "Letter", Sort.RICH),),
    "drawing": (Field("label", "What to draw"),),
    "review_log": (Field("caption", "Caption"), _more("rows", "Rows")),
    "branch": (Field("question", "Question"),),
}
NAMES = {
    "instructions": "Text", "heading": "Heading", "lines": "Question", "fields": "Fields", "table": "Table",
    "rating": "Rating", "scenario": "Scenario", "who_needs_to_know": "Who needs to know?",
    "checklist": "Checklist", "action_plan": "Action plan", "sign_off": "Sign-off", "letter": "Letter",
    "drawing": "Box to draw in", "review_log": "Review log", "branch": "Branch",
}  # fmt: skip
_COLUMN = {"label": "", "cell": "text", "lines": 1, "choices": "", "help": ""}
_ENTRIES: dict[str, dict] = {
    "fields": _COLUMN,
    "columns": _COLUMN,
    "rows": {"head": "", "start": []},
    "facts": {"fact": "", "answer": ""},
}


def _item(value) -> Block:
    return {"type": "item", "value": value, "id": str(uuid.uuid4())}


NEW: dict[str, Any] = {
    "lines": lambda: {"label": "New question", "help": "", "lines": 3},
    "instructions": lambda: "<p>New text</p>",
    "heading": lambda: "New heading",
    "checklist": lambda: {
        "title": "New checklist",
        "items": [_item("First thing")],
        "blank_items": 2,
        "who_and_when": False,
    },
    "table": lambda: {
        "caption": "New table",
        "help": "",
        "row_head": "",
        "columns": [_item({**_COLUMN, "label": head}) for head in ("What", "Who")],
        "rows": [],
        "blank_rows": 4,
        "example": [],
    },
}


def new_block(kind: str) -> Block:
    """Return a new block of a kind of `NEW`, which is right as it is."""
    return {"type": kind, "value": NEW[kind](), "id": str(uuid.uuid4())}


def for_everybody(blocks: list[Block]) -> list[Block]:
    """Return `blocks` without what is for trainers alone: notes, model answers."""
    kept = copy.deepcopy([block for block in blocks if block["type"] != "trainer_notes"])
    for block in kept:
        value = block["value"]
        if block["type"] == "branch":
            for path in value["paths"]:
                path["value"]["blocks"] = for_everybody(path["value"]["blocks"])
        if isinstance(value, dict) and "trainer_notes" in value:
            value["trainer_notes"] = ""
        for fact in value["facts"] if block["type"] == "who_needs_to_know" else []:
            fact["value"]["answer"] = ""
    return kept


def fields_of(block: Block) -> list[Field]:
    """Return what can be changed of `block`. Rows without names are counted, not named."""
    return [field for field in FIELDS[block["type"]] if not _is_unnamed(block, field)]


def _is_unnamed(block: Block, field: Field) -> bool:
    value = block["value"]
    if field.name != "rows" or field.sort is not Sort.LIST:
        return False
    return not value["row_head"] or any(not row["value"]["head"] for row in value["rows"])


def said(block: Block) -> dict[str, str]:
    """Return the parts of `block` as somebody types them, by name."""
    return {field.name: _said(_value(block, field), field) for field in fields_of(block)}


def _value(block: Block, field: Field):
    return block["value"][field.name] if field.name else block["value"]


def _said(value, field: Field) -> str:
    if field.sort is Sort.LIST:
        return "\n".join(_text(entry, field) for entry in value)
    return to_text(value) if field.sort is Sort.RICH else str(value)


def _text(entry: Block, field: Field) -> str:
    return entry["value"][field.inner] if field.inner else entry["value"]


def written(block: Block, typed: dict[str, Any]) -> Block:
    """Return `block` with what was typed. What was not changed stays as it is, bold and links too."""
    made = copy.deepcopy(block)
    for field in fields_of(block):
        value = _written(_value(block, field), typed[field.name], field)
        if field.name:
            made["value"][field.name] = value
        else:
            made["value"] = value
    if block["type"] == "table":
        _realign(made["value"], block["value"]["columns"])
    return made


def _written(value, typed, field: Field):
    if field.sort is Sort.LIST:
        return _entries(value, [line.strip() for line in typed.splitlines() if line.strip()], field)
    if field.sort is Sort.RICH:
        return value if typed.split() == to_text(value).split() else to_html(typed)
    return int(typed) if field.sort is Sort.NUMBER else typed


def _entries(old: list[Block], texts: list[str], field: Field) -> list[Block]:
    """Return an entry for each of `texts`: the old one of that text, or of its place."""
    left = list(old)
    found: list[Block | None] = []
    for text in texts:
        same = next((entry for entry in left if _text(entry, field) == text), None)
        found.append(same)
        if same:
            left.remove(same)
    made = []
    for place, text in enumerate(texts):
        entry = found[place]
        if entry is None and len(texts) == len(old) and old[place] in left:
            entry = old[place]
        made.append(_with_text(entry, text, field))
    return made


def _with_text(entry: Block | None, text: str, field: Field) -> Block:
    if entry is None:
        entry = _item(dict(_ENTRIES[field.name]) if field.inner else text)
    value = {**entry["value"], field.inner: text} if field.inner else text
    return {**entry, "value": value}


def _realign(table: dict, old_columns: list[Block]) -> None:
    """Let the texts of a table follow their columns, where columns moved, came or went."""
    before = [column["id"] for column in old_columns]
    after = [column["id"] for column in table["columns"]]
    if before == after:
        return
    heads = 1 if table["row_head"] else 0
    for row in table["rows"]:
        row["value"]["start"] = _moved(row["value"]["start"], before, after, 0)
    table["example"] = _moved(table["example"], before, after, heads)


def _moved(texts: list[Block], before: list[str], after: list[str], heads: int) -> list[Block]:
    if not texts:
        return []
    by_column = dict(zip(before, texts[heads:], strict=False))
    return texts[:heads] + [by_column.get(one) or _item("") for one in after]


def mistakes_in(blocks: list[Block]) -> list[str]:
    """Return what the editor of the admin would refuse, in its words."""
    block = SheetBlock(min_num=1)
    block.set_name("body")
    try:
        block.clean(block.to_python(blocks))
    except ValidationError as error:
        return list(dict.fromkeys(_messages(error.as_json_data())))
    return []


def _messages(told) -> list[str]:
    inner = told.get("blockErrors") or {}
    below = inner.values() if isinstance(inner, dict) else inner
    return [*told.get("messages", []), *(text for one in below if one for text in _messages(one))]
