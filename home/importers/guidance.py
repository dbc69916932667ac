"""The guidance register, and the agreements between partners with their documents."""

import datetime
from hashlib import sha1

from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from directory.models import Protocol
from home.importers.reading import Item, read_page
from home.importers.writing import Load
from portal.accounts.roles import DIRECTORY_EDITOR, PORTAL_EDITOR
from portal.content.changes import as_it_is, in_words
from portal.content.enums import GuidanceStatus
from portal.content.models import GuidanceChange, GuidanceRecord

NOON = datetime.time(12)


def load_guidance(load: Load) -> None:
    """Load guidance.yaml: first each record, then what replaces it, what it compares and what changed."""
    entries = load.begin(GuidanceRecord, load.keyed("guidance.yaml"))
    for record, _, before in entries:
        if before is None and not load.mistakes:
            record.live = False  # until it is published below, with something in it
            record.save()  # with nothing in it yet, so that another can be replaced by it
        load.remember(record, record.slug)
    histories = {}
    for record, item, _ in entries:
        special = {
            **load.governed(),
            "note": lambda record, item: setattr(record, "editor_note", item.text),
            "replaced_by": lambda record, item: setattr(
                record, "replaced_by", load.find(GuidanceRecord, item)
            ),
            "change_expected_in_days": lambda record, item: _expect(load, record, item),
            "then_and_now": lambda record, item: load.rows(record, "comparison", item),
            "changes": lambda record, item: histories.update({record: _history(load, record, item)}),
        }
        record.replaced_by, record.editor_note = None, ""
        record.comparison = []
        if load.fill(record, item, special):
            load.govern(record, item, PORTAL_EDITOR)
            if "source" not in item:  # what a record says is what its issuer says
                record.source = record.issuer
    for record, item, before in entries:  # the chains are known only now
        load.check(record, item, {"editor_note": "note"})
        if not load.mistakes:
            load.publish(record, before)
            if before is None:
                _tell_history(record, histories.get(record, []))


def _expect(load: Load, record: GuidanceRecord, item: Item) -> None:
    """Set the day on which a change is expected, so many days from today."""
    record.change_expected_on = load.today + load.days(item)


def _history(load: Load, record: GuidanceRecord, items: Item) -> list[GuidanceChange]:
    """Return the changes that the file tells of `record`; `from` is empty for a new one."""
    changes = []
    for item in items.rows:
        happened = datetime.datetime.combine(load.days_ago(item["days_ago"]), NOON, tzinfo=datetime.UTC)
        for word in ("from", "to"):
            if item[word].text not in {*GuidanceStatus.values, *([""] if word == "from" else [])}:
                load.mistakes.add(item[word], f"“{item[word].text}” is no status of the register")
                return []
        changes.append(
            GuidanceChange(
                happened_at=happened,
                old_status=item["from"].text,
                new_status=item["to"].text,
                note=item["note"].text,
                told_at=happened,
            )
        )
    return changes


def _tell_history(record: GuidanceRecord, changes: list[GuidanceChange]) -> None:
    """Let the history of a record that was loaded for the first time be what the file tells.

    That somebody filled an empty portal is no news to its readers.
    """
    record.changes.all().delete()
    for change in changes:
        change.record = record
        change.what = in_words(
            record,
            {**as_it_is(record), "status": change.old_status} if change.old_status else {},
            {**as_it_is(record), "status": change.new_status},
        )
        change.save()


def load_protocols(load: Load) -> None:
    """Load protocols.yaml; each document is a Markdown file, kept as plain text."""
    for protocol, item, before in load.begin(Protocol, load.keyed("protocols.yaml")):
        document = {"document": lambda protocol, item: _set_document(load, protocol, item)}
        protocol.document = protocol.document if before else None
        if load.fill(protocol, item, {**load.governed(), **document}):
            load.govern(protocol, item, DIRECTORY_EDITOR)
            load.check(protocol, item, {})
        if not load.mistakes:
            load.publish(protocol, before)
        load.remember(protocol, protocol.slug)


def _set_document(load: Load, protocol: Protocol, item: Item) -> None:
    """Give `protocol` the document that `item` names, made anew only where its text is another."""
    file = (load.folder / item.text).resolve()
    if not item.text or not file.is_relative_to(load.folder.resolve()) or not file.is_file():
        load.mistakes.add(item, f"there is no file “{item.text}” in this folder")
        return
    page = read_page(file, load.name(load.folder / item.text), load.mistakes)
    if page is None or load.mistakes:
        return
    head, body = page
    content = ContentFile((body.text + "\n").encode(), name=f"{file.stem}.txt")
    digest = sha1(content.read(), usedforsecurity=False).hexdigest()
    there = protocol.document
    if there and there.file_hash == digest and there.file.storage.exists(there.file.name):
        return
    content.seek(0)
    document = there or Document()
    document.title = head["title"].text or file.stem
    document.file = content
    document.file_size, document.file_hash = content.size, digest
    document.save()
    load.written_files.append(str(document.file.name))
    protocol.document = document
