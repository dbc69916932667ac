"""A portal in processes of its own, for tests that kill them: a web server and the worker of the search."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings

from tests.elasticsearch.cluster import free_ports

LONGEST_START = 120  # seconds, on a busy machine
MANAGE = [sys.executable, "-W", "ignore::ResourceWarning", "manage.py"]


class Site:
    """A portal on `database` (an address), with Elasticsearch at `urls`. What it says goes into `folder`."""

    def __init__(self, database: str, urls: list[str], folder: Path):
        [self.port] = free_ports(1)
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "said.txt"
        self.said = self.log.open("ab")
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.elasticsearch.settings",
            "DATABASE_URL": database,
            "SEARCH_URL": ",".join(urls),
        }
        self.processes: dict[str, subprocess.Popen] = {}

    def __enter__(self):
        self.sync("--check")  # so that the worker, which checks when it starts, finds nothing to do
        self.start("worker")
        self.start("web")
        self.wait()
        return self

    def __exit__(self, *error):
        for name in list(self.processes):
            self.kill(name)
        self.said.close()

    def start(self, name: str) -> None:
        """Start the "web" server or the "worker", and do not wait for it."""
        gunicorn = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--threads", "4", "--no-control-socket"]
        gunicorn += ["--log-level", "warning", "--bind", f"127.0.0.1:{self.port}"]
        self.processes[name] = subprocess.Popen(
            gunicorn if name == "web" else [*MANAGE, "search_sync"],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=self.said,
            stderr=self.said,
            start_new_session=True,
        )

    def kill(self, name: str) -> None:
        """End it at once with all its processes: kill -9."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def wait(self) -> None:
        """Wait until the web server answers."""
        end = time.monotonic() + LONGEST_START
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"{self.address}/livez", timeout=5).close()  # noqa: S310
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"The web server did not start: see {self.log}")

    def get(self, path: str) -> dict:
        """Return what the web server answers. Raises OSError where it does not, or not with 200."""
        with urllib.request.urlopen(f"{self.address}/test/{path}", timeout=30) as answer:  # noqa: S310
            return json.load(answer)

    def wait_for_elastic(self) -> None:
        """Wait until Elasticsearch answers readers. On a busy machine it may be passed over for a while."""
        end = time.monotonic() + LONGEST_START
        while time.monotonic() < end:
            if self.get("search/?q=school")["engine"] == "elastic":
                return
            time.sleep(0.5)
        raise RuntimeError(f"Elasticsearch answers no reader: see {self.log}")

    def differences(self) -> str:
        """Return what `search_sync --check` says, and where something differed what the outbox held."""
        before = self.outbox()
        said = self.sync("--check")
        return said if said == "No difference.\n" else f"{said}Before: {before}. After: {self.outbox()}."

    def outbox(self) -> list[list]:
        """Return what waits in the outbox."""
        return self.get("outbox/")["outbox"]

    def sync(self, option: str) -> str:
        """Run `search_sync` with an option; return what it prints."""
        done = subprocess.run(
            [*MANAGE, "search_sync", option],
            cwd=settings.BASE_DIR,
            env=self.environment,
            text=True,
            capture_output=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def wait_for_mirror(url: str, index: str = "bridge") -> None:
    """Wait until the worker has built the index, with its copy on another node."""
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end:
        try:
            health = f"{url}/_cluster/health/{index}?wait_for_status=green&timeout=5s"
            with urllib.request.urlopen(health, timeout=10) as answer:  # noqa: S310
                if json.load(answer)["status"] == "green":
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("The worker did not build the index")
