"""A server that is killed in the middle of writing leaves a sound database: a few times, or a thousand."""

import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

# Writes pairs of rows, one transaction each, until somebody kills it.
WRITER = """
import os, sys
os.environ["DATABASE_URL"] = "sqlite:///" + sys.argv[1]
import django
from django.conf import settings
from portal.settings import env
settings.configure(DATABASES={"default": env.database()})
django.setup()
from django.db import connection, transaction
connection.ensure_connection()
print("ready", flush=True)
while True:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO pair (half) VALUES ('first')")
        cursor.execute("INSERT INTO pair (half) VALUES ('second')")
"""


@pytest.mark.parametrize("kills", [3, pytest.param(1000, marks=pytest.mark.long)])
def test_a_killed_writer_leaves_whole_transactions(tmp_path, settings, kills):
    database = tmp_path / "killed.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE pair (half TEXT)")
    for number in range(kills):
        kill_while_writing(database, settings.BASE_DIR, after=0.02 + number % 7 / 100)
        with sqlite3.connect(database) as connection:
            counts = dict(connection.execute("SELECT half, COUNT(*) FROM pair GROUP BY half"))
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert counts.get("first") == counts.get("second"), "half a transaction was kept"
    assert counts["first"] > 0


def kill_while_writing(database, folder, after: float) -> None:
    """Start a writer; kill it `after` so many seconds of writing, as a power cut would."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(database)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert writer.stdout.readline() == "ready\n"
    time.sleep(after)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
