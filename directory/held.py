"""What this process holds in memory of the directory: it is true for one edition and one day.

A service changes only with an edition (`directory.edition`), so what is worked out once serves every
reader until then. Nothing that depends on who reads is held here.
"""

import datetime
import threading
from typing import Any

from django.utils import timezone

from directory import edition


class Kept(dict[Any, Any]):
    """What readers asked for lately. Once it holds `most` things it begins anew, so that it stays small."""

    def __init__(self, most: int):
        super().__init__()
        self.most = most

    def __setitem__(self, key, value):
        if len(self) >= self.most:
            self.clear()
        super().__setitem__(key, value)


class Held:
    """What is held of one edition on one day: each thing is a few kB, the index a few hundred."""

    def __init__(self, true_for: tuple[int, datetime.date]):
        self.true_for = true_for
        self.index: Any = None  # of directory.facets, once a list has asked for it
        self.building = threading.Lock()
        self.front_doors: list[int] | None = None  # primary keys: directory.rows
        self.forms = Kept(300)  # HTML by query: directory.views.find
        self.services = Kept(1000)  # by primary key: directory.rows
        self.rows = Kept(2000)  # HTML by primary key and opening: directory.rows


_replacing = threading.Lock()
_held: Held | None = None


def held() -> Held:
    """Return what is held of the present edition and day, empty where they are new. One query."""
    global _held
    # Read before the services are: what changes meanwhile raises it, and the next request begins anew.
    wanted = edition.number(), timezone.localdate()
    with _replacing:
        if _held is None or _held.true_for != wanted:
            _held = Held(wanted)
        return _held


def forget() -> None:
    """Hold nothing any more: for tests, whose changes are undone without an edition."""
    global _held
    _held = None
