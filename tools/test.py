"""`make test`: style, types, dependencies, checks, then the whole suite on SQLite and on PostgreSQL.

Every step runs, whatever failed before it; the summary at the end says what ran, failed or was skipped.
`--lint` runs the first group alone.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
sys.path.insert(0, str(ROOT))

from tests.elasticsearch import cluster  # noqa: E402
from tools import with_postgres  # noqa: E402

# Production as it stands behind https; the key is no secret, for nothing is served with it.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "for-the-deploy-check-alone-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "portal.example.org",
    "BASE_URL": "https://portal.example.org",
    "DATABASE_URL": "sqlite:///:memory:",
    "DEMO": "0",
}
TESTING = {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}
# A worker for each core, up to four: each has a database, a server and a browser of its own.
PYTEST = ["-m", "pytest", "-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal"]
PYTHON = str(BIN / "python")
MANAGE = [PYTHON, "-W", "ignore::ResourceWarning", "manage.py"]

LINT = [
    ("style", [str(BIN / "ruff"), "check", "--quiet", "."], {}),
    ("format", [str(BIN / "ruff"), "format", "--quiet", "--check", "."], {}),
    ("templates", [str(BIN / "djlint"), "--quiet", "--lint", "templates"], {}),
    ("dependencies", [str(BIN / "lint-imports"), "--no-cache"], {}),
    ("types", [str(BIN / "ty"), "check", "--quiet"], {}),
]
CHECKS = [
    ("check", [*MANAGE, "check"], TESTING),
    ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], TESTING),
    ("deploy check", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
]


def main(arguments: list[str]) -> int:
    """Run every step; return 0 where all of them passed."""
    steps = LINT if "--lint" in arguments else LINT + CHECKS
    results = [quietly(*step) for step in steps]
    if "--lint" not in arguments:
        results.append(suite("tests on SQLite", [PYTHON, *PYTEST]))
        results.append(suite_on_postgres())
        results += without_elasticsearch()
    print()
    for name, result, seconds in results:
        print(f"{result:8} {name} ({seconds:.0f} s)")
    return int(any(result == "FAILED" for _, result, _ in results))


def quietly(name: str, command: list[str], settings: dict) -> tuple[str, str, float]:
    """Run a step; show what it printed only where it failed."""
    start = time.monotonic()
    environment = {**os.environ, **settings}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        print(f"--- {name}: {' '.join(command)}\n{done.stdout}", flush=True)
    return name, "FAILED" if done.returncode else "passed", time.monotonic() - start


def suite(name: str, command: list[str]) -> tuple[str, str, float]:
    """Run pytest in the open."""
    print(f"--- {name}", flush=True)
    start = time.monotonic()
    code = subprocess.call(command, cwd=ROOT, env={**os.environ, **TESTING})
    return name, "FAILED" if code else "passed", time.monotonic() - start


def suite_on_postgres() -> tuple[str, str, float]:
    """Run the suite on a throw-away PostgreSQL, without the browser (it was opened once already)."""
    if reason := with_postgres.why_not():
        return f"tests on PostgreSQL: {reason}", "skipped", 0
    pytest = [PYTHON, *PYTEST, "-m", "not browser"]
    return suite("tests on PostgreSQL", [PYTHON, "tools/with_postgres.py", "--", *pytest])


def without_elasticsearch() -> list[tuple[str, str, float]]:
    """Return a line where the suites left Elasticsearch out: without SEARCH_URL they start one themselves."""
    reason = "" if os.environ.get("SEARCH_URL") else cluster.why_not()
    return [(f"tests on Elasticsearch: {reason}", "skipped", 0)] if reason else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
