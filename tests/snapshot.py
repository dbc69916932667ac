"""The test database, made once and copied: migrated, with the demo content loaded.

Migrating takes ten seconds and loading the demo a few more, so each is done once for each state of
the sources and kept as a file in var/. A worker then starts from a copy in well under a second.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, connections
from django.utils import timezone

from portal.one_run import locked

FOLDER = settings.VAR_DIR / "tests"


def prepare_database() -> None:
    """Point the default connection at a fresh test database that holds the demo content."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with locked(FOLDER / "lock", wait=True):  # the other workers wait until it is made
        snapshot = demo_snapshot()
        if not snapshot.exists():
            make_demo_snapshot(snapshot)
    restore(snapshot)


def demo_snapshot() -> Path:
    """Return the file of the demo snapshot for the sources as they are; it may not exist yet."""
    rooms = {Path(config.path) for config in apps.get_app_configs() if is_ours(config)}
    sources = (file for room in rooms for file in room.rglob("*.py"))
    demo = (file for file in (settings.BASE_DIR / "demo").rglob("*") if file.is_file())
    return snapshot_file("demo", [*migrations(), *sources, *demo])


def make_demo_snapshot(snapshot: Path) -> None:
    """Migrate (or take the migrated snapshot), load the demo content, and keep the result."""
    migrated = snapshot_file("migrated", migrations())
    if migrated.exists():
        restore(migrated)
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    else:
        use_empty_database()
        call_command("migrate", interactive=False, verbosity=0)
        keep(migrated)
    call_command("load_demo", verbosity=0)
    keep(snapshot)


def is_ours(config) -> bool:
    """Return whether the app stands in this repository."""
    path = Path(config.path)
    return path.is_relative_to(settings.BASE_DIR) and not path.is_relative_to(settings.BASE_DIR / ".venv")


def migrations() -> list[Path]:
    """Return every migration of every app."""
    folders = (Path(config.path, "migrations") for config in apps.get_app_configs())
    return [file for folder in folders for file in folder.glob("*.py")]


def snapshot_file(kind: str, sources: Iterable[Path]) -> Path:
    """Return where the snapshot of `kind` for this content of `sources` is kept."""
    # The demo keeps its dates as days before the load, so tomorrow needs a snapshot of its own.
    digest = sha256(f"{django.VERSION} {connection.vendor} {timezone.localdate()}".encode())
    for file in sorted(set(sources)):
        digest.update(str(file).encode() + file.read_bytes())
    return FOLDER / f"{kind}-{connection.vendor}-{digest.hexdigest()[:16]}"


@contextmanager
def demo_database(folder: Path):
    """Give the name of a database of its own with the demo content, which goes afterwards."""
    if connection.vendor == "postgresql":
        name = f"{connection.settings_dict['NAME']}_{folder.name.replace('-', '_')}"
        fill_postgres(name, demo_snapshot())
        yield name
        postgres("dropdb", "--if-exists", "--force", name)
    else:
        shutil.copy(demo_snapshot(), folder / "site.sqlite3")
        yield str(folder / "site.sqlite3")


def address(name: str) -> str:
    """Return what leads another process to the database `name`, as DATABASE_URL has it."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    database = connection.settings_dict
    return f"postgresql://{database['USER']}:{database['PASSWORD']}@/{name}?host={database['HOST']}"


@contextmanager
def using(name: str):
    """Let this thread, and every thread that it starts, use the database `name` in place of the test's."""
    database, held = connection.settings_dict, connections["default"]
    held_name = database["NAME"]
    database["NAME"] = name
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connection.close()
        database["NAME"] = held_name
        connections["default"] = held


def empty_postgres(name: str) -> None:
    """Make an empty database on the PostgreSQL server, in place of one with that name."""
    postgres("dropdb", "--if-exists", name)
    postgres("createdb", "--template=template0", name)


def fill_postgres(name: str, snapshot: Path) -> None:
    """Make a database on the PostgreSQL server that is a copy of `snapshot`."""
    empty_postgres(name)
    postgres("psql", "-qAtX1", "-v", "ON_ERROR_STOP=1", "-f", str(snapshot), "-d", name)


def use_empty_database() -> None:
    """Point the default connection at an empty test database: in memory, or on the PostgreSQL server."""
    database = connection.settings_dict
    connection.close()
    if connection.vendor == "postgresql":
        database["NAME"] = f"test_portal_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
        empty_postgres(database["NAME"])
    else:
        database["NAME"] = connection.creation._get_test_db_name()
        connection.ensure_connection()
        empty = sqlite3.connect(":memory:")
        empty.backup(connection.connection)
        empty.close()


def restore(snapshot: Path) -> None:
    """Point the default connection at a test database that is a copy of `snapshot`."""
    use_empty_database()
    if connection.vendor == "postgresql":
        fill_postgres(connection.settings_dict["NAME"], snapshot)
    else:
        source = sqlite3.connect(snapshot)
        source.backup(connection.connection)
        source.close()


def keep(snapshot: Path) -> None:
    """Write the test database to `snapshot`, and drop older files of the same kind."""
    partial = snapshot.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    if connection.vendor == "postgresql":
        postgres("pg_dump", "-Fp", "--no-owner", "-f", str(partial), connection.settings_dict["NAME"])
    else:
        copy = sqlite3.connect(partial)
        connection.connection.backup(copy)
        copy.close()
    kind = snapshot.name.rpartition("-")[0]
    for old in FOLDER.glob(f"{kind}-*"):
        if old != partial and old.suffix != ".partial":
            old.unlink()
    partial.rename(snapshot)


def drop_database() -> None:
    """Close the default connection and, on PostgreSQL, drop the test database."""
    connection.close()
    if connection.vendor == "postgresql":
        postgres("dropdb", "--if-exists", "--force", connection.settings_dict["NAME"])


def postgres(*command: str) -> None:
    """Run one of PostgreSQL's own programs on the server of the settings."""
    database = connection.settings_dict
    given = {"PGHOST": database["HOST"], "PGPORT": database["PORT"], "PGUSER": database["USER"]}
    given["PGPASSWORD"] = database["PASSWORD"]
    environment = {**os.environ, "PGOPTIONS": "-c client_min_messages=warning"}
    environment.update({name: value for name, value in given.items() if value})
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
