"""A sheet as HTML: for the web page, the form and the printed sheet, which differ by style alone.

With `Mode.FORM` each cell is a control with a real label, which WeasyPrint turns into a field of the PDF.
With `Mode.TEXT` it is what was typed, or room to write.
"""

import enum
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from training.sheets.checking import PLACE
from training.sheets.controls import control, typed
from training.sheets.filled import Filled
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
    Row,
)
from training.sheets.widths import BUTTON, letters_in, shares_of

WHOLE = 5  # rows: a table with no more stays on one page
SERVICES = "sheet-services"  # the list that service pickers offer, once on a page
HALF = 50  # letters that half a line of paper has, in small print
STOPS = re.compile(r"^((?:</\w+>)*)[.,;: ]+")  # what a sentence goes on with after a place


class Mode(enum.Enum):
    """What a cell becomes."""

    FORM = "form"
    TEXT = "text"


@dataclass(frozen=True)
class Look:
    """How a tree is shown: as what, with which answers."""

    mode: Mode = Mode.TEXT
    filled: Filled = field(default_factory=Filled)
    on_paper: bool = False
    lying: bool = False


def html_of(parts: Iterable[Part], look: Look) -> SafeString:
    """Return `parts` as HTML, in order."""
    return _joined(_part(part, look) for part in parts)


def service_list(names: Iterable[str]) -> SafeString:
    """Return the list that the service pickers of a form offer."""
    options = format_html_join("", '<option value="{}">', ((name,) for name in names))
    return format_html('<datalist id="{}">{}</datalist>', SERVICES, options)


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(conditional_escape(piece) for piece in pieces))


def _rich(html: str) -> SafeString:
    """Return stored rich text, its links made addresses. It was cleaned when it was written."""
    return mark_safe(expand_db_html(html))


def _part(part: Part, look: Look) -> SafeString:
    match part:
        case Prose(html):
            return format_html('<div class="sheet-prose">{}</div>', _rich(html))
        case Heading(text):
            return format_html('<h2 class="sheet-heading">{}</h2>', text)
        case Ask():
            return _ask(part, look)
        case Grid():
            return _grid(part, look)
        case Panel(title, parts):
            return _panel("sheet-panel", title, html_of(parts, look))
        case Letter():
            return _letter(part, look)
        case Drawing():
            return _drawing(part, look)
        case Notes(html, title):
            return _panel("sheet-panel sheet-panel--notes", title, _rich(html))


def _panel(css: str, title: str, inner: SafeString) -> SafeString:
    return format_html('<section class="{}"><h2>{}</h2>{}</section>', css, title, inner)


def _cell(cell: Cell, look: Look, label: str, share: int = 0) -> SafeString:
    """Return the control or the text of `cell`: the style of its label, and the share of its column."""
    value = look.filled.of(cell)
    if look.mode is Mode.FORM:
        letters = letters_in(share, look.lying) if look.on_paper and share else 0
        shown = control(cell, value, look.filled.problems.get(cell.name, ""), label, letters)
    else:
        shown = typed(cell, value)
    if cell.answer:
        shown += format_html('<span class="sheet-model">Model answer: {}</span>', cell.answer)
    return shown


def _ask(part: Ask, look: Look) -> SafeString:
    title = format_html('<h2 class="sheet-title">{}</h2>', part.title) if part.title else ""
    cells = _joined(_line(cells, look) for cells in _lines(part.cells, look))
    return format_html('<div class="sheet-ask">{}{}</div>', title, cells)


def _lines(cells: tuple[Cell, ...], look: Look) -> Iterator[list[Cell]]:
    """Yield what stands side by side: one cell, or two short ones where they are written on paper."""
    waiting: list[Cell] = []
    for cell in cells:
        short = look.on_paper and look.mode is Mode.FORM and _is_short(cell)
        if waiting and not short:
            yield waiting
            waiting = []
        waiting.append(cell)
        if not short or len(waiting) == 2:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _is_short(cell: Cell) -> bool:
    """Return whether half a line is enough for `cell` and all that is said of it."""
    if cell.kind == Kind.TICK or cell.lines > 1 or max(len(cell.short), len(cell.help)) > HALF:
        return False
    return cell.kind != Kind.CHOICE or sum(len(one) + BUTTON for one in cell.choices) <= HALF


def _line(cells: list[Cell], look: Look) -> SafeString:
    asked = _joined(_asked(cell, look) for cell in cells)
    return format_html('<div class="sheet-pair">{}</div>', asked) if len(cells) > 1 else asked


