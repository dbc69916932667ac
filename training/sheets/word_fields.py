"""Content controls of Word (ECMA-376, 17.5.2): what python-docx does not make. Each knows its cell.

`alias` is what Word shows and says of a field, `tag` the name of the cell; Word takes 64 characters of each.
"""

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from training.sheets.filled import shown
from training.sheets.tree import Cell, Kind

MOST = 64
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
EMPTY, TICKED = "\u2610", "\u2612"
ROOM = "\u00a0" * 12  # so that an empty field can be seen and clicked


def short(text: str) -> str:
    """Return `text` in 64 characters: its beginning and its end, where row and column stand."""
    return text if len(text) <= MOST else f"{text[:30]}…{text[-33:]}"


def text_field(cell: Cell, value: str):
    """Return a field within a line: text, a date or a list to pick from, holding `value`."""
    field = _field(cell.label, cell.name)
    properties = field.find(qn("w:sdtPr"))
    if not value:
        properties.append(OxmlElement("w:showingPlcHdr"))  # goes with the first letter typed
    properties.append(_sort(cell))
    _fill(field, shown(cell, value) or ROOM)
    return field


def tick_field(label: str, name: str, ticked: bool):
    """Return a box to tick."""
    field = _field(label, name)
    field.find(qn("w:sdtPr")).append(
        parse_xml(
            f'<w14:checkbox {W14}><w14:checked w14:val="{int(ticked)}"/>'
            '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
        )
    )
    _fill(field, TICKED if ticked else EMPTY)
    return field


def options(cell: Cell, value: str) -> list[tuple]:
    """Return (a box to tick, its words) for each choice of `cell`."""
    return [
        (tick_field(f"{cell.label}: {one}", f"{cell.name}.{place}", one == value), one)
        for place, one in enumerate(cell.choices, start=1)
    ]


def _field(label: str, name: str):
    field = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias/><w:tag/></w:sdtPr>"
        "<w:sdtContent><w:r/></w:sdtContent></w:sdt>"
    )
    properties = field.find(qn("w:sdtPr"))
    properties.find(qn("w:alias")).set(qn("w:val"), short(label))
    properties.find(qn("w:tag")).set(qn("w:val"), name[:MOST])
    return field


def _sort(cell: Cell):
    """Return what says which sort of field it is."""
    if cell.kind == Kind.DATE:
        date = OxmlElement("w:date")
        shape = OxmlElement("w:dateFormat")
        shape.set(qn("w:val"), "d MMMM yyyy")
        date.append(shape)
        return date
    if cell.kind == Kind.PICK:
        picks = OxmlElement("w:dropDownList")
        for one in cell.choices:
            item = OxmlElement("w:listItem")
            item.set(qn("w:displayText"), one)
            item.set(qn("w:value"), one)
            picks.append(item)
        return picks
    text = OxmlElement("w:text")
    text.set(qn("w:multiLine"), "1")
    return text


def _fill(field, value: str) -> None:
    """Write `value` into the field; each line of it is a line there."""
    run = field.find(qn("w:sdtContent")).find(qn("w:r"))
    for place, line in enumerate(value.split("\n")):
        if place:
            run.append(OxmlElement("w:br"))
        text = OxmlElement("w:t")
        text.text = line
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
