"""The bytes of an uploaded file as questions: which format it is, and what is refused before it is opened."""

from pathlib import PurePath

from training.quizzes.formats import gift, moodle_xml
from training.quizzes.formats.limits import MEGABYTE, MOST_BYTES
from training.quizzes.formats.problems import RefusedError
from training.quizzes.formats.question import Report

MOST = max(MOST_BYTES.values())
# How files begin that are no text.
BINARY = {
    b"PK\x03\x04": "a zip file (or a Word document, or a Moodle backup): unpack it, and take the file inside",
    b"\x1f\x8b": "a packed file (or a Moodle backup): unpack it first",
    b"%PDF-": "a PDF",
    b"\xd0\xcf\x11\xe0": "a Word document: save it as plain text, UTF-8",
}


def read(name: str, content: bytes) -> Report:
    """Return what the file `name` holds; a refused report for one that cannot be used. Raises nothing."""
    try:
        text = _text(content)
        if not text.strip():
            raise RefusedError("The file is empty.")
        if is_xml(name, text):
            return moodle_xml.read(text)
        _refuse_large(content, "gift")
        return gift.read(text)
    except RefusedError as refused:
        return refused.report


def is_xml(name: str, text: str) -> bool:
    """Return whether a file is Moodle XML: by how it begins, then by its name."""
    start = text.lstrip()[:200].lower()
    return start.startswith(("<?xml", "<quiz", "<!doctype")) or PurePath(name).suffix.lower() == ".xml"


def _text(content: bytes) -> str:
    _refuse_large(content, "moodle-xml")
    for start, what in BINARY.items():
        if content.startswith(start):
            raise RefusedError(f"This is {what}.")
    if b"\0" in content[: 64 * 1024]:
        raise RefusedError("This is no text file. Save it as plain text, UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RefusedError(
            f"The file is not UTF-8: line {line} has a letter in another encoding. Save it as UTF-8.",
            line,
        ) from error


def _refuse_large(content: bytes, kind: str) -> None:
    if len(content) > MOST_BYTES[kind]:
        size = MOST_BYTES[kind] // MEGABYTE
        raise RefusedError(f"The file is larger than {size} MB. Divide it, and take its parts one by one.")
