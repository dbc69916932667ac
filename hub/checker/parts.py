"""What was typed into a page, part by part, as it is stored: no block fetches what it chooses."""

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.db import models
from django.utils.functional import cached_property
from django.utils.html import escape
from wagtail.blocks import (
    CharBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import Page

BLOCKS = ["h1", "h2", "h3", "h4", "h5", "h6", "p", "li"]
HEADINGS = frozenset(BLOCKS[:6])
HEADS = {"title", "heading"}  # what the blocks call the field that readers see as a heading
LONGEST = 200_000  # characters of one page: a page has a tenth of that


@dataclass(frozen=True)
class Line:
    """A paragraph, a heading or an item of a list: its tag and its words."""

    tag: str
    text: str


@dataclass(frozen=True)
class Link:
    """A link: its words, and what tells its destination from others."""

    text: str
    target: str


@dataclass(frozen=True)
class Part:
    """One piece of a page: where the author finds it, and its HTML."""

    where: str
    html: str

    @cached_property
    def _soup(self) -> BeautifulSoup:
        # In an element, for a text without a tag looks like the name of a file or an address to it.
        return BeautifulSoup(f"<div>{self.html}</div>", "html.parser")

    @cached_property
    def lines(self) -> list[Line]:
        """Return its paragraphs, headings and items, without what an outer one says already."""
        found = [tag for tag in self._soup.find_all(BLOCKS) if not tag.find(BLOCKS)]
        if not found:
            return [Line("p", _words(self._soup))] if _words(self._soup) else []
        return [Line(tag.name, _words(tag)) for tag in found]

    @cached_property
    def links(self) -> list[Link]:
        """Return its links."""
        return [Link(_words(tag), _target(tag)) for tag in self._soup.find_all("a")]


def _words(tag) -> str:
    return " ".join(tag.get_text().split())


def _target(tag) -> str:
    """Return the address, or the kind and key of the page or file that the editor chose."""
    return tag.get("href") or f"{tag.get('linktype', '')} {tag.get('id', '')}".strip()


def parts_of(page: Page) -> list[Part]:
    """Return what was typed into `page`: its title, its own texts and the parts of its streams."""
    parts, left = [], LONGEST
    for part in _all_parts(page):
        if part.html.strip() and left > 0:
            parts.append(Part(part.where, part.html[:left]))
            left -= len(part.html)
    return parts


def _all_parts(page: Page) -> Iterator[Part]:
    yield Part("Title", escape(page.title))
    for field in page._meta.get_fields():
        if not isinstance(field, models.Field) or field.model is Page or not field.editable:
            continue
        name = _capital(field.verbose_name)
        if isinstance(field, StreamField):
            yield from _stream(field, page, name)
        elif _is_typed(field):
            yield Part(name, escape(str(field.value_from_object(page) or "")))


def _is_typed(field: models.Field) -> bool:
    """Return whether an author writes sentences into `field`: slugs and lists to choose from are left out."""
    if field.choices or isinstance(field, models.SlugField | models.URLField | models.EmailField):
        return False
    return isinstance(field, models.TextField | models.CharField)


def _stream(field: StreamField, page: Page, name: str) -> Iterator[Part]:
    value = field.value_from_object(page)
    for number, raw in enumerate(list(value.raw_data) if value else [], start=1):
        block = field.stream_block.child_blocks.get(raw["type"])
        if block is not None:
            yield from _block(block, raw["value"], f"{name}, part {number} ({_label(block)})")


def _block(block, value, where: str, key: str = "") -> Iterator[Part]:
    """Yield the texts that `value`, as it is stored, holds for `block`."""
    if isinstance(block, RichTextBlock) and isinstance(value, str):
        yield Part(where, value)
    elif isinstance(block, TypedTableBlock) and isinstance(value, dict):
        yield from _table(value, where)
    elif isinstance(block, StructBlock) and isinstance(value, dict):
        yield from _struct(block, value, where)
    elif isinstance(block, ListBlock | StreamBlock) and isinstance(value, list):
        yield from _items(block, value, where)
    elif isinstance(block, CharBlock | TextBlock) and isinstance(value, str) and value.strip():
        tag = "h2" if key in HEADS else "p"
        yield Part(where, f"<{tag}>{escape(value)}</{tag}>")


def _struct(block: StructBlock, value: dict, where: str) -> Iterator[Part]:
    if {"text", "url"} <= value.keys():
        yield Part(where, f'<a href="{escape(value["url"] or "")}">{escape(value["text"] or "")}</a>')
        return
    for key, child in block.child_blocks.items():
        yield from _block(child, value.get(key), where, key)


def _items(block, value: list, where: str) -> Iterator[Part]:
    for item in value:
        inner = item["value"] if isinstance(item, dict) and "value" in item else item
        child = block.child_block if isinstance(block, ListBlock) else block.child_blocks.get(item["type"])
        if child is not None:
            yield from _block(child, inner, where)


def _table(value: dict, where: str) -> Iterator[Part]:
    rows = [row.get("values", []) for row in value.get("rows") or []]
    heads = [column.get("heading") for column in value.get("columns") or []]
    texts = [value.get("caption"), *heads, *(cell for row in rows for cell in row)]
    for text in texts:
        if isinstance(text, str) and text.strip():
            yield Part(where, f"<p>{escape(text)}</p>")


def _label(block) -> str:
    return _capital(block.label or block.name)


def _capital(words) -> str:
    return str(words)[:1].upper() + str(words)[1:]
