"""Sheets for tests: from YAML, as a demonstration's files are, without a database."""

from pathlib import Path

from home.importers.reading import Mistakes, parse, read_yaml
from home.importers.sheets import read_sheet
from training.sheets.blocks import SheetBlock
from training.sheets.from_blocks import parts_of
from training.sheets.tree import Sheet

FILES = Path(__file__).parent / "files" / "training" / "sheets"


def raw_of(text: str) -> tuple[list[dict], list[str]]:
    """Return (blocks as stored, mistakes) of the YAML `text` of a list of blocks."""
    mistakes = Mistakes()
    item = parse(text, "sheet.yaml", mistakes)
    return (read_sheet(item, mistakes) if item else []), mistakes.lines


def stream_of(raw: list[dict]):
    """Return stored blocks as the value of a StreamField."""
    block = SheetBlock()
    block.set_name("body")
    return block.to_python(raw)


def sheet_of(text: str, **fields) -> Sheet:
    """Return the sheet that the YAML `text` of a list of blocks makes."""
    raw, mistakes = raw_of(text)
    assert mistakes == []
    return Sheet(**{"title": "A sheet", "code": "T1", "parts": parts_of(stream_of(raw)), **fields})


def every_block(**fields) -> Sheet:
    """Return the sheet that has every kind of block."""
    mistakes = Mistakes()
    item = read_yaml(FILES / "every-block.yaml", "every-block.yaml", mistakes)
    raw = read_sheet(item["blocks"], mistakes)
    assert mistakes.lines == []
    words = {"title": item["title"].text, "code": "T1", "standfirst": item["standfirst"].text}
    return Sheet(**{**words, "parts": parts_of(stream_of(raw)), **fields})


def answers_for(sheet: Sheet) -> dict[str, str]:
    """Return an answer for each cell of `sheet`, each another one where that can be."""
    found = {}
    for number, (name, cell) in enumerate(sheet.cells().items()):
        if cell.choices:
            found[name] = cell.choices[number % len(cell.choices)]
        elif cell.kind == "tick":
            found[name] = "yes"
        elif cell.kind == "date":
            found[name] = f"2026-03-{number % 28 + 1:02}"
        else:
            found[name] = f"Answer {number} ≥ é"
    return found
