"""What may be uploaded: the name's ending, the size and the first bytes must agree.

Images are held to the same by Wagtail itself, which opens each one; this module looks after documents.
"""

import zipfile
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm

# The part that each office format, which is a zip file, must hold (ECMA-376).
OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
# A zip file that unpacks to more than this is an attack, not a policy document.
LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 2000
# How a web page, a drawing or a PDF begins that calls itself plain text.
NOT_TEXT = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"%pdf-")


class DocumentForm(BaseDocumentForm):
    """Wagtail's form for a document, which also looks inside the file."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            validate_document(file)
        return file

    class Meta(BaseDocumentForm.Meta):
        pass


def validate_document(file) -> None:
    """Check an uploaded `file`. Raises ValidationError, in words for the person who chose it.

    The rule is OWASP ASVS 5.2.2: the content must match the type that the name claims.
    """
    ending = PurePath(file.name or "").suffix.lower().lstrip(".")
    if ending not in settings.WAGTAILDOCS_EXTENSIONS:
        allowed = ", ".join(settings.WAGTAILDOCS_EXTENSIONS)
        raise ValidationError(f"Choose a file of one of these types: {allowed}.", code="extension")
    if file.size > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
        megabytes = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE // (1024 * 1024)
        raise ValidationError(f"The file is larger than {megabytes} MB. Choose a smaller one.", code="size")
    if not has_content_of(file, ending):
        raise ValidationError(
            f"The name ends in .{ending}, but what is inside is something else. "
            "Open it in the program it was made with and save it again in the right format.",
            code="content",
        )


def has_content_of(file, ending: str) -> bool:
    """Return whether the bytes of `file` are those of the type `ending`. Leaves the file at its start."""
    file.seek(0)
    try:
        if ending == "pdf":
            return file.read(5) == b"%PDF-"
        if ending in OFFICE_PARTS:
            return is_office_file(file, OFFICE_PARTS[ending])
        return is_plain_text(file.read(64 * 1024))
    finally:
        file.seek(0)


def is_office_file(file, part: str) -> bool:
    """Return whether `file` is a zip file of sensible size that holds `part`."""
    try:
        entries = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    unpacked = sum(entry.file_size for entry in entries)
    sensible = len(entries) <= MOST_PARTS and unpacked <= LARGEST_UNPACKED
    return sensible and any(entry.filename == part for entry in entries)


def is_plain_text(start: bytes) -> bool:
    """Return whether `start` is text, and not the beginning of a web page or a program."""
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
    return b"\x00" not in start and not head.startswith(NOT_TEXT)
