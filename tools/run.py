"""`make run`: prepare the site, serve it as in production, and say where it is and who may sign in."""

import base64
import hashlib
import hmac
import os
import secrets
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
SITE_ENVIRONMENT = ROOT / "var" / "site.env"
WELCOME = ROOT / "var" / "welcome.txt"  # prepare_site writes who may sign in
LONGEST_START = 60  # seconds

# Of the made-up people of the demo content.
DEMO_PASSWORD = "Ambleford-demo-2026"  # noqa: S105 - printed for everybody, refused where DEMO=0
DEMO_SECOND_FACTOR = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def main() -> int:
    """Serve until Ctrl-C. Return gunicorn's exit code, or 1 where the site cannot be served."""
    port, demo = os.environ.get("PORT", "8000"), os.environ.get("DEMO", "1")
    if not port.isdigit() or not 0 < int(port) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
    if demo not in {"0", "1"}:
        sys.exit(f"DEMO must be 1 or 0, not {demo!r}.")
    if is_taken(int(port)):
        sys.exit(f"Port {port} is in use by another program. Choose another: make run PORT=8123")
    environment = {**os.environ, **write_site_environment(port, demo)}
    prepare = [BIN / "python", "manage.py", "prepare_site", "--welcome", WELCOME]
    if subprocess.call(prepare, cwd=ROOT, env=environment):
        return 1
    server = subprocess.Popen(gunicorn(port), cwd=ROOT, env=environment)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        if wait_until_ready(server, port):
            print(welcome(port, demo), flush=True)
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
        return 0


def is_taken(port: int) -> bool:
    """Return whether a program already listens on `port` of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def write_site_environment(port: str, demo: str) -> dict[str, str]:
    """Write var/site.env, from which manage.py reads too; keep what a person added.

    Return what it says. A VAR_DIR of the shell counts more, for this run: it is returned, and not written.
    """
    SITE_ENVIRONMENT.parent.mkdir(exist_ok=True)
    lines = SITE_ENVIRONMENT.read_text().splitlines() if SITE_ENVIRONMENT.exists() else []
    known = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    folder = ROOT / (os.environ.get("VAR_DIR") or known.get("VAR_DIR") or "var")
    own = f"sqlite:///{folder / ('db.sqlite3' if demo == '1' else 'own.sqlite3')}"
    values = {
        "SECRET_KEY": secrets.token_urlsafe(60),
        **known,
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "BASE_URL": f"http://localhost:{port}",
        "CSRF_TRUSTED_ORIGINS": f"http://localhost:{port},http://127.0.0.1:{port}",
        "DEMO": demo,
        "DATABASE_URL": os.environ.get("DATABASE_URL") or own,
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    }
    text = "# Written by make run; manage.py reads it.\n" + "".join(f"{n}={v}\n" for n, v in values.items())
    descriptor = os.open(SITE_ENVIRONMENT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    return values | {"VAR_DIR": str(folder)}


def gunicorn(port: str) -> list[str]:
    """Return the command that serves, on both of localhost's addresses where the machine has both."""
    command = [str(BIN / "gunicorn"), "portal.wsgi", "--workers", "2", "--threads", "4", "--preload"]
    command += ["--no-control-socket", "--log-level", "warning", "--bind", f"127.0.0.1:{port}"]
    return command + (["--bind", f"[::1]:{port}"] if has_ipv6(int(port)) else [])


def has_ipv6(port: int) -> bool:
    """Return whether `port` can be served on the machine's own IPv6 address."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("::1", port))
    except OSError:
        return False
    return True


def wait_until_ready(server: subprocess.Popen, port: str) -> bool:
    """Wait for /readyz to answer 200. Return False, with a plain message, where it does not."""
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    print("The server did not become ready: see the lines above.", file=sys.stderr, flush=True)
    server.terminate()
    return False


def welcome(port: str, demo: str) -> str:
    """Return what to print once the site answers."""
    lines = ["", f"The portal is at http://localhost:{port} (Ctrl-C ends it)."]
    lines += ["", WELCOME.read_text().rstrip()]
    if demo == "1":
        lines += [f"Password: {DEMO_PASSWORD}", f"Code of the second step now: {code_now()}"]
        lines += [f"(For later codes, put this key into an authenticator app: {DEMO_SECOND_FACTOR})"]
    return "\n".join(lines) + "\n"


def code_now(secret: str = DEMO_SECOND_FACTOR) -> str:
    """Return the six digits of the second step at this moment (RFC 6238, 30 seconds, SHA-1)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


if __name__ == "__main__":
    sys.exit(main())
