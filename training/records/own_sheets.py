"""A school's own versions of sheets: who sees and changes them, and what they are made of."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from portal.accounts.memberships import is_lead
from training.enums import Orientation
from training.models import ResourceSheetPage
from training.records.adapting import Block, for_everybody
from training.records.differences import became_of
from training.records.models import OwnSheet
from training.sheets.blocks import SheetBlock
from training.sheets.from_blocks import parts_of
from training.sheets.tree import Sheet

MOST_OF_A_SCHOOL = 100


def seen_by(user) -> QuerySet[OwnSheet]:
    """Return the sheets that the school of `user` made its own."""
    if not (user.is_authenticated and user.school_id):
        return OwnSheet.objects.none()
    return OwnSheet.objects.filter(school=user.school_id).select_related("maker", "school")


def changed_by(user) -> QuerySet[OwnSheet]:
    """Return those that `user` may change: what they made themselves; for the lead, all of the school."""
    seen = seen_by(user)
    return seen if is_lead(user) else seen.filter(maker=user.pk)


def adapt(user, page: ResourceSheetPage) -> OwnSheet:
    """Return a copy of `page` for the school of `user`, without what is for trainers."""
    body = for_everybody(page.body.get_prep_value())
    return OwnSheet.objects.create(
        school=user.school,
        maker=user,
        origin=page,
        origin_title=f"{page.code} {page.title}".strip(),
        origin_body=body,
        title=page.title[:200],
        standfirst=page.standfirst,
        credit=page.credit,
        landscape=page.orientation == Orientation.LANDSCAPE,
        warn_names=page.warn_names,
        body=body,
    )


def sheet_of(own: OwnSheet, body: list[Block] | None = None) -> Sheet:
    """Return it as the tree that every output is made of. It says whose it is, and where from.

    `body` are some of its blocks, where not all of them are wanted.
    """
    block = SheetBlock()
    block.set_name("body")
    return Sheet(
        title=own.title,
        code="",
        standfirst=own.standfirst,
        parts=parts_of(block.to_python(own.body if body is None else body)),
        warn_names=own.warn_names,
        landscape=own.landscape,
        credit=" ".join(
            filter(None, [f"{own.school.name}’s own version of “{own.origin_title}”.", own.credit])
        ),
    ).for_everybody()


@dataclass
class ToFillIn:
    """An own sheet as the form of a sheet takes it: what a page of a sheet would say of itself."""

    sheet: Sheet
    kind: str
    url: str
    became: str  # of its origin
    code: str = ""

    @property
    def title(self) -> str:
        """Return what it is called."""
        return self.sheet.title

    @property
    def credit(self) -> str:
        """Return whose it is, and where from."""
        return self.sheet.credit

    @property
    def warn_names(self) -> bool:
        """Return whether it asks for no names."""
        return self.sheet.warn_names


def origin_for(own: OwnSheet, user) -> ResourceSheetPage | None:
    """Return the sheet that `own` was made from, where `user` may read it."""
    readable = ResourceSheetPage.objects.readable_by(user)
    return readable.filter(pk=own.origin_id).first() if own.origin_id else None


def to_fill_in(own: OwnSheet, user) -> ToFillIn:
    """Return `own` with all that its form shows."""
    return ToFillIn(
        sheet=sheet_of(own),
        kind=f"{own.school.name}’s own version",
        url=reverse("training:own_sheet", args=[own.public_id]),
        became=became_of(own, origin_for(own, user)),
    )


def save(own: OwnSheet, body: list[Block], version: int, **fields) -> bool:
    """Write `body` and `fields`, if nobody changed the sheet since `version`. Returns whether it was."""
    values = {"body": body, "version": version + 1, "changed": timezone.now(), **fields}
    return bool(OwnSheet.objects.filter(pk=own.pk, version=version).update(**values))
