"""Tags across every kind of content: what has one, and joining two."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from portal.content.models import Tag, TaggedItem
from portal.content.readable import address, readable


@dataclass(frozen=True)
class Found:
    """One tagged thing, as a list shows it."""

    title: str
    url: str
    kind: str
    summary: str


def tables(parent: type[TaggedItem] = TaggedItem) -> list[type[TaggedItem]]:
    """Return each app's own table of tagged things."""
    tables_below = (tables(child) for child in parent.__subclasses__())
    return [
        *([] if parent._meta.abstract else [parent]),
        *(table for below in tables_below for table in below),
    ]


class TaggedThings:
    """Everything readable that has `tag`, by title: a sequence for a Paginator.

    Each kind costs two queries, however much is tagged: one for the titles, one for a page of things.
    """

    def __init__(self, tag: Tag, request=None):
        self.request = request
        rows = []
        for table in tables():
            kind = table._meta.get_field("content_object").related_model
            title = "title" if hasattr(kind, "title") else "name"
            tagged = table.objects.filter(tag=tag).values("content_object")
            found = readable(kind).filter(pk__in=tagged).values_list(title, "pk")
            rows += [(name.casefold(), kind, pk) for name, pk in found]
        self.rows = sorted(rows, key=lambda row: (row[0], row[1]._meta.label, row[2]))

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, part: slice) -> list[Found]:
        rows = self.rows[part]
        wanted = {kind: [pk for _, this, pk in rows if this is kind] for _, kind, _ in rows}
        things = {kind: kind._default_manager.in_bulk(pks) for kind, pks in wanted.items()}
        return [self._found(things[kind][pk]) for _, kind, pk in rows]

    def _found(self, thing) -> Found:
        return Found(
            title=str(thing),
            url=address(thing, self.request),
            kind=str(thing._meta.verbose_name).capitalize(),
            summary=getattr(thing, "summary", ""),
        )


def successor(tag: Tag) -> Tag:
    """Return the tag that `tag` was merged into, at the end of the chain; itself where it was not."""
    for other in _chain(tag):
        tag = other
    return tag


def _chain(tag: Tag) -> Iterator[Tag]:
    seen = {tag.pk}
    while tag.merged_into_id and tag.merged_into_id not in seen:
        tag = tag.merged_into
        seen.add(tag.pk)
        yield tag


@transaction.atomic
def merge(tag: Tag, into: Tag) -> None:
    """Move everything tagged `tag` to `into`; the page of `tag` leads there from now on.

    Nothing is tagged twice. Raises ValueError where `into` is `tag` or has itself been merged.
    """
    if into.pk == tag.pk or into.merged_into_id:
        raise ValueError(f"“{tag}” cannot be merged into “{into}”.")
    for table in tables():
        have_both = list(table.objects.filter(tag=into).values_list("content_object", flat=True))
        table.objects.filter(tag=tag, content_object__in=have_both).delete()
        table.objects.filter(tag=tag).update(tag=into)
    Tag.objects.filter(merged_into=tag).update(merged_into=into)
    tag.merged_into = into
    tag.save()
    into.save()  # whoever listens hears of both: rows were moved past the signals
