"""Rich text as plain text that somebody can write without an editor, and back."""

import re
from html import escape
from html.parser import HTMLParser

_PIECES = re.compile(r"\n\s*\n")


def to_text(html: str) -> str:
    """Return rich text as paragraphs, "- " before each entry of a list, "## " before a heading."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.pieces)).strip()


class _Reader(HTMLParser):
    STARTS = {"p": "\n\n", "li": "\n- ", "h2": "\n\n## ", "h3": "\n\n## ", "h4": "\n\n## ", "br": "\n"}
    STARTS |= {"ul": "\n", "ol": "\n"}

    def __init__(self):
        super().__init__()
        self.pieces: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.pieces.append(self.STARTS.get(tag, ""))

    def handle_data(self, data):
        self.pieces.append(" ".join(data.split("\n")))


def to_html(text: str) -> str:
    """Return what somebody wrote as rich text. Nothing in it is taken for HTML."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_piece(piece.strip()) for piece in _PIECES.split(lines) if piece.strip())


def _piece(piece: str) -> str:
    made, entries = [], []
    for line in [*piece.split("\n"), ""]:
        if line.startswith("- "):
            entries.append(f"<li>{escape(line[2:].strip())}</li>")
            continue
        if entries:
            made.append(f"<ul>{''.join(entries)}</ul>")
            entries = []
        if line.startswith("## "):
            made.append(f"<h3>{escape(line[3:].strip())}</h3>")
        elif line.strip():
            made.append(f"<p>{escape(line.strip())}</p>")
    return "".join(made)
