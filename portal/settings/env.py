"""Settings from the environment, read in one place and with one meaning each."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]
SITE_ENVIRONMENT = BASE_DIR / "var" / "site.env"  # wherever VAR_DIR is, which may be set in it


def use_site_environment(path: Path = SITE_ENVIRONMENT) -> None:
    """Add the lines `NAME=value` of `path` to the environment, where it exists.

    `make run` writes that file, so that `manage.py` works on the site it serves.
    A variable that is set already wins. Without a settings module, production is meant.
    """
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            name, separator, value = line.partition("=")
            if separator and not name.startswith("#"):
                os.environ.setdefault(name.strip(), value.strip())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")


def text(name: str, default: str = "") -> str:
    """Return the variable `name`, or `default` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def var_dir() -> Path:
    """Return the folder of all that the portal writes; a relative VAR_DIR is meant within the checkout."""
    return BASE_DIR / text("VAR_DIR", "var")


def required(name: str) -> str:
    """Return the variable `name`. Raises ImproperlyConfigured where it is missing or empty."""
    if value := text(name):
        return value
    raise ImproperlyConfigured(f"Set {name} in the environment: see docs/operations/settings.md.")


def flag(name: str, default: bool = False) -> bool:
    """Return the variable `name` as yes or no. Raises ImproperlyConfigured for another word."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def words(name: str, default: str = "") -> list[str]:
    """Return the variable `name` as a list, split at commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(name: str = "DATABASE_URL") -> dict:
    """Return Django's settings for the database of the variable `name`.

    `postgresql://user:password@host:port/name` (or `?host=/socket/folder`) means PostgreSQL,
    `sqlite:///path` or nothing means SQLite. Raises ImproperlyConfigured for another scheme.
    """
    url = urlsplit(text(name, f"sqlite:///{var_dir() / 'db.sqlite3'}"))
    if url.scheme in {"postgres", "postgresql"}:
        query = parse_qs(url.query)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": query.get("host", [url.hostname or ""])[0],
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # A database that hangs must not hold a worker for ever (seconds, milliseconds).
            "OPTIONS": {"connect_timeout": 3, "options": "-c statement_timeout=15000"},
        }
    if url.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(url.path.removeprefix("/")) if url.path == "/:memory:" else unquote(url.path),
            # With these three together eight writers at once never saw "database is locked".
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    raise ImproperlyConfigured(f"{name} must start with postgresql:// or sqlite://, not {url.scheme!r}.")
