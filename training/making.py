"""How many files are made for whom: whatever is asked, pages are still served.

One address makes at most so many in a minute. A school is one address: that is more than a training day asks
for. `sheets/turns.py` says how many are made at one moment. Blank files that are kept (`blanks.py`) are made
no second time and count for nobody.
"""

from portal.accounts.lockout import address
from portal.limits import allow_in_memory
from training.sheets.turns import BusyError

MINUTE = 60
COMPLETED_A_MINUTE = 60  # of one address, in each process
BLANK_A_MINUTE = 240  # the same; a school takes 120 different ones at the beginning of a training day
COME_BACK = 30  # seconds: what `Retry-After` says


def may_make(request, limit: int = COMPLETED_A_MINUTE) -> bool:
    """Return whether one more file is made for the address of `request` in this minute."""
    return allow_in_memory(f"sheets {limit}", address(request), limit, MINUTE)


def count(request) -> None:
    """Count one more file for the address of `request`. Raises BusyError where it has had its share."""
    if not may_make(request):
        raise BusyError
