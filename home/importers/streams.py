"""Lists of a file as StreamFields: plain lines, or blocks of one kind; and what an editor's form asks."""

from collections.abc import Callable, Iterator

from django.core.exceptions import ValidationError
from wagtail.fields import StreamField

from home.importers.blocks import to_stream
from home.importers.reading import Item
from home.importers.writing import Load


def rows(load: Load, item: Item) -> list[Item]:
    """Return the entries of a list; what is no list is noted."""
    if item.value not in (None, "") and not isinstance(item.value, list):
        load.mistakes.add(item, "write a list here, each entry with a - before it")
    return item.rows


def lines(load: Load, field: str) -> Callable:
    """Return what reads a list of plain texts into `field`."""

    def read(page, item: Item):
        texts = [("line", row.text) for row in rows(load, item)]
        setattr(page, field, to_stream(f"{page.slug}/{field}", texts))

    return read


def several(load: Load, field: str, kind: str, read_one: Callable[[Load, Item], dict]) -> Callable:
    """Return what reads a list into blocks of `kind` in `field`, each by `read_one`."""

    def read(page, item: Item):
        blocks = [(kind, read_one(load, row)) for row in rows(load, item)]
        setattr(page, field, to_stream(f"{page.slug}/{field}", blocks))

    return read


def check_streams(load: Load, page, item_of: Callable[[str], Item]) -> None:
    """Hold every block of `page` to what an editor's form asks of it: no model does.

    `item_of` returns the part of the file that made a field.
    """
    for field in page._meta.fields:
        if isinstance(field, StreamField):
            try:
                field.stream_block.clean(getattr(page, field.name))
            except ValidationError as error:
                said = dict.fromkeys(messages_of(error.as_json_data()))
                load.mistakes.add(item_of(field.name), " ".join(said))


def messages_of(told) -> Iterator[str]:
    """Give every message of what Wagtail tells of bad blocks, however deep it stands."""
    if isinstance(told, dict):
        yield from told.get("messages", [])
        for inner in told.values():
            yield from messages_of(inner)
    elif isinstance(told, list):
        for inner in told:
            yield from messages_of(inner)
