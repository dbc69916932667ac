"""Rules of a block that concern more than one of its fields, said so that an editor knows what to do.

Each `check_...` takes the value of a block and returns what is wrong, by field: {} where nothing is.
"""

import re
from collections import Counter

from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError

from training.sheets.cells import choices_of
from training.sheets.limits import MOST_ROWS

PLACE = re.compile(r"\[\[\s*([^\[\]]*?)\s*\]\]")
WORD = re.compile(r"[a-z0-9][a-z0-9-]*")


def refuse(wrong: dict[str, str]) -> None:
    """Raise what an editor sees beside each field of `wrong`; do nothing where there is none."""
    if wrong:
        raise StructBlockValidationError({name: ValidationError(said) for name, said in wrong.items()})


def check_table(value) -> dict[str, str]:
    """A table has rows, not too many, and nothing in cells that do not exist."""
    wrong: dict[str, str] = {}
    columns = len(value["columns"])
    count = len(value["rows"]) + value["blank_rows"]
    if not count:
        wrong["rows"] = "A table needs a row, or empty rows."
    elif count > MOST_ROWS:
        wrong["rows"] = f"At most {MOST_ROWS} rows, the empty ones among them; these are {count}."
    for place, row in enumerate(value["rows"], start=1):
        wrong |= _wrong_row(value, row, place)
    if len(value["example"]) > columns + bool(value["row_head"]):
        wrong["example"] = "The example has more cells than the table has columns."
    if _repeated(column["label"] for column in value["columns"]):
        wrong["columns"] = "Two columns have the same head."
    if value["rows_from"] and not value["row_head"]:
        wrong["row_head"] = "Rows from the directory have names: say what the first column is called."
    return wrong


def _wrong_row(value, row, place: int) -> dict[str, str]:
    columns = value["columns"]
    if row["head"] and not value["row_head"]:
        return {"row_head": f"Row {place} has a name: say what the first column is called."}
    if len(row["start"]) > len(columns):
        return {
            "rows": f"Row {place} has text for {len(row['start'])} cells; there are {len(columns)} columns."
        }
    for column, text in zip(columns, row["start"], strict=False):
        allowed = choices_of(column["choices"])
        if text and column["cell"] in ("tick", "date"):
            return {"rows": f"Row {place}: a cell of “{column['label']}” begins empty."}
        if text and allowed and text.strip() not in allowed:
            return {"rows": f"Row {place}: “{text}” is no choice of “{column['label']}”."}
    return {}


def check_rating(value) -> dict[str, str]:
    """Each rating and each note of a statement has a head of its own."""
    if _repeated([*value["times"], *value["notes"]]):
        return {"notes": "Two columns have the same head."}
    return {}


def check_facts(value) -> dict[str, str]:
    """A model answer names roles and purposes that the block has."""
    if _repeated(value["roles"]):
        return {"roles": "Two columns have the same head."}
    for fact in value["facts"]:
        for line in choices_of(fact["answer"]):
            role, _, purpose = (part.strip() for part in line.partition(":"))
            if role not in value["roles"]:
                return {"facts": f"The model answer names “{role}”, which is no role here."}
            if purpose not in value["purposes"]:
                return {"facts": f"The model answer names “{purpose}”, which is no purpose here."}
    return {}


def check_letter(value) -> dict[str, str]:
    """Every place of the text is listed, once, and every one that is listed stands in the text."""
    names = [field["name"] for field in value["fields"]]
    for name in names:
        if not WORD.fullmatch(name):
            return {"fields": f"“{name}”: use small letters, digits and hyphens."}
    if _repeated(names):
        return {"fields": "Two places have the same word."}
    in_text = PLACE.findall(value["text"].source)
    if missing := [name for name in in_text if name not in names]:
        return {"text": f"[[{missing[0]}]] stands in the text and is not listed below."}
    if unused := [name for name in names if name not in in_text]:
        return {
            "fields": f"“{unused[0]}” does not stand in the text: write [[{unused[0]}]] where it belongs."
        }
    return {}


def check_sheet(value, most: int) -> str:
    """Return what is wrong with the whole of a sheet, or nothing."""
    from training.sheets.from_blocks import parts_of
    from training.sheets.tree import cells_of

    names = [cell.name for cell in cells_of(parts_of(value))]
    if len(names) > most:
        return f"A sheet has at most {most} things to fill in; this has {len(names)}. Make two sheets of it."
    if repeated := _repeated(names):
        return f"Two things to fill in have the same name: {repeated[0]}. Delete one, and add it anew."
    return ""


def _repeated(words) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]
