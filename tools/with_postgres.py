"""Run a command with a throw-away PostgreSQL: `python tools/with_postgres.py -- pytest -m "not browser"`.

The server lives in memory where it can, listens on a socket alone, and is gone afterwards. As root it
runs as the user `postgres`, for PostgreSQL refuses root. Exits 77 where it cannot be started.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

CANNOT_START = 77
MEMORY = "/dev/shm"  # noqa: S108 - mkdtemp makes a folder of its own there
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 60
shared_buffers = 128MB
wal_level = minimal
max_wal_senders = 0
"""


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs: Debian's newest, else where initdb is on the path."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(debian, key=lambda file: int(file.parts[4]) if file.parts[4].isdigit() else 0)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def why_not() -> str:
    """Return why PostgreSQL cannot be started on this machine, or nothing."""
    if not programs():
        return "PostgreSQL is not installed (apt-get install postgresql)"
    if os.geteuid() == 0:
        try:
            pwd.getpwnam("postgres")
        except KeyError:
            return "PostgreSQL refuses to run as root, and there is no user postgres"
    return ""


@contextmanager
def server():
    """Start a server; give the environment that leads to it; end it afterwards."""
    folder = tempfile.mkdtemp(prefix="portal-pg-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None)
    account = "postgres" if os.geteuid() == 0 else None
    if account:
        shutil.chown(folder, account, account)
    data = f"{folder}/data"

    def call(program: str, *arguments: str, check: bool = True):
        command = [f"{programs()}/{program}", "-D", data, *arguments]
        groups = [] if account else None
        subprocess.run(
            command,
            check=check,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            user=account,
            group=account,
            extra_groups=groups,
        )

    try:
        call("initdb", "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8")
        with Path(data, "postgresql.auto.conf").open("a") as file:
            file.write(SETTINGS.format(folder=folder))
        call("pg_ctl", "-w", "-l", f"{folder}/log", "start")
        yield {
            "DATABASE_URL": f"postgresql://postgres@/portal?host={folder}",
            "PGHOST": folder,
            "PGUSER": "postgres",
            "PGDATABASE": "postgres",
            "PATH": f"{programs()}{os.pathsep}{os.environ['PATH']}",
        }
    finally:
        if Path(data, "postmaster.pid").exists():
            call("pg_ctl", "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run `command` beside a server; return its exit code, or 77 where no server can be started."""
    if reason := why_not():
        print(reason, file=sys.stderr)
        return CANNOT_START
    with server() as leads_there:
        return subprocess.call(command, env={**os.environ, **leads_there})


if __name__ == "__main__":
    sys.exit(main(sys.argv[sys.argv.index("--") + 1 :]))