def _asked(cell: Cell, look: Look) -> SafeString:
    if look.mode is Mode.FORM:
        return format_html('<div class="sheet-field">{}</div>', _cell(cell, look, "seen"))
    help_text = format_html('<p class="sheet-help">{}</p>', cell.help) if cell.help else ""
    return format_html(
        '<div class="sheet-field sheet-field--{}"><p class="sheet-label">{}</p>{}{}</div>',
        "long" if cell.lines > 1 else "short",
        cell.short,
        help_text,
        _cell(cell, look, "seen"),
    )


def _grid(part: Grid, look: Look) -> SafeString:
    heads = format_html_join("", '<th scope="col">{}</th>', ((head,) for head in part.heads))
    help_text = format_html('<span class="sheet-help">{}</span>', part.help) if part.help else ""
    shares = shares_of(part)
    rows = _joined(_row(row, part, shares, look) for row in part.rows)
    return format_html(
        '<div class="sheet-table{}" tabindex="0" role="group" aria-label="{}"><table><caption>{}{}</caption>'
        "<colgroup>{}</colgroup><thead><tr>{}</tr></thead><tbody>{}{}</tbody></table></div>",
        " sheet-table--whole" if len(part.rows) <= WHOLE else "",
        part.caption,
        part.caption,
        help_text,
        _columns(shares),
        heads,
        _example(part),
        rows,
    )


def _columns(shares: list[int]) -> SafeString:
    """Return the widths of the columns, by what stands in them: style sheets know each share."""
    return format_html_join("", '<col class="sheet-col sheet-col--{}">', ((share,) for share in shares))


def _example(part: Grid) -> SafeString:
    """Return the worked row: as long as the head, and said to be an example."""
    if not part.example:
        return mark_safe("")
    texts = [*part.example, *[""] * (len(part.heads) - len(part.example))]
    first = format_html("<td>Example: {}</td>", texts[0])
    rest = format_html_join("", "<td>{}</td>", ((text,) for text in texts[1:]))
    return format_html('<tr class="sheet-example">{}{}</tr>', first, rest)


def _row(row: Row, part: Grid, shares: list[int], look: Look) -> SafeString:
    cells = _joined(
        _entry(entry, head, share, is_head=row.has_head and not place, look=look)
        for place, (entry, head, share) in enumerate(zip(row.entries, part.heads, shares, strict=True))
    )
    return format_html("<tr>{}</tr>", cells)


def _entry(entry: str | Cell, head: str, share: int, is_head: bool, look: Look) -> SafeString:
    """Return one box of a table. On a phone the head is shown in the box (`data-head`)."""
    if is_head:
        return format_html('<th scope="row">{}</th>', entry)
    if isinstance(entry, str):
        return format_html('<td data-head="{}">{}</td>', head, entry)
    return format_html(
        '<td data-head="{}" class="sheet-cell sheet-cell--{}">{}</td>',
        head,
        entry.kind,
        _cell(entry, look, "hidden", share),
    )


def _letter(part: Letter, look: Look) -> SafeString:
    """Return the text with its places: a control the first time, later what was typed there."""
    seen: set[str] = set()
    pieces = PLACE.split(expand_db_html(part.html))
    for at in range(1, len(pieces), 2):  # a split with a group gives text and name in turn
        cell = part.cells[pieces[at]]
        first, value = cell.name not in seen, look.filled.of(cell)
        seen.add(cell.name)
        if look.mode is Mode.FORM and first:
            long = cell.lines > 1
            css = "sheet-place sheet-place--long" if long else "sheet-place"
            pieces[at] = format_html('<span class="{}">{}</span>', css, _cell(cell, look, "below"))
            if long:  # what follows begins a line of its own: no line begins with a stop
                pieces[at + 1] = STOPS.sub(r"\1", pieces[at + 1])
        else:
            pieces[at] = typed(cell, value) if value else _unfilled(cell)
    return format_html('<div class="sheet-prose sheet-letter">{}</div>', mark_safe("".join(pieces)))


def _unfilled(cell: Cell) -> SafeString:
    return format_html('<span class="sheet-gap">[{}]</span>', cell.short)


def _drawing(part: Drawing, look: Look) -> SafeString:
    words = _asked(part.cell, look) if part.cell else ""
    return format_html(
        '<section class="sheet-draw{}"><h2 class="sheet-title">{}</h2>'
        '<div class="sheet-canvas sheet-canvas--{}"></div>{}</section>',
        " sheet-draw--words" if part.cell else "",
        part.label,
        part.height,
        words,
    )
