"""What a school changed of a sheet, and what has become of the sheet since."""

from training.records.adapting import NAMES, Block, for_everybody
from training.records.models import OwnSheet
from training.records.plain_text import to_text

LONGEST = 60
HEADS = ("label", "caption", "title", "question", "text")


def name_of(block: Block) -> str:
    """Return what a block is, and its first words."""
    value = block["value"]
    words = (
        next(
            (value[word] for word in ("label", "caption", "title", "question", "text") if value.get(word)), ""
        )
        if isinstance(value, dict)
        else value
    )
    text = " ".join(to_text(str(words)).split())
    short = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return f"{NAMES[block['type']]}: {short}" if short else NAMES[block["type"]]


def differences(before: list[Block], after: list[Block]) -> list[tuple[str, str]]:
    """Return (what happened, to which block) for each block that came, went or is another."""
    old, new = ({block["id"]: block for block in blocks} for blocks in (before, after))
    found = [("Taken out", name_of(block)) for key, block in old.items() if key not in new]
    found += [("Added", name_of(block)) for key, block in new.items() if key not in old]
    found += [
        ("Changed", name_of(block))
        for key, block in new.items()
        if key in old and block["value"] != old[key]["value"]
    ]
    if [key for key in old if key in new] != [key for key in new if key in old]:
        found.append(("Moved", "the order is another"))
    return found


def became_of(own: OwnSheet, origin) -> str:
    """Return what a school should know of the sheet that its own was made from, or nothing.

    `origin` is its page, where its reader may read it, else None.
    """
    if origin is None:
        return "The sheet that this was made from is not published any more."
    if origin.guidance_status.is_past:
        return f"The sheet that this was made from is {origin.get_status_display().lower()} now."
    if for_everybody(origin.body.get_prep_value()) != own.origin_body:
        note = f" {origin.change_note}" if origin.change_note else ""
        return f"The sheet that this was made from has changed since.{note}"
    return ""
