"""The text of uploaded documents: read apart from any request, kept by the hash of the file.

The worker (`search_sync`) reads what is new. Until then, and where a file cannot be read, a document is found
by its title. Only what everybody may open is read, and its text goes when nobody may any more.
"""

import json
import logging
import subprocess
import sys

from django.db import transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from portal.search import outbox, reader
from portal.search.models import DocumentText
from portal.search.reader import Reading

log = logging.getLogger(__name__)

MISSING = "the file is missing"
WAIT = 120  # seconds on the clock: the reader counts those of its own work, and a busy machine is slow


def public_documents() -> QuerySet[Document]:
    """Return the documents that everybody may open: no collection above them is private."""
    path = ExpressionWrapper(OuterRef("collection__path"), CharField())
    private = CollectionViewRestriction.objects.annotate(held=path)
    return Document.objects.exclude(Exists(private.filter(held__startswith=F("collection__path"))))


def below(collection: Collection) -> QuerySet:
    """Return the keys of the documents in `collection` and in those below it."""
    held = Document.objects.filter(collection__path__startswith=collection.path)
    return held.order_by().values_list("pk", flat=True)


def read_new() -> int:
    """Read each public file that has not been read yet, and forget those that are public no more.

    Returns how many were read. One that cannot be read says why, and holds no other up.
    """
    for document in public_documents().filter(file_hash=""):
        _give_hash(document)
    public = public_documents().exclude(file_hash="")
    gone = DocumentText.objects.exclude(file_hash__in=public.values("file_hash"))
    if gone.exists():  # asked once a second: a deletion of nothing would lock SQLite each time
        gone.delete()
    known = DocumentText.objects.filter(file_hash=OuterRef("file_hash"))
    waiting = {document.file_hash: document for document in public.exclude(Exists(known)).order_by("pk")}
    for document in waiting.values():
        _keep(document, read(document))
    return len(waiting)


def try_again() -> None:
    """Let the next `read_new` read once more what nothing could be read of."""
    DocumentText.objects.filter(text="").exclude(problem="").delete()


def read(document: Document) -> Reading:
    """Return what the file of `document` says, read by a process that may fail."""
    try:
        with document.open_file() as file:
            content = file.read(reader.MOST_BYTES + 1)
    except OSError:
        return Reading("", MISSING)
    return read_apart(content)


def read_apart(content: bytes) -> Reading:
    """Return what `reader` says of a file: in another process, without our environment and its secrets."""
    command = [sys.executable, "-I", reader.__file__]
    try:
        done = subprocess.run(  # noqa: S603 - nothing of the file or its name is in the command
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=WAIT,
            check=True,
        )
        return Reading(*json.loads(done.stdout))
    except subprocess.TimeoutExpired:
        return Reading("", reader.SLOW)
    except (subprocess.CalledProcessError, ValueError, TypeError):
        return Reading("", reader.LARGE)  # it was ended, as it asked for more than its share


def _give_hash(document: Document) -> None:
    try:
        document.get_file_hash()
    except OSError:
        log.warning("The file of document %s is missing.", document.pk)


@transaction.atomic
def _keep(document: Document, reading: Reading) -> None:
    kept = {"text": reading.text, "problem": reading.problem}
    DocumentText.objects.update_or_create(file_hash=document.file_hash, defaults=kept)
    same = Document.objects.filter(file_hash=document.file_hash).order_by()
    outbox.mark(f"{Document._meta.label_lower}:{pk}" for pk in same.values_list("pk", flat=True))
