"""Copies of sheets that somebody filled in and keeps: who may, how long, and what became of the sheet."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from training.models import ResourceSheetPage
from training.records.models import KeptCopy
from training.sheets.filled import Filled
from training.sheets.tree import Sheet

MOST_OF_A_PERSON = 200


def may_keep(user) -> bool:
    """Return whether the school of `user` lets its staff keep copies. Without a school nobody does."""
    return bool(user.is_authenticated and user.school_id and user.school.keeps_copies)


def of(user) -> QuerySet[KeptCopy]:
    """Return the copies of `user`: nobody else's can be reached from here."""
    today = timezone.localdate()
    return KeptCopy.objects.filter(person=user.pk, kept_until__gt=today).select_related("sheet")


def keep(user, page: ResourceSheetPage, filled: Filled, note: str, copy: KeptCopy | None = None) -> KeptCopy:
    """Keep what `user` filled in, or write it over `copy`, which is theirs. The days count from now."""
    if copy is None:
        copy = KeptCopy(person=user, sheet=page)
    cells = page.sheet.cells()
    left = left_over(page.sheet, copy)
    copy.title = f"{page.code} {page.title}".strip()[:300]
    copy.note = note
    copy.answers = left | filled.values
    copy.labels = {name: copy.labels[name] for name in left if name in copy.labels}
    copy.labels |= {name: cells[name].label for name in filled.values}
    copy.changed = timezone.now()
    copy.kept_until = timezone.localdate() + datetime.timedelta(days=user.school.copies_kept_days)
    copy.save()
    return copy


def filled_of(sheet: Sheet, copy: KeptCopy) -> Filled:
    """Return the answers of `copy` for the sheet as it is now: a choice that is gone from it is left out."""
    cells = sheet.cells()
    return Filled({name: text for name, text in copy.answers.items() if _fits(cells.get(name), text)})


def left_over(sheet: Sheet | None, copy: KeptCopy) -> dict[str, str]:
    """Return the answers that the sheet has no room for any more; all of them where there is no sheet."""
    cells = sheet.cells() if sheet else {}
    return {name: text for name, text in copy.answers.items() if not _fits(cells.get(name), text)}


def _fits(cell, text: str) -> bool:
    return cell is not None and (not cell.choices or text in cell.choices)


def left_in_words(sheet: Sheet | None, copy: KeptCopy) -> list[tuple[str, str]]:
    """Return those answers with what they were asked."""
    return [(copy.labels.get(name, ""), text) for name, text in left_over(sheet, copy).items()]
