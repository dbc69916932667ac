"""Refused addresses, a server that is down, two runs at once, kill -9: no letter lost, none noted twice."""

import datetime
import logging
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings as site_settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from portal.accounts import memberships
from portal.one_run import only_run
from tests import snapshot
from tests.factories.accounts import SchoolFactory
from tests.training.records.reminders.letters import gives, send
from tests.training.records.reminders.post_server import PostServer
from tests.training.records.what_is_asked import leader, staff
from training.records import reminding
from training.records.models import Assignment, Digest, Reminder


def test_a_refused_address_stops_nobody_else(school, post, on_day, capsys, caplog):
    ann, bo, cy = (staff(school) for _ in range(3))
    gives(school, ann, bo, cy)
    on_day(2026, 12, 1)
    post.refused = {bo.email}
    with caplog.at_level(logging.DEBUG):
        call_command("send_reminders")
    out = capsys.readouterr().out
    assert "Sent: 2 reminders, 0 weekly letters. Refused by the mail server: 1." in out
    assert bo.email not in out + caplog.text and "letter_refused" in caplog.text
    assert sorted(to for to, _ in post.letters) == sorted([ann.email, cy.email])
    assert not Reminder.objects.filter(assignment__person=bo).exists()
    post.refused = set()
    call_command("send_reminders")
    assert [to for to, _ in post.letters[2:]] == [bo.email]


