"""The site as the browser tests see it: a process of its own, on a copy of the test database.

So a browser test needs no database transaction, sees no half-written state of another test, and runs
against the server that `make run` uses.
"""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

LONGEST_START = 60  # seconds


@contextmanager
def serve(database: Path):
    """Serve the portal from the SQLite file `database`; give its address; end the server afterwards."""
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": f"sqlite:///{database}",
        "BASE_URL": f"http://localhost:{port}",
    }
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--threads", "8", "--no-control-socket"]
    command += ["--log-level", "warning", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        address = f"http://localhost:{port}"
        wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, server: subprocess.Popen) -> None:
    """Wait until the server answers. Raises RuntimeError where it ends, or takes a minute."""
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/livez", timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("The server of the browser tests did not start: see its lines above.")


def copy_database(target: Path) -> None:
    """Write the test database, as it is now, to the file `target`."""
    from django.db import connection

    connection.ensure_connection()
    copy = sqlite3.connect(target)
    connection.connection.backup(copy)
    copy.close()


def store_session(database: Path, key: str, data: str) -> None:
    """Put a session into the server's database, where a test signs somebody in without the form."""
    connection = sqlite3.connect(database, timeout=20)
    with connection:
        connection.execute(
            "INSERT INTO django_session (session_key, session_data, expire_date)"
            " VALUES (?, ?, datetime('now', '+1 day'))",
            (key, data),
        )
    connection.close()
