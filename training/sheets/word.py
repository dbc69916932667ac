"""A sheet as a Word file: styles, head rows that repeat, and a field for each cell, by python-docx."""

import io
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from wagtail.rich_text import expand_db_html

from training.sheets.checking import PLACE
from training.sheets.filled import Filled, begun, cleaned
from training.sheets.tree import (
    Ask,
    Cell,
    Drawing,
    Grid,
    Heading,
    Kind,
    Letter,
    Notes,
    Panel,
    Part,
    Prose,
    Sheet,
)
from training.sheets.turns import turn
from training.sheets.widths import PARTS, shares_of
from training.sheets.word_fields import options, text_field, tick_field

NOTICE = "No names of children or families. Write “the pupil” and “the parent”."
TRAINERS = "Trainer’s edition: with notes and model answers. Not to hand out."
FONT = "Arial"  # which every office has
MARGIN = Mm(18)
HEIGHTS = {"third": 75, "half": 115, "page": 200}  # millimetres
ROOM_FOR_WORDS = 40  # that a box as high as a page leaves for what is said in words
SHORT_LINE, LINE = 8, 7  # millimetres


@turn("docx")
def words_of(sheets: Sequence[Sheet]) -> bytes:
    """Return `sheets`, blank, as one Word file: each begins a page, and lies or stands as it should."""
    writer = _Writer(sheets[0], begun(sheets[0]))
    for sheet in sheets[1:]:
        _Writer(sheet, begun(sheet), writer.document)
    return writer.bytes()


@turn("docx")
def blank_word(sheet: Sheet) -> bytes:
    """Return `sheet` as a Word file with empty fields, but for its starter texts."""
    return _Writer(sheet, begun(sheet)).bytes()


@turn("docx")
def filled_word(sheet: Sheet, filled: Filled) -> bytes:
    """Return `sheet` as a Word file that holds the answers."""
    return _Writer(sheet.as_sent(), filled).bytes()


class _Writer:
    """Writes one sheet, into a document of its own or to the end of `document`."""

    def __init__(self, sheet: Sheet, filled: Filled, document=None):
        self.filled = filled
        self.document = document or _new_document(sheet)
        self._lay(self.document.add_section() if document else self.document.sections[0], sheet)
        self._head(sheet)
        self.parts(sheet.parts)
        if sheet.credit:
            self.document.add_paragraph(sheet.credit)

    def bytes(self) -> bytes:
        """Return the file."""
        written = io.BytesIO()
        self.document.save(written)
        return written.getvalue()

    def _lay(self, section, sheet: Sheet) -> None:
        """Give the sheet its paper, upright or lying, and its foot."""
        width, height = Mm(210), Mm(297)
        section.orientation = WD_ORIENT.PORTRAIT
        if sheet.landscape:
            section.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
        section.page_width, section.page_height = width, height
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, MARGIN)
        self.width = width - 2 * MARGIN
        section.footer.is_linked_to_previous = False
        section.footer.paragraphs[0].text = cleaned(f"{sheet.code} {sheet.title}")

    def _head(self, sheet: Sheet) -> None:
        self.document.add_paragraph(cleaned(f"{sheet.code} {sheet.title}"), style="Title")
        for text in (sheet.standfirst, NOTICE * sheet.warn_names, TRAINERS * sheet.for_trainers):
            if text:
                paragraph = self.document.add_paragraph()
                paragraph.add_run(cleaned(text)).bold = text != sheet.standfirst

    def parts(self, parts: tuple[Part, ...]) -> None:
        """Write `parts`, in order."""
        for part in parts:
            self.part(part)

    def part(self, part: Part) -> None:
        """Write one part."""
        match part:
            case Prose(html):
                self.prose(html)
            case Heading(text):
                self.document.add_heading(cleaned(text), 1)
            case Ask(cells, title):
                self.heading(title)
                for cell in cells:
                    self.asked(cell)
            case Grid():
                self.grid(part)
            case Panel(title, parts):
                self.heading(title)
                self.parts(parts)
            case Letter(html, cells):
                self.prose(html, cells)
            case Drawing():
                self.drawing(part)
            case Notes(html, title):
                self.heading(title)
                self.prose(html)

    def heading(self, text: str) -> None:
        """Write the heading of a part, if it has one."""
        if text:
            self.document.add_heading(cleaned(text), 2)

    def prose(self, html: str, cells: dict[str, Cell] | None = None) -> None:
        """Write rich text; `cells` are the places of a letter."""
        _Rich(self, cells or {}).feed(expand_db_html(html))

    def asked(self, cell: Cell) -> None:
        """Write a cell below its label."""
        label = self.document.add_paragraph()
        label.paragraph_format.keep_with_next = True
        label.paragraph_format.space_after = Pt(2)
        label.add_run(cleaned(cell.short)).bold = True
        if cell.help:
            label.add_run(f"\n{cleaned(cell.help)}").font.size = Pt(9)
        if cell.kind in (Kind.TICK, Kind.CHOICE, Kind.SCALE):
            self.cell(self.document.add_paragraph(), cell)
            return
        box = self.box(LINE * cell.lines if cell.lines > 1 else SHORT_LINE)
        self.cell(box, cell)

    def box(self, height: int):
        """Return the paragraph of a box of `height` millimetres, which grows with what is written."""
        table = self.document.add_table(rows=1, cols=1, style="Table Grid")
        table.rows[0].height = Mm(height)
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)
        return table.cell(0, 0).paragraphs[0]

    def cell(self, paragraph, cell: Cell) -> None:
        """Write the field of `cell` into `paragraph`."""
        value = self.filled.of(cell)
        if cell.kind == Kind.TICK:
            paragraph._p.append(tick_field(cell.label, cell.name, bool(value)))
        elif cell.kind in (Kind.CHOICE, Kind.SCALE):
            for field, words in options(cell, value):
                paragraph._p.append(field)
                paragraph.add_run(f"\u00a0{cleaned(words)}   ")
        else:
            paragraph._p.append(text_field(cell, value))
        if cell.answer:
            paragraph.add_run(f"\nModel answer: {cleaned(cell.answer)}").bold = True

    def grid(self, part: Grid) -> None:
        """Write a table: its caption above, a head row that repeats, rows that are not split."""
        self.heading(part.caption)
        if part.help:
            self.document.add_paragraph(cleaned(part.help)).paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=1, cols=len(part.heads), style="Table Grid")
        table.autofit = False
        _described(table, part.caption)
        for place, head in enumerate(part.heads):
            paragraph = table.rows[0].cells[place].paragraphs[0]
            paragraph.add_run(cleaned(head)).bold = True
            _shade(table.rows[0].cells[place])
        _mark_row(table.rows[0], "w:tblHeader")
        if part.example:
            self.row(table, [f"Example: {part.example[0]}", *part.example[1:]], italic=True)
        for row in part.rows:
            self.row(table, list(row.entries), has_head=row.has_head)
        for place, share in enumerate(shares_of(part)):
            for row in table.rows:
                row.cells[place].width = int(self.width * share / PARTS)
        self.document.add_paragraph()

    def row(self, table, entries: list, has_head: bool = False, italic: bool = False) -> None:
        """Write a row of a table."""
        row = table.add_row()
        _mark_row(row, "w:cantSplit")
        row.height = Mm(9)
        for place, entry in enumerate(entries):
            paragraph = row.cells[place].paragraphs[0]
            if isinstance(entry, Cell):
                self.cell(paragraph, entry)
            else:
                run = paragraph.add_run(cleaned(entry))
                run.bold, run.italic = has_head and not place, italic

    def drawing(self, part: Drawing) -> None:
        """Write a box to draw in."""
        self.heading(part.label)
        self.box(HEIGHTS[part.height] - ROOM_FOR_WORDS * bool(part.cell and part.height == "page"))
        if part.cell:
            self.asked(part.cell)


