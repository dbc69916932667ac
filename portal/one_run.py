"""One run of a command at a time. The lock ends with its process, also where that is killed."""

import fcntl
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def only_run(name: str) -> Generator[bool]:
    """Give whether no other run of `name` goes on; none can begin until this one is over.

    On PostgreSQL it is a lock of the database, for every machine that works on it. SQLite is of one
    machine: there it is a file in VAR_DIR.
    """
    if connection.vendor == "postgresql":
        yield from _locked_in_postgresql(zlib.crc32(name.encode()))
    else:
        with locked(settings.VAR_DIR / f"{name}.lock", wait=False) as is_ours:
            yield is_ours


def _locked_in_postgresql(number: int) -> Generator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


@contextmanager
def locked(file: Path, *, wait: bool) -> Generator[bool]:
    """Give whether no other process of this machine holds the lock of `file`; it is held until the end.

    In: whether to wait until it is free.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
