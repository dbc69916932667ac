"""Read the text of one file, as a program of its own: the file on its input, a line of JSON as its answer.

Whoever uploads a file may be careless or hostile, so what reads it has no settings, no database and no
secret, and little memory and time (`restrain`). `portal.search.texts` starts it and keeps the answer. What a
file is, its content says, not its name. What was read before a limit is kept.
"""

import io
import json
import re
import resource
import signal
import sys
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE  # of the file
MOST_UNPACKED = 50 * MEGABYTE  # of one part of an office file
MOST_PAGES = 300
MOST_CHARACTERS = 200_000
MOST_MEMORY = 512 * MEGABYTE
SECONDS = 20  # of work, not of waiting for a busy machine

LOCKED = "it is protected by a password"
DAMAGED = "it is damaged, or not what its name says"
EMPTY = "it holds no text: it may be a scan, pictures of pages"
UNKNOWN = "this kind of file cannot be read"
LARGE = "it is too large"
SLOW = "it takes too long to read"
LONG = "it is long: only its beginning is searched"

# The part of an office file that holds its text, then the tags of a paragraph and of its pieces. The
# namespaces are left out: ECMA-376 and OpenDocument use these names for nothing else there.
OFFICE = [
    (re.compile(r"word/(document|footnotes|endnotes)\.xml"), {"p"}, {"t"}),
    (re.compile(r"ppt/slides/slide\d+\.xml"), {"p"}, {"t"}),
    (re.compile(r"xl/sharedStrings\.xml|xl/worksheets/sheet\d+\.xml"), {"si", "is"}, {"t"}),
    (re.compile(r"content\.xml"), {"p", "h"}, set()),  # OpenDocument: all that stands in a paragraph
]


class Reading(NamedTuple):
    """What a file says, and why no more of it: nothing was wrong where `problem` is empty."""

    text: str
    problem: str = ""


class UnreadableError(Exception):
    """Why a file cannot be read, in words for its editor."""


class TimeUp(BaseException):
    """The time for one file is over. No mistake: what catches mistakes must not catch it."""


def read(content: bytes) -> Reading:
    """Return the text of a file, as far as the limits reach. Raises nothing, whatever the file is."""
    pieces: list[str] = []
    problem = ""
    try:
        length = 0
        for piece in _pieces(content):
            pieces.append(piece)
            length += len(piece)
            if length > MOST_CHARACTERS:
                problem = LONG
                break
    except TimeUp:
        problem = SLOW
    except MemoryError:
        problem = LARGE
    except UnreadableError as why:
        problem = str(why)
    except Exception:  # a broken file fails in more ways than anybody has listed
        problem = DAMAGED
    text = _plain("\n".join(pieces))[:MOST_CHARACTERS]
    return Reading(text, problem or ("" if text else EMPTY))


def _pieces(content: bytes) -> Iterator[str]:
    if len(content) > MOST_BYTES:
        raise UnreadableError(LARGE)
    if b"%PDF-" in content[:1024]:
        return _of_pdf(io.BytesIO(content))
    if content.startswith(b"PK"):
        return _of_office(io.BytesIO(content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):  # an old office file, or a new one with a password
        raise UnreadableError(f"{UNKNOWN}, or {LOCKED}")
    return iter([_of_text(content)])


def _of_pdf(file: BinaryIO) -> Iterator[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

    try:
        pdf = PdfReader(file)
        if pdf.is_encrypted and not pdf.decrypt(""):
            raise UnreadableError(LOCKED)
        for number, page in enumerate(pdf.pages):
            if number == MOST_PAGES:
                raise UnreadableError(LONG)
            yield page.extract_text()
    except (DependencyError, FileNotDecryptedError) as why:
        raise UnreadableError(LOCKED) from why
    except LimitReachedError as why:
        raise UnreadableError(LARGE) from why


def _of_office(file: BinaryIO) -> Iterator[str]:
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        found = [(name, *how) for part, *how in OFFICE for name in names if part.fullmatch(name)]
        if not found:
            raise UnreadableError(UNKNOWN)
        for name, paragraphs, texts in found:
            if archive.getinfo(name).file_size > MOST_UNPACKED:
                raise UnreadableError(LARGE)
            with archive.open(name) as part:
                yield from _paragraphs(part, paragraphs, texts)


def _paragraphs(part, paragraphs: set[str], texts: set[str]) -> Iterator[str]:
    """Yield the text of each paragraph of XML, and let go of it."""
    from defusedxml.ElementTree import iterparse

    for _, element in iterparse(part, events=("end",)):
        if _name(element) in paragraphs:
            held = element.iter() if texts else [element]
            yield "".join("".join(each.itertext()) for each in held if not texts or _name(each) in texts)
            element.clear()


def _name(element) -> str:
    return element.tag.rpartition("}")[2]


def _of_text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if b"\0" in content:
        raise UnreadableError(UNKNOWN)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _plain(text: str) -> str:
    """Return `text` without what no database holds, each line without its empty space."""
    text = text.encode("utf-8", "replace").decode().replace("\0", " ")
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def restrain() -> None:
    """Let this process have no more than its share of memory, time and files."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS + 5, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, _end)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)


def _end(*signal) -> None:
    raise TimeUp


def main() -> None:
    """Read what stands on the input."""
    restrain()
    reading = read(sys.stdin.buffer.read(MOST_BYTES + 1))
    signal.setitimer(signal.ITIMER_PROF, 0)
    sys.stdout.write(json.dumps(reading))


if __name__ == "__main__":
    main()