def _new_document(sheet: Sheet):
    """Return an empty document that knows its title, its language and our type."""
    document = Document()
    document.core_properties.title = sheet.title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = sheet.language
    for name, size in (("Normal", 11), ("Title", 20), ("Heading 1", 14), ("Heading 2", 12)):
        _style(document.styles[name], size)
    _language(document.styles["Normal"], sheet.language)
    return document


class _Rich(HTMLParser):
    """Writes rich text: paragraphs, lists, headings, bold, italic, links as their words."""

    STYLES = {"ul": "List Bullet", "ol": "List Number"}

    def __init__(self, writer: _Writer, cells: dict[str, Cell]):
        super().__init__()
        self.writer, self.cells = writer, cells
        self.paragraph: Any = None
        self.lists: list[str] = []
        self.bold = self.italic = False
        self.seen: set[str] = set()

    def handle_starttag(self, tag, attrs):
        if tag in self.STYLES:
            self.lists.append(tag)
        elif tag in ("p", "li"):
            style = self.STYLES[self.lists[-1]] if tag == "li" and self.lists else None
            self.paragraph = self.writer.document.add_paragraph(style=style)
        elif tag in ("h2", "h3", "h4"):
            self.paragraph = self.writer.document.add_heading("", 2)
        elif tag in ("b", "strong"):
            self.bold = True
        elif tag in ("i", "em"):
            self.italic = True
        elif tag == "br" and self.paragraph is not None:
            self.paragraph.add_run("\n")

    def handle_endtag(self, tag):
        if tag in self.STYLES and self.lists:
            self.lists.pop()
        elif tag in ("p", "li", "h2", "h3", "h4"):
            self.paragraph = None
        elif tag in ("b", "strong"):
            self.bold = False
        elif tag in ("i", "em"):
            self.italic = False

    def handle_data(self, data):
        if self.paragraph is None:
            if not data.strip():
                return
            self.paragraph = self.writer.document.add_paragraph()
        pieces = PLACE.split(data) if self.cells else [data]
        for at, piece in enumerate(pieces):
            if at % 2:
                self.place(self.cells[piece])
            elif piece:
                self.run(piece)

    def run(self, text: str):
        """Write words as they stand, spaces at the ends and all."""
        run = self.paragraph.add_run(" ".join(text.split("\n")))
        run.bold, run.italic = self.bold, self.italic

    def place(self, cell: Cell) -> None:
        """Write a place of a letter: a field the first time, later what was typed."""
        value = self.writer.filled.of(cell)
        if cell.name in self.seen:
            self.run(value or f"[{cell.short}]")
            return
        self.seen.add(cell.name)
        self.writer.cell(self.paragraph, cell)
        if not value:
            self.paragraph.add_run(f" [{cell.short}]").italic = True


def _style(style, size: int) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.color.rgb = None
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def _language(style, language: str) -> None:
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), language)
    style.element.get_or_add_rPr().append(element)


def _mark_row(row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _shade(cell) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "ECECEC")
    cell._tc.get_or_add_tcPr().append(shade)


def _described(table, caption: str) -> None:
    """Give the table the words that a screen reader says of it."""
    said = OxmlElement("w:tblCaption")
    said.set(qn("w:val"), cleaned(caption))
    table._tbl.tblPr.append(said)
