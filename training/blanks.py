"""Blank files, kept for a day: the same sheet is not laid out twice, however often it is asked for."""

import hashlib
from collections.abc import Callable

from django.core.cache import cache

from training.sheets.pdf import STYLE, blank_pdf
from training.sheets.tree import Sheet
from training.sheets.turns import BusyError, turn
from training.sheets.word import blank_word

KEPT = 24 * 60 * 60  # seconds
MAKERS = {"pdf": blank_pdf, "docx": blank_word}


def blank_file(sheet: Sheet, sort: str, allowed: Callable[[], bool] = lambda: True) -> bytes:
    """Return the blank "pdf" or "docx" of `sheet`.

    Raises PdfUnavailableError where no PDF can be made. Where it is not kept, it is asked whether one more is
    `allowed`; raises BusyError where not, or where too many wait already. Of many who ask for the same one at
    the same moment, the first makes it and the others find it.
    """
    key = f"sheet:{sort}:{_digest(sheet)}"
    made = cache.get(key)
    if made is not None:
        return made
    if not allowed():
        raise BusyError
    with turn(sort):
        made = cache.get(key)
        if made is None:
            made = MAKERS[sort](sheet)
            cache.set(key, made, KEPT)
    return made


def _digest(sheet: Sheet) -> str:
    """Return what changes when anything of the sheet or its style does."""
    return hashlib.sha256(repr(sheet).encode() + STYLE.read_bytes()).hexdigest()
