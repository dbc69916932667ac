"""What `make run`, `make test` and `make install` rest on."""

import os
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tools import bench, install, run, with_postgres


@pytest.fixture
def site_file(monkeypatch, tmp_path):
    """A site.env of the test's own."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("VAR_DIR", raising=False)
    monkeypatch.setattr(run, "SITE_ENVIRONMENT", tmp_path / "var" / "site.env")
    return run.SITE_ENVIRONMENT


def test_the_printed_code_is_the_one_that_sign_in_expects():
    counter = int(time.time()) // 30
    expected = {format_hotp_value(hotp_value(run.DEMO_SECOND_FACTOR, counter + step)) for step in (0, 1)}
    assert run.code_now() in expected


def test_the_site_keeps_its_key_and_what_a_person_added(site_file):
    first = run.write_site_environment("8000", "1")
    with site_file.open("a") as file:
        file.write("SECURITY_CONTACT=us@example.org\n")
    second = run.write_site_environment("8123", "0")
    assert second["SECRET_KEY"] == first["SECRET_KEY"]
    assert second["SECURITY_CONTACT"] == "us@example.org"
    assert second["BASE_URL"] == "http://localhost:8123"
    assert second["DATABASE_URL"].endswith("/var/own.sqlite3")
    assert stat.S_IMODE(site_file.stat().st_mode) == 0o600


def test_a_database_of_ones_own_choice_is_used(site_file, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql:///mine")
    assert run.write_site_environment("8000", "1")["DATABASE_URL"] == "postgresql:///mine"


def test_the_database_lies_where_the_site_writes(site_file, monkeypatch, tmp_path):
    """In the folder that a person wrote down, or in that of this run, which counts more."""
    site_file.parent.mkdir()
    site_file.write_text(f"VAR_DIR={tmp_path / 'own'}\n")
    values = run.write_site_environment("8000", "1")
    assert values["DATABASE_URL"] == f"sqlite:///{tmp_path / 'own' / 'db.sqlite3'}"
    monkeypatch.setenv("VAR_DIR", "once")
    values = run.write_site_environment("8000", "1")
    assert values["DATABASE_URL"] == f"sqlite:///{run.ROOT / 'once' / 'db.sqlite3'}"
    assert values["VAR_DIR"] == str(run.ROOT / "once")
    assert f"VAR_DIR={tmp_path / 'own'}\n" in site_file.read_text()


def test_a_taken_port_is_said_plainly():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "tools/run.py"],
            env={**os.environ, "PORT": port},
            cwd=run.ROOT,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 1
    assert done.stderr == f"Port {port} is in use by another program. Choose another: make run PORT=8123\n"


@pytest.mark.parametrize(("name", "value"), [("PORT", "eighty"), ("PORT", "70000"), ("DEMO", "maybe")])
def test_an_absurd_choice_is_said_plainly(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=f"{name} must be"):
        run.main()


def test_a_step_is_done_once_for_each_state_of_its_inputs(monkeypatch, tmp_path):
    monkeypatch.setattr(install, "STAMPS", tmp_path / "stamps")
    source = tmp_path / "source"
    source.write_text("one")
    done = []
    for _ in range(2):
        install.once("step", [source], lambda: done.append("one"))
    source.write_text("two")
    install.once("step", [source], lambda: done.append("two"))
    install.once("step", [source], lambda: done.append("gone"), made=tmp_path / "missing")
    assert done == ["one", "two", "gone"]


@pytest.mark.parametrize("name", ["VENV", "NODE_MODULES"])
def test_what_a_link_points_to_is_never_emptied(monkeypatch, tmp_path, name):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "kept").write_text("whole")
    for folder in ("VENV", "NODE_MODULES"):
        monkeypatch.setattr(install, folder, tmp_path / folder)
    (tmp_path / name).symlink_to(theirs)
    done = []
    monkeypatch.setattr(install, "once", lambda *step, **more: done.append(step))
    monkeypatch.setattr(install, "run", lambda *command: done.append(command))
    with pytest.raises(SystemExit) as ended:
        install.main([])
    assert str(ended.value) == f"{name} is a link; what it leads to is never emptied. Remove the link first."
    assert not done
    assert (theirs / "kept").read_text() == "whole"


def test_without_postgres_the_reason_is_said(monkeypatch, capsys):
    monkeypatch.setattr(with_postgres, "programs", lambda: None)
    assert with_postgres.main(["true"]) == with_postgres.CANNOT_START
    assert "not installed" in capsys.readouterr().err


def test_what_is_left_out_without_java_is_said_plainly(monkeypatch):
    from tests.elasticsearch import cluster
    from tools import test

    monkeypatch.delenv("SEARCH_URL", raising=False)
    monkeypatch.setattr(cluster.shutil, "which", lambda program: None)
    assert test.without_elasticsearch() == [
        ("tests on Elasticsearch: Maven is not installed (apt-get install maven)", "skipped", 0)
    ]
    monkeypatch.setenv("SEARCH_URL", "http://localhost:9200")
    assert test.without_elasticsearch() == []


def test_the_copy_of_a_database_has_what_its_log_holds(tmp_path):
    """What was written last stands beside the file, until SQLite sees to it."""
    source, target = tmp_path / "source.sqlite3", tmp_path / "target.sqlite3"
    with closing(sqlite3.connect(source)) as open_still:
        open_still.execute("PRAGMA journal_mode=WAL")
        open_still.execute("CREATE TABLE of_old (n)")
        open_still.commit()
        bench.copy_database(source, target)
        open_still.execute("INSERT INTO of_old VALUES (7)")
        open_still.commit()
        target.with_name("target.sqlite3-wal").write_bytes(b"of another database")
        bench.copy_database(source, target)
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT n FROM of_old").fetchall() == [(7,)]
