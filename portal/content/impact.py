"""What a change in the guidance register touches: everything that rests on a record, and whose it is."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils import timezone

from portal.content.citations import citations
from portal.content.enums import PAST
from portal.content.models import GuidanceRecord
from portal.content.readable import address, edit_address, kind_name

NOBODY = "Nobody"
COLUMNS = ("Title", "Kind", "Owner", "Published", "Next review", "Rests on", "Address", "Change it here")


@dataclass(frozen=True)
class Dependent:
    """One thing that rests on guidance. `url` and `edit_url` are empty where it has no such page."""

    thing: Model
    title: str
    kind: str
    url: str
    edit_url: str
    owner: object | None
    next_review: datetime.date | None
    records: list[GuidanceRecord] = field(default_factory=list)

    @property
    def owner_name(self) -> str:
        """Return the name of the owner, in words where there is none."""
        return str(self.owner) if self.owner else NOBODY

    @property
    def cells(self) -> list[str]:
        """Return the row of the file, under COLUMNS."""
        return [
            self.title,
            self.kind,
            self.owner_name,
            "yes" if self.thing.live else "no",
            self.next_review.isoformat() if self.next_review else "",
            "; ".join(record.title for record in self.records),
            self.url,
            self.edit_url,
        ]


def resting_on(records: Iterable[GuidanceRecord], request=None) -> list[Dependent]:
    """Return everything that cites any of `records`, drafts too, by kind and title.

    It costs one query for what cites what, and a constant number for each kind that does.
    """
    known = {record.pk: record for record in records}
    found = [
        _dependent(thing, [known[pk] for pk in sorted(cited[thing.pk])], request)
        for kind, cited in citations(known).items()
        for thing in _with_owners(kind, cited)
    ]
    return sorted(found, key=lambda one: (one.kind, one.title.casefold(), one.thing.pk))


def resting_on_the_past(request=None) -> list[Dependent]:
    """Return everything that rests on a published record that is superseded, historical or withdrawn."""
    return resting_on(GuidanceRecord.objects.filter(live=True, status__in=PAST), request)


def by_kind(found: list[Dependent]) -> list[tuple[str, int]]:
    """Return (kind, how many) for each kind in `found`, the largest first."""
    return Counter(one.kind for one in found).most_common()


def by_owner(found: list[Dependent]) -> list[tuple[str, int]]:
    """Return (name of the owner, how many) for each owner in `found`, the largest first."""
    return Counter(one.owner_name for one in found).most_common()


def bring_reviews_forward(record: GuidanceRecord) -> None:
    """Let everything that rests on `record` be reviewed by today at the latest."""
    for kind, cited in citations([record.pk]).items():
        if bring_forward := getattr(kind, "bring_review_forward", None):
            bring_forward(list(cited), timezone.localdate())


def _with_owners(kind: type[Model], pks: Iterable[int]):
    """Return the things of `kind` with all that a list of them shows."""
    things = kind._default_manager.filter(pk__in=list(pks)).select_related("maintainer")
    # A kind that works its dates out from other rows knows how to fetch them at once.
    return things.for_list() if hasattr(things, "for_list") else things


def _dependent(thing: Model, records: list[GuidanceRecord], request) -> Dependent:
    return Dependent(
        thing=thing,
        title=str(thing),
        kind=kind_name(thing),
        url=address(thing, request),
        edit_url=edit_address(thing),
        owner=thing.maintainer,
        next_review=thing.next_review,
        records=records,
    )
