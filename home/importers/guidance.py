"""The guidance register, and the agreements between partners with their documents."""

from hashlib import sha1

from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from directory.models import Protocol
from home.importers.reading import Item, read_page
from home.importers.writing import Load
from portal.accounts.roles import DIRECTORY_EDITOR, PORTAL_EDITOR
from portal.content.models import GuidanceRecord


def load_guidance(load: Load) -> None:
    """Load guidance.yaml: first each record, then what replaces it."""
    entries = load.begin(GuidanceRecord, load.keyed("guidance.yaml"))
    for record, _, before in entries:
        if before is None and not load.mistakes:
            record.save()  # with nothing in it yet, so that another can be replaced by it
        load.remember(record, record.slug)
    for record, item, _ in entries:
        special = {
            **load.governed(),
            "note": lambda record, item: setattr(record, "editor_note", item.text),
            "replaced_by": lambda record, item: setattr(
                record, "replaced_by", load.find(GuidanceRecord, item)
            ),
        }
        record.replaced_by, record.editor_note = None, ""
        if load.fill(record, item, special):
            load.govern(record, item, PORTAL_EDITOR)
    for record, item, before in entries:  # the chains are known only now
        load.check(record, item, {"editor_note": "note"})
        if not load.mistakes:
            load.publish(record, before)


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
