"""A change of substance in the guidance register: written down, and acted on in the same transaction."""

from functools import partial
from typing import Any

from django.db import transaction
from wagtail.log_actions import get_active_log_context

from portal.content.enums import GuidanceStatus
from portal.content.impact import bring_reviews_forward
from portal.content.models import GuidanceChange, GuidanceRecord
from portal.content.telling import tell_owners

WATCHED = ("status", "replaced_by_id", "in_force_from", "in_force_to")
LONGEST = 400  # of GuidanceChange.what


def as_readers_see_it(pk: int | None) -> dict[str, Any] | None:
    """Return what is watched of the record `pk` as it was published last; None where it never was.

    The row is locked, so that two people who publish at once write two changes and not one twice.
    """
    rows = GuidanceRecord.objects.select_for_update().filter(pk=pk)
    before = rows.values(*WATCHED, "live", "first_published_at").first() if pk else None
    if before is None or not (before["live"] or before["first_published_at"]):
        return None
    return {name: before[name] for name in WATCHED}


def act_on_change(record: GuidanceRecord, before: dict[str, Any] | None) -> None:
    """Write down how the published `record` differs from `before`, and bring reviews forward.

    Its owners are written to once all is saved. A draft, and a change of other words, is no change.
    """
    # From the row: saving a draft writes a few of its columns only, whatever the object in hand holds.
    after = as_readers_see_it(record.pk)
    if after is None or after == before:
        return
    change = GuidanceChange.objects.create(
        record=record,
        old_status=before["status"] if before else "",
        new_status=after["status"],
        what=in_words(record, before or {}, after)[:LONGEST],
        note=_new_note(record),
        by=get_active_log_context().user,
    )
    if change.changes_status:
        bring_reviews_forward(record)
        transaction.on_commit(partial(tell_owners, change.pk))


def as_it_is(record: GuidanceRecord) -> dict[str, Any]:
    """Return what is watched of `record` itself."""
    return {name: record._meta.get_field(name).to_python(getattr(record, name)) for name in WATCHED}


def in_words(record: GuidanceRecord, before: dict[str, Any], after: dict[str, Any]) -> str:
    """Return what differs, in sentences: "Status: superseded; before: current. Replaced by ..."."""
    new = GuidanceStatus(after["status"]).label.lower()
    if not before:
        return f"New in the register: {new}."
    said = []
    if after["status"] != before["status"]:
        said.append(f"Status: {new}; before: {GuidanceStatus(before['status']).label.lower()}.")
    if after["replaced_by_id"] != before["replaced_by_id"]:
        said.append(_successor(record))
    for name, words in (("in_force_from", "In force from"), ("in_force_to", "In force to")):
        if after[name] != before[name]:
            said.append(f"{words} {after[name]:%-d %B %Y}." if after[name] else f"{words}: day taken out.")
    return " ".join(said)


def _successor(record: GuidanceRecord) -> str:
    """Return what took the record's place, in a sentence. The title of a draft is not told."""
    if not record.replaced_by:
        return "No longer replaced."
    return f"Replaced by {record.replaced_by if record.replaced_by.live else 'an edition to come'}."


def _new_note(record: GuidanceRecord) -> str:
    """Return the editor's note, unless it is still the one of an earlier change."""
    used = GuidanceChange.objects.filter(record=record, note=record.change_note).exists()
    return "" if used else record.change_note
