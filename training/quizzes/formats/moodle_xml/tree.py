"""XML as small nodes that know their line. Entities, document types and absurd depth are refused."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

import defusedxml.sax
from defusedxml import DefusedXmlException

from training.quizzes.formats.problems import RefusedError
from training.quizzes.formats.words import WHITE, lines_end_plainly, only_text

DEEPEST = 20  # levels; Moodle has seven
MOST_NODES = 200_000


@dataclass
class Node:
    """An element, its text and what is in it."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list["Node"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of the element itself, without empty space around it."""
        return only_text(lines_end_plainly("".join(self.pieces)).strip(WHITE))[0]

    def all(self, tag: str) -> Iterator["Node"]:
        """Give the children of that name."""
        return (child for child in self.children if child.tag == tag)

    def first(self, *tags: str) -> "Node":
        """Return the first child of that name, then its child, and so on; an empty node for none."""
        node = self
        for tag in tags:
            node = next(node.all(tag), Node(tag, {}, node.line))
        return node

    def has(self, tag: str) -> bool:
        return any(True for _ in self.all(tag))


def parse(text: str) -> Node:
    """Return the root of an XML file. Raises RefusedError, with the line, for what is not safe or not XML."""
    handler = _Builder()
    try:
        # A file may name another encoding than the one that it was read with: it is UTF-8 from here.
        defusedxml.sax.parse(io.StringIO(text), handler, forbid_dtd=True)
    except DefusedXmlException as error:
        raise RefusedError(
            "The file has a document type or entities (<!DOCTYPE>), which are not safe to read.",
            handler.line,
        ) from error
    except SAXParseException as error:
        raise RefusedError(
            f"The file is not complete XML: {error.getMessage()}.", error.getLineNumber() or 1
        ) from error
    except (SAXException, ValueError, LookupError) as error:
        raise RefusedError("The file is not XML that can be read.", handler.line) from error
    if handler.root is None:
        raise RefusedError("The file is not XML that can be read.")
    return handler.root


class _Builder(ContentHandler):
    def __init__(self):
        super().__init__()
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0
        self._locator = None

    @property
    def line(self) -> int:
        return (self._locator and self._locator.getLineNumber()) or 1

    def setDocumentLocator(self, locator):  # noqa: N802
        self._locator = locator

    def startElement(self, name, attrs):  # noqa: N802
        self._count += 1
        if self._count > MOST_NODES or len(self._open) >= DEEPEST:
            raise RefusedError("The file has too many elements, or too many within each other.", self.line)
        node = Node(name, dict(attrs), self.line)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def endElement(self, name):  # noqa: N802
        self._open.pop()

    def characters(self, content):
        if self._open:
            self._open[-1].pieces.append(content)