def test_a_server_that_is_down_is_said_and_nothing_is_marked(school, settings, on_day):
    lead, ann = leader(school), staff(school)
    gives(school, ann)
    on_day(2026, 12, 1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with PostServer() as server:
        port = server.port
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    with pytest.raises(
        CommandError, match=r"takes no letters \(ConnectionRefusedError\). 0 reminders"
    ) as said:
        call_command("send_reminders")
    assert ann.email not in str(said.value)
    assert not Reminder.objects.exists() and not Digest.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert {letter.to[0] for letter in send()} == {ann.email, lead.email}


def test_a_server_that_goes_down_half_way(school, post, on_day, monkeypatch):
    gives(school, *(staff(school) for _ in range(5)))
    on_day(2026, 12, 1)
    real, calls = reminding.EmailMessage.send, iter(range(100))

    def dies(self, *args):
        if next(calls) >= 2:
            post.of_a_connection = 0
        return real(self, *args)

    with monkeypatch.context() as down:
        down.setattr(reminding.EmailMessage, "send", dies)
        with pytest.raises(CommandError, match=r"\(SMTPServerDisconnected\). 2 reminders"):
            call_command("send_reminders")
    assert Reminder.objects.count() == 2
    post.of_a_connection = float("inf")
    call_command("send_reminders")
    assert Reminder.objects.count() == len(set(post.keys)) == len(post.keys) == 5


@pytest.mark.parametrize("farewell", ["", "421 enough for now"])
@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_hangs_up_now_and_then_gets_the_rest_over_new_connections(
    school, post, on_day, word, farewell, capsys
):
    post.of_a_connection, post.hangs_up_at, post.farewell = 2, word, farewell
    gives(school, *(staff(school) for _ in range(5)))
    on_day(2026, 12, 1)
    call_command("send_reminders")
    assert "Sent: 5 reminders, 0 weekly letters.\n" in capsys.readouterr().out
    assert post.connections == 3
    assert Reminder.objects.count() == len(set(post.keys)) == len(post.keys) == 5


def test_a_server_that_refuses_everybody_is_an_error(school, post, on_day):
    people = [leader(school), *(staff(school) for _ in range(3))]
    gives(school, *people[1:])
    on_day(2026, 12, 1)
    post.refused = {one.email for one in people}
    with pytest.raises(CommandError, match=r"\(every address was refused\).*Refused by the mail server: 4"):
        call_command("send_reminders")
    post.refused = set()
    call_command("send_reminders")
    assert len(post.letters) == 4
    call_command("send_reminders")  # nothing to send is no error


def test_an_address_that_cannot_be_written_stops_nobody(school, post, on_day, capsys):
    odd, ann = staff(school), staff(school)
    odd.email = f"odd@{'x' * 64}.example"  # no domain has so long a word: it has no form for a letter
    odd.save()
    gives(school, odd, ann)
    on_day(2026, 12, 1)
    call_command("send_reminders")
    assert "Sent: 1 reminders, 0 weekly letters. Refused by the mail server: 1." in capsys.readouterr().out
    assert [to for to, _ in post.letters] == [ann.email]
    assert not Reminder.objects.filter(assignment__person=odd).exists()


def test_a_second_run_at_the_same_time_does_nothing(database_of_threads, at_once, post, capsys):
    Assignment.objects.all().delete()
    school = SchoolFactory()
    gives(school, *(staff(school) for _ in range(3)), due_on=timezone.localdate())
    post.hold.clear()
    first = at_once(call_command, "send_reminders")
    wait_until(lambda: connection_is_busy(at_once))
    second = at_once(call_command, "send_reminders")
    second.result(timeout=60)
    assert "Another run goes on: nothing to do." in capsys.readouterr().out
    assert post.letters == []
    post.hold.set()
    first.result(timeout=60)
    assert len(post.letters) == len(set(post.keys)) == Reminder.objects.count() == 3


def connection_is_busy(at_once) -> bool:
    def try_it():
        with only_run("send-reminders") as is_ours:
            return not is_ours

    return at_once(try_it).result()


def wait_until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


@pytest.mark.parametrize(("count", "kills"), [(60, 4), pytest.param(1500, 100, marks=pytest.mark.long)])
def test_kill_9_loses_no_letter_and_notes_each_once(
    tmp_path, django_db_setup, django_db_blocker, count, kills
):
    chance = random.Random(count)
    with (
        snapshot.demo_database(tmp_path) as name,
        django_db_blocker.unblock(),
        snapshot.using(name),
        PostServer(seconds=0.005, seed=count) as server,
    ):
        Assignment.objects.all().delete()
        schools = [SchoolFactory() for _ in range(3)]
        for school in schools:
            leader(school)
            gives(school, *(staff(school) for _ in range(count // 3)), due_on=timezone.localdate())
        week = timezone.localdate() - datetime.timedelta(days=timezone.localdate().weekday())
        expected = {
            reminding.message_id(f"reminder {one.public_id} {one.due_on} 0")
            for one in Assignment.objects.all()
        } | {
            reminding.message_id(f"digest {one.school.public_id} {one.person.public_id} {week}")
            for one in memberships.current(school__in=schools, lead=True).select_related("school", "person")
        }
        connection.close()
        environment = {
            **os.environ,
            "DATABASE_URL": snapshot.address(name),
            "DJANGO_SETTINGS_MODULE": "tests.training.records.reminders.post_settings",
            "POST_PORT": str(server.port),
            "VAR_DIR": str(tmp_path / "var"),
            "BASE_URL": site_settings.WAGTAILADMIN_BASE_URL,
        }
        share = count // (kills + 1)  # each kill is at a random letter of its own share: none at the end
        for number in range(kills):
            kill_at(server, environment, chance, number * share + chance.randint(1, share))
        last = start(environment)
        assert last.wait(timeout=600) == 0, last.stderr.read()
        seen = Counter(server.keys)
        assert set(seen) == expected
        assert Reminder.objects.count() == count // 3 * 3
        assert Digest.objects.filter(school__in=schools).count() == len(schools)
        doubled = sum(times - 1 for times in seen.values())
        logging.getLogger(__name__).warning("%s letters, %s kills, %s doubled", count, kills, doubled)
        assert doubled <= kills  # one letter at most for each kill, and with the same Message-ID
        assert start(environment).wait(timeout=600) == 0
        assert Counter(server.keys) == seen


def kill_at(server, environment, chance: random.Random, letters: int) -> None:
    """Run the command until so many letters have come, and a moment longer; kill it -9.

    However slow this machine is, the run gets no further than some letters on: there it waits for its answer.
    """
    server.most = letters + chance.randint(1, 5)
    process = start(environment)
    wait_until(lambda: len(server.letters) >= letters or process.poll() is not None, 300)
    time.sleep(chance.uniform(0, 0.02))
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, process.stderr.read()
    server.most = float("inf")


def start(environment) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "manage.py", "send_reminders"],
        cwd=site_settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
