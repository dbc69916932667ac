"""How many files are made at the same time, and for whom: whatever is asked, pages are still served.

A file is made in memory, which takes up to two seconds of the processor. So in each process one PDF and one
Word file are made at a time, whoever waits longer than `LONGEST_WAIT` is told to come back, and one address
makes at most so many in a minute. A school is one address: that is more than a training day asks for.

Blank files that are kept (`blanks.py`) are made no second time and count for nobody.
"""

import threading
from contextlib import contextmanager

from portal.accounts.lockout import address
from portal.limits import allow_in_memory
from training.sheets.pdf import PdfUnavailableError

LONGEST_WAIT = 10  # seconds; a proxy gives up after 30
MINUTE = 60
COMPLETED_A_MINUTE = 60  # of one address, in each process
BLANK_A_MINUTE = 240  # the same; a school takes 120 different ones at the beginning of a training day
COME_BACK = 30  # seconds: what `Retry-After` says

_TURNS = {sort: threading.Lock() for sort in ("pdf", "docx")}


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


def may_make(request, limit: int = COMPLETED_A_MINUTE) -> bool:
    """Return whether one more file is made for the address of `request` in this minute."""
    return allow_in_memory(f"sheets {limit}", address(request), limit, MINUTE)
