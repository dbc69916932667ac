"""One PDF and one Word file are made at a time in each process, by whatever way they are asked for.

A file is made in memory, which takes up to two seconds of the processor; and Pango's fonts are shared, so ten
PDFs at once would take ten times the memory. Whoever waits longer than `LONGEST_WAIT` is told to come back.
"""

import threading
from contextlib import contextmanager

LONGEST_WAIT = 10  # seconds; a proxy gives up after 30

# Whoever has the turn may ask for it again: a file that is kept is looked for and made in one turn.
_TURNS = {sort: threading.RLock() for sort in ("pdf", "docx")}


class PdfUnavailableError(Exception):
    """No PDF can be made: the libraries that WeasyPrint draws with (Pango) are not on this machine."""


class BusyError(PdfUnavailableError):
    """So many files are asked for that this one is not made now."""


@contextmanager
def turn(sort: str):
    """Wait for the one place where files of `sort` are made. Raises BusyError where that takes too long."""
    if not _TURNS[sort].acquire(timeout=LONGEST_WAIT):
        raise BusyError
    try:
        yield
    finally:
        _TURNS[sort].release()
