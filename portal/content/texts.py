"""The texts that somebody typed into a page or an entry, as they are stored."""

from collections.abc import Iterable, Iterator

from django.db import models
from wagtail.fields import StreamField


def texts_of(thing: models.Model, fields: Iterable[models.Field]) -> Iterator[str]:
    """Yield what stands in those of `fields` that hold text, plain or HTML, and in its streams."""
    for field in fields:
        value = field.value_from_object(thing)
        if isinstance(field, StreamField):
            # As it is stored: to ask the blocks would fetch what they choose, page by page.
            yield from _strings(list(value.raw_data))
        elif holds_text(field) and isinstance(value, str):
            yield value


def holds_text(field: models.Field) -> bool:
    """Return whether `field` holds text or a stream of blocks."""
    return isinstance(field, models.CharField | models.TextField | StreamField)


def _strings(value) -> Iterator[str]:
    """Yield every text of a stored stream, without the ids and types of its blocks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in {"id", "type"}:
                yield from _strings(each)
