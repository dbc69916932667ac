"""The plain layout of TREC: documents and topics in tags, judgements in four columns.

The tags look like XML and seldom are: some are never closed, `&` stands alone, and there is no root. So
they are read as trec_eval's users know them: a field ends where the next tag begins. Files are known by
what they hold, never by their names.
"""

import html
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TITLES = {"title", "headline", "hl", "ttl"}
BODY = "text"  # where there is none, all other fields are the body
COLUMNS = 4  # topic, iteration (nobody uses it), document, grade
_DOCUMENT, _TOPIC = re.compile(r"<doc>", re.I), re.compile(r"<top>", re.I)
_END = re.compile(r"</(?:doc|top)>", re.I)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9_-]*)[^<>]*>", re.I)
_LABEL = re.compile(r"^\s*(?:number|topic|description|narrative)\s*:", re.I)  # "<num> Number: 301"

Texts = dict[str, tuple[str, str]]
Grades = dict[str, dict[str, int]]


class WrongError(ValueError):
    """A file is not right; the message says where."""


def read(folder: Path) -> tuple[Texts, dict[str, str], Grades] | None:
    """Return the texts, queries and grades in `folder` and below; nothing where it has no documents.

    Raises WrongError, with the file and its line, where one is not right.
    """
    texts: Texts = {}
    topics: dict[str, str] = {}
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        content = file.read_text(encoding="utf-8", errors="replace")
        is_tagged = content.lstrip("\ufeff \t\r\n").startswith("<")  # a README shows tags, too
        if is_tagged and _DOCUMENT.search(content):
            _add(texts, _documents(file, content))
        elif is_tagged and _TOPIC.search(content):
            _add(topics, _topics(file, content))
        elif _is_judgements(content):
            for topic, document, grade in _judgements(file, content):
                grades[topic][document] = grade
    if not texts:
        return None
    if not topics or not grades:
        missing = "topics (<top>)" if not topics else "judgements (lines of four columns)"
        raise WrongError(f"{folder} has documents, and no {missing}.")
    return texts, _as_judged(topics, set(grades)), dict(grades)


def _documents(file: Path, content: str) -> Iterator[tuple[str, str, tuple[str, str]]]:
    for where, fields in _records(file, content, _DOCUMENT):
        key = _required(fields, "docno", where)
        title = " ".join(text for name, text in fields if name in TITLES)
        body = [text for name, text in fields if name == BODY]
        rest = [text for name, text in fields if name not in {*TITLES, "docno"}]
        yield where, key, (title, " ".join(filter(None, body)) or " ".join(filter(None, rest)))


def _topics(file: Path, content: str) -> Iterator[tuple[str, str, str]]:
    """Yield the topics; what is asked is the title, or where there is none the description."""
    for where, fields in _records(file, content, _TOPIC):
        said = {name: text for name, text in reversed(fields) if text}
        asked = said.get("title") or said.get("desc")
        if not asked:
            raise WrongError(f"{where}: a topic without <title> and without <desc>.")
        yield where, _number(_required(fields, "num", where)), asked


def _records(file: Path, content: str, begin: re.Pattern) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield where each record stands, and its fields in order.

    It ends at its end tag, or where the next one begins.
    """
    starts = list(begin.finditer(content))
    ends = [*(each.start() for each in starts[1:]), len(content)]
    line, counted = 1, 0
    for start, end in zip(starts, ends, strict=True):
        line += content.count("\n", counted, start.start())
        counted = start.start()
        text = _END.split(content[start.end() : end])[0]
        yield f"{file}, line {line}", list(_fields(text))


def _fields(text: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each field. What follows an end tag belongs to none that has a name."""
    name, begin = "", 0
    for tag in _TAG.finditer(text):
        yield name, _plain(text[begin : tag.start()])
        # Within the body stand paragraphs and other tags; they do not end it.
        own = tag[2].lower()
        if name != BODY or own == BODY:
            name = "" if tag[1] else own
        begin = tag.end()
    yield name, _plain(text[begin:])


def _plain(text: str) -> str:
    return " ".join(html.unescape(_LABEL.sub("", text)).split())


def _required(fields: list[tuple[str, str]], name: str, where: str) -> str:
    found = next((text for own, text in fields if own == name and text), "")
    if not found:
        raise WrongError(f"{where}: there is no <{name}>.")
    return found


def _add(known: dict, records: Iterator[tuple]) -> None:
    for where, key, value in records:
        if key in known:
            raise WrongError(f"{where}: {key} is there twice.")
        known[key] = value


def _is_judgements(content: str) -> bool:
    first = next((line.split() for line in content.splitlines() if line.strip()), [])
    return len(first) == COLUMNS and _is_whole(first[-1])


def _judgements(file: Path, content: str) -> Iterator[tuple[str, str, int]]:
    """Yield topic, document and grade; what is below nothing is of no interest."""
    for number, line in enumerate(content.splitlines(), 1):
        columns = line.split()
        if not columns:
            continue
        if len(columns) != COLUMNS or not _is_whole(columns[-1]):
            raise WrongError(f"{file}, line {number}: {COLUMNS} columns are needed, the last a whole number.")
        yield _number(columns[0]), columns[2], max(int(columns[-1]), 0)


def _as_judged(topics: dict[str, str], judged: set[str]) -> dict[str, str]:
    """Return the topics by the keys that the judgements use: their numbers, or their places.

    Cranfield's topics are numbered 1, 2, 4, 8 to 365, and its judgements count them from 1 to 225.
    """
    by_place = {str(place): text for place, text in enumerate(topics.values(), 1)}
    if not judged <= set(topics) and judged <= set(by_place):
        return by_place
    if not judged & set(topics):
        raise WrongError(f"The judgements are of other topics: {min(judged)} is none of {len(topics)}.")
    return topics


def _number(text: str) -> str:
    """Return the number of a topic as it stands elsewhere: "001" is 1."""
    return text.lstrip("0") or "0"


def _is_whole(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,9}", text) is not None
