"""The little Markdown that starting pages are written in, as the rich text of an editor."""

import re
from html import escape

_HEADING = re.compile(r"^(##|###) +(.+)$")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ADDRESS = re.compile(r"(?<![\w@/:.])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)")


def to_rich_text(text: str) -> str:
    """Return `text` as HTML: headings (##, ###), lists (-), paragraphs, links, **bold**, e-mail addresses.

    Everything else is shown as it was typed.
    """
    blocks = re.split(r"\n\s*\n", text.strip()) if text.strip() else []
    return "".join(_block(block.strip()) for block in blocks)


def _block(block: str) -> str:
    if heading := _HEADING.match(block):
        level = len(heading[1])
        return f"<h{level}>{_inline(heading[2])}</h{level}>"
    lines = block.splitlines()
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    return f"<p>{_inline(' '.join(line.strip() for line in lines))}</p>"


def _inline(text: str) -> str:
    html = escape(text, quote=False)
    html = _LINK.sub(r'<a href="\2">\1</a>', html)
    html = _BOLD.sub(r"<b>\1</b>", html)
    return _ADDRESS.sub(r'<a href="mailto:\1">\1</a>', html)
