"""Markdown as the blocks of a page. Beside CommonMark a text may hold, each on lines of their own:

[card: a20]    [card: a03 for thornmere]    [cite: wtisa-2024]    [learning: ask-first]
::: case A title      ::: quote Who said it      ::: steps      ::: table The caption
...
:::
"""

import dataclasses
import json
import re
from collections.abc import Callable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import nh3
from markdown_it import MarkdownIt

from directory.models import Service
from home.importers.reading import Item
from home.importers.writing import Load
from hub.models import KeyLearning
from portal.content.models import Area, GuidanceRecord

PROSE_TAGS = {"h2", "h3", "p", "ul", "ol", "li", "a", "b", "i", "br"}
LINE = re.compile(r"\[(?P<word>card|cite|learning): *(?P<name>[\w-]+)(?: +for +(?P<area>[\w-]+))?\]")
OPENS = re.compile(r"::: *(?P<word>\w+) *(?P<title>.*)")
CLOSES = ":::"
BLOCK_ENDS = re.compile(r"(</?(?:h2|h3|p|ul|ol|li)>)\n")
NUMBERED = re.compile(r"\d+[.)] +(?P<step>.+)")

_markdown = MarkdownIt("commonmark", {"html": False})

Block = tuple[str, Any]


def to_html(markdown: str) -> str:
    """Return `markdown` as the rich text that an editor could have written: nothing else passes."""
    html = _markdown.render(markdown)
    for name, ours in {"strong": "b", "em": "i", "h1": "h2"}.items():
        html = html.replace(f"<{name}>", f"<{ours}>").replace(f"</{name}>", f"</{ours}>")
    clean = nh3.clean(html, tags=PROSE_TAGS, attributes={"a": {"href"}}, link_rel=None)
    return BLOCK_ENDS.sub(r"\1", clean).replace("\n", " ").strip()


def to_stream(name: str, blocks: list[Block]) -> str:
    """Return `blocks` as the JSON of a StreamField.

    Their ids are made from `name` and their place: other ids at each load would be a change.
    """
    return json.dumps(
        [
            {"type": kind, "value": value, "id": id_of(f"{name}/{number}")}
            for number, (kind, value) in enumerate(blocks)
        ]
    )


def list_of(name: str, values: list) -> list[dict]:
    """Return `values` as a ListBlock keeps them."""
    return [
        {"type": "item", "value": value, "id": id_of(f"{name}/{number}")}
        for number, value in enumerate(values)
    ]


def id_of(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def body_blocks(load: Load, body: Item, slug: str) -> list[Block]:
    """Return the text of a page in blocks; what is wrong with it is noted with its line."""
    blocks: list[Block] = []
    prose: list[str] = []

    def close():
        if text := to_html("\n".join(prose)):
            blocks.append(("paragraph", text))
        prose.clear()

    lines = iter(enumerate(body.text.splitlines(), start=body.line))
    for number, line in lines:
        here = Item(line.strip(), body.file, number)
        if single := LINE.fullmatch(here.text):
            close()
            blocks.append(_single(load, here, single))
        elif opens := OPENS.fullmatch(here.text):
            close()
            inside = _inside(load, here, lines)
            blocks += _container(load, here, opens, inside, f"{slug}/{len(blocks)}")
        elif here.text == CLOSES:
            load.mistakes.add(here, f"this {CLOSES} closes nothing")
        else:
            prose.append(line)
    close()
    return blocks


def _inside(load: Load, opening: Item, lines) -> str:
    """Return the lines up to the closing fence; one that is missing is noted."""
    inside = []
    for _, line in lines:
        if line.strip() == CLOSES:
            return "\n".join(inside)
        if OPENS.fullmatch(line.strip()):
            break
        inside.append(line)
    load.mistakes.add(opening, f"this is not closed: write {CLOSES} on a line of its own")
    return ""


def _single(load: Load, here: Item, match: re.Match) -> Block:
    name = dataclasses.replace(here, value=match["name"])
    if match["word"] == "card":
        service = load.find(Service, name)
        area = load.find(Area, dataclasses.replace(here, value=match["area"]))
        return "service", {"service": service and service.pk, "area": area and area.pk}
    if match["word"] == "cite":
        record = load.find(GuidanceRecord, name)
        return "citation", {"record": record and record.pk, "note": ""}
    learning = load.find(KeyLearning, name)
    return "learning", {"learning": learning and learning.pk}


def _container(load: Load, here: Item, opens: re.Match, inside: str, name: str) -> list[Block]:
    makers: dict[str, Callable[[], Block]] = {
        "case": lambda: ("case_example", {"title": opens["title"], "text": to_html(inside)}),
        "quote": lambda: ("quote", {"text": " ".join(inside.split()), "who": opens["title"]}),
        "steps": lambda: ("steps", {"steps": list_of(name, _steps(load, here, inside))}),
        "table": lambda: ("table", _table(load, here, opens["title"], inside)),
    }
    if opens["word"] not in makers:
        load.mistakes.add(here, f"“{opens['word']}” is not one of: {', '.join(makers)}")
        return []
    if not opens["title"] and opens["word"] != "steps":
        load.mistakes.add(here, f"write a title after “{opens['word']}”")
    if not to_html(inside):
        load.mistakes.add(here, f"write something between this and {CLOSES}")
    return [makers[opens["word"]]()]


def _steps(load: Load, here: Item, text: str) -> list[str]:
    """Return the steps of a numbered list; a line without a number goes on with the step before."""
    steps: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if match := NUMBERED.fullmatch(line):
            steps.append(match["step"])
        elif steps:
            steps[-1] += f" {line}"
    if len(steps) < 2:
        load.mistakes.add(here, "steps are a numbered list of two or more")
    return steps


def _table(load: Load, here: Item, caption: str, text: str) -> dict:
    """Return a Markdown table as a typed table: all cells are text."""
    rows = [_cells(line) for line in filter(None, map(str.strip, text.splitlines()))]
    if len(rows) < 3 or any(len(row) != len(rows[0]) for row in rows):
        load.mistakes.add(here, "a table has a head, a line of dashes, and rows as long as the head")
        return {"columns": [], "rows": [], "caption": caption}
    return {
        "columns": [{"type": "text", "heading": head} for head in rows[0]],
        "rows": [{"values": row} for row in rows[2:]],
        "caption": caption,
    }


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
