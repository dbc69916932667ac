"""Sheets for tests: from YAML, as a demonstration's files are, without a database."""

from functools import cache
from pathlib import Path

from home.importers.reading import Mistakes, parse, read_yaml
from home.importers.sheets import read_sheet
from training.models.page import CREDIT
from training.records.adapting import for_everybody
from training.sheets.blocks import SheetBlock
from training.sheets.from_blocks import parts_of
from training.sheets.tree import Sheet

FILES = Path(__file__).parent / "files" / "training" / "sheets"
DEMO = Path(__file__).parents[2] / "demo" / "training" / "sheets"


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


def demo_slugs() -> list[str]:
    """Return the slugs of the demonstration's sheets, letters and forms."""
    return sorted(file.stem for file in DEMO.glob("*.yaml"))


@cache
def demo_sheet(slug: str, for_trainers: bool = False) -> Sheet:
    """Return a sheet of the demonstration, made from its file."""
    mistakes = Mistakes()
    item = read_yaml(DEMO / f"{slug}.yaml", slug, mistakes)
    raw = read_sheet(item["blocks"], mistakes)
    assert mistakes.lines == []
    sheet = Sheet(
        title=item["title"].text,
        code=item["code"].text,
        standfirst=item["standfirst"].text,
        parts=parts_of(stream_of(raw)),
        warn_names=item["warn_names"].text != "false",
        landscape=item["page"].text == "landscape",
        credit=CREDIT if item["origin"].text == "toolkit" else "",
        for_trainers=True,
    )
    return sheet if for_trainers else sheet.for_everybody()


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


def every_stored_block() -> list[dict]:
    """Return the blocks of the sheet that has every kind, as Wagtail stores them."""
    mistakes = Mistakes()
    blocks = read_sheet(
        read_yaml(FILES / "every-block.yaml", "every-block.yaml", mistakes)["blocks"], mistakes
    )
    assert mistakes.lines == []
    return for_everybody(blocks)
