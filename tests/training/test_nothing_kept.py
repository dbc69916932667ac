"""Nothing that is typed into a sheet is kept: no table, log line, file or cache entry holds it afterwards.

A server of its own is asked, with the settings of a public site, a cache in the database and the log of
accesses that an operator may switch on: every output of a sheet, signed in and not, mistakes among them.
"""

import http.client
import logging
import os
import subprocess
import sys
import urllib.parse
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from tests import snapshot
from tests.browser.server import free_port, wait_for
from tests.sessions import signed_in_session
from tests.traces import files_with, tables_with
from tests.training.conftest import READER
from training.models import ResourceSheetPage

MARK = "Zyxquill"  # begins every word that is typed, and stands nowhere else
SORTS = ["page", "pdf", "docx", "csv", "xlsx", "ics", "no-such-sort"]


def typed(number: int) -> str:
    """Return words that can be told apart, so that a failure says which post was kept."""
    return f"{MARK}{number}"


def posts(page: ResourceSheetPage):
    """Yield what is posted to the form of `page`: each output, then each mistake."""
    cells = page.sheet.cells()
    texts = [name for name, cell in cells.items() if cell.kind == "text"]
    dates = [name for name, cell in cells.items() if cell.kind == "date"]
    for number, sort in enumerate(SORTS):
        yield {**dict.fromkeys(texts, typed(number)), **dict.fromkeys(dates, "2031-05-06"), "as": sort}
    yield {**dict.fromkeys(texts, typed(20) * 900), "as": "pdf"}  # too long
    yield {**dict.fromkeys(dates, typed(21)), "as": "ics"}  # no date
    yield {typed(22): typed(22), "trainer": typed(22), "as": typed(22)}  # tampered
    yield {texts[0]: f"\u202e{typed(23)}\x00\x1b", "as": "docx"}
    yield {f"n{number}": typed(24) for number in range(10_001)}  # refused
    yield {texts[0]: typed(25) * 400_000}  # larger than any post may be


@contextmanager
def public_server(database: str, folder: Path):
    """Serve the database of that name as a public site does; all that it writes lies below `folder`."""
    port = free_port()
    for name in ("tmp", "var"):
        (folder / name).mkdir()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "DATABASE_URL": snapshot.address(database),
        "SECRET_KEY": settings.SECRET_KEY,  # so that the sessions of the test are known
        "ALLOWED_HOSTS": "localhost",
        "BASE_URL": f"http://localhost:{port}",
        "DEMO": "1",
        "TMPDIR": str(folder / "tmp"),
        "VAR_DIR": str(folder / "var"),
    }
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--threads", "4", "--no-control-socket"]
    command += ["--access-logfile", "-", "--log-level", "debug", "--bind", f"127.0.0.1:{port}"]
    with (folder / "log.txt").open("wb") as log:
        server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"http://localhost:{port}", server)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=20)


def send(port: int, path: str, data: dict, cookie: str = "") -> tuple[int, bytes]:
    """Post `data`; return the status and the answer."""
    line = http.client.HTTPConnection("localhost", port, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    try:
        line.request("POST", path, urllib.parse.urlencode(data), headers)
        answer = line.getresponse()
        return answer.status, answer.read()
    except (BrokenPipeError, ConnectionResetError):  # the server hangs up on what is too large
        return 413, b""
    finally:
        line.close()


def session_of(email: str) -> str:
    """Sign somebody in; return the cookie."""
    session = SessionStore()
    session.update(signed_in_session(get_user_model().objects.get(email=email)))
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def test_a_public_server_keeps_nothing(database_of_threads, tmp_path):
    call_command("createcachetable", "cache")
    page = ResourceSheetPage.objects.get(slug="front-door-call-planner")
    got = {}
    with public_server(database_of_threads, tmp_path) as port:
        for cookie in ("", session_of(READER)):
            for number, data in enumerate(posts(page)):
                got[bool(cookie), number] = send(port, f"/training/sheets/{page.slug}/fill/", data, cookie)
            status, answer = send(
                port, f"/training/programme/page/?items={page.pk}", {"name": typed(30), "as": "docx"}, cookie
            )
            assert status == 200 and answer.startswith(b"PK")
    statuses = {key: status for key, (status, _) in got.items()}
    assert all(status in (200, 400, 413) for status in statuses.values()), statuses
    assert typed(0).encode() in got[False, 0][1] and got[False, 1][1].startswith(b"%PDF")
    assert typed(20).encode() in got[True, len(SORTS)][1]

    log = (tmp_path / "log.txt").read_text()
    assert f"POST /training/sheets/{page.slug}/fill/" in log
    assert MARK not in log
    assert files_with(MARK, tmp_path, Path(settings.VAR_DIR), Path(settings.MEDIA_ROOT)) == []
    assert tables_with(MARK) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone()[0] > 0


@pytest.mark.django_db
@pytest.mark.parametrize("who", [None, READER])
def test_nothing_is_kept_on_any_database(demo, client, signed_in, caplog, capfd, who):
    """The same with the database of the tests, which may be PostgreSQL, and logs at their most talkative."""
    caplog.set_level(logging.DEBUG)
    if who:
        signed_in(who)
    page = ResourceSheetPage.objects.get(slug="front-door-call-planner")
    for data in posts(page):
        assert client.post(f"{page.url}fill/", data).status_code in (200, 400, 413)
    assert MARK not in "".join(
        str(record.__dict__) for record in caplog.records if record.name != "django.db"
    )
    assert MARK not in "".join(capfd.readouterr())
    assert MARK not in str(getattr(cache, "_cache", "")) and MARK not in str(dict(client.session))
    assert tables_with(MARK) == []


@pytest.mark.django_db
def test_what_would_be_kept_is_found(add_sheet, tmp_path):
    """Each of the searches above finds what is there."""
    add_sheet("- lines: {id: a, label: A}", standfirst=MARK)
    assert "training_trainingpage" in tables_with(MARK)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"\x00" + MARK.encode())
    assert files_with(MARK, tmp_path) == [tmp_path / "deep" / "file"]
