"""A Word file read back as HTML, so that an editor sees what stands in it: headings, lines, tables, in order.

Word itself lays it out; what is shown here is read from the finished file and from nothing else.
"""

import io
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from docx import Document
from docx.oxml.ns import qn

HEADINGS = {"Title": "h2", "Heading1": "h2", "Heading2": "h3", "Heading3": "h4"}


def shown(made: bytes) -> SafeString:
    """Return the text of the Word file `made` as HTML."""
    return mark_safe("".join(_block(one) for one in _blocks(Document(io.BytesIO(made)).element.body)))


def _blocks(element) -> Iterator:
    """Yield paragraphs and tables, those inside a content control too."""
    for child in element:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag == qn("w:sdt"):
            yield from _blocks(child.find(qn("w:sdtContent")))


def _block(element) -> SafeString:
    if element.tag == qn("w:tbl"):
        return format_html('<div class="sheet-table"><table>{}</table></div>', _rows(element))
    text = _text(element)
    if not text:
        return mark_safe("")
    style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = HEADINGS.get(style.get(qn("w:val")) if style is not None else "", "p")
    return format_html(f"<{name}>{{}}</{name}>", text)


def _rows(table) -> SafeString:
    return format_html_join("", "<tr>{}</tr>", ((_cells(row),) for row in table.findall(qn("w:tr"))))


def _cells(row) -> SafeString:
    name = "th" if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None else "td"
    cells = (one for one in row.iter(qn("w:tc")))
    inner = (mark_safe("<br>".join(filter(None, map(_text, one.iter(qn("w:p")))))) for one in cells)
    return mark_safe("".join(f"<{name}>{text}</{name}>" for text in inner))


def _text(paragraph) -> SafeString:
    """Return the text of one paragraph, its lines one below the other."""
    pieces = []
    for element in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
        if element.tag == qn("w:t"):
            pieces.append(format_html("{}", element.text or ""))
        else:
            pieces.append(mark_safe("<br>") if element.tag == qn("w:br") else mark_safe(" "))
    return mark_safe("".join(pieces).strip())
