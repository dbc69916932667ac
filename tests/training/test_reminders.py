"""Letters before the day and once a week: each to whom it belongs, once, whatever happens to the run."""

import datetime
import logging
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise

import pytest
from django.conf import settings as site_settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts import memberships, privacy
from portal.one_run import only_run
from tests import snapshot
from tests.factories.accounts import SchoolFactory
from tests.training.post_server import PostServer
from tests.training.test_learning import on_day  # noqa: F401
from tests.training.what_is_asked import does, has, leader, leaves, plan_of, rule_of, staff
from training.records import assigning, reminding
from training.records.models import Assignment, Digest, Reminder
from training.records.reminding import LATE, kind_due

day = datetime.date
DUE = day(2026, 12, 1)  # a Tuesday
REMINDER = re.compile(r"^Your training: (?:(\d+) days? left|(due today)|(it was due))$")


@pytest.fixture(autouse=True)
def _locks(settings, tmp_path):
    """Keep the locks in a folder of the test."""
    settings.VAR_DIR = tmp_path


@pytest.fixture
def school(without_plans, on_day):  # noqa: F811
    """A school on 1 September 2026, without a lead."""
    on_day(2026, 9, 1)
    return SchoolFactory()


def gives(school, *people, due_on=DUE, name="Safeguarding") -> list[Assignment]:
    """Let the school give a plan of its own to people."""
    plan = plan_of(school, name)
    assigning.assign(plan, people, school=school, by=None, due_on=due_on)
    return list(Assignment.objects.filter(plan=plan))


def send(**options) -> list:
    """Run the command; return the letters that it sent."""
    before = len(mail.outbox)
    call_command("send_reminders", **options)
    return mail.outbox[before:]


def kind(letter) -> int:
    """Return how many days before the day a letter came, as it says itself; -1 afterwards."""
    found = REMINDER.match(letter.subject)
    return int(found[1]) if found[1] else -1 if found[3] else 0


# --- The pure rule


@pytest.mark.parametrize(
    ("left", "given_before", "sent", "expected"),
    [
        (61, 90, (), None),
        (60, 90, (), 60),
        (60, 60, (), 60),
        (60, 59, (), None),  # less time than that was given
        (59, 90, (), 60),  # a run was missed
        (59, 90, (60,), None),
        (30, 90, (60,), 30),
        (20, 90, (), 30),  # not the 60 too
        (7, 90, (60, 30), 7),
        (3, 90, (60, 30), 7),
        (3, 5, (), None),
        (0, 90, (60, 30, 7), 0),
        (0, 0, (), 0),
        (0, 90, (0,), None),
        (-3, 90, (60, 30, 7), 0),  # the day itself was missed
        (-3, 90, (0,), None),
        (-LATE - 1, 90, (), None),
    ],
)
def test_which_letter_is_to_go(left, given_before, sent, expected):
    given_on = DUE - datetime.timedelta(days=given_before)
    assert kind_due(DUE, given_on, DUE - datetime.timedelta(days=left), sent) == expected


@given(st.integers(0, 100), st.sets(st.integers(-100, 20)))
def test_on_whatever_days_it_runs_none_comes_twice_and_none_after_a_more_urgent_one(before, days):
    given_on, sent = DUE - datetime.timedelta(days=before), []
    for number in sorted(days):
        today = DUE + datetime.timedelta(days=number)
        if today >= given_on and (one := kind_due(DUE, given_on, today, sent)) is not None:
            assert one <= before
            sent.append(one)
    assert all(first > second for first, second in pairwise(sent))
    if given_on <= DUE and DUE - DUE in {datetime.timedelta(days=number) for number in days}:
        assert 0 in sent


# --- A school year, day by day


def test_a_school_year(school, time_machine):
    """Each gets each letter that there was time for, once; each lead one letter a week, on Monday."""
    lead, second = leader(school), leader(school)
    elsewhere = SchoolFactory()
    stranger = leader(elsewhere)  # gave nothing to anybody: no letter
    idle, quick, late, away = (staff(school) for _ in range(4))
    gives(school, idle, quick, due_on=DUE)
    gives(school, late, due_on=day(2026, 10, 4), name="First aid")  # 33 days: no time for the first letter
    gives(school, away, due_on=day(2027, 2, 28), name="Fire safety")
    rule_of(school, plan_of(school, "Each year"), by_day=29, by_month=2, job_title="Caretaker")
    keeper = staff(school, job_title="caretaker")
    got, weekly = {}, Counter()
    first = day(2026, 9, 1)
    for number in range(365):
        today = first + datetime.timedelta(days=number)
        hour = random.Random(number).randrange(1, 23)  # whenever cron happens to run
        moment = datetime.datetime(today.year, today.month, today.day, hour, 30, tzinfo=datetime.UTC)
        time_machine.move_to(moment, tick=False)
        assert timezone.localdate() == today
        if today == day(2026, 11, 20):
            does(quick)
        if today == day(2027, 2, 1):
            leaves(away)
        call_command("apply_requirements", verbosity=0)
        for letter in send():
            if letter.subject.startswith("Your training:"):
                got.setdefault(letter.to[0], []).append((today, kind(letter)))
            else:
                weekly[letter.to[0], today] += 1
        if number % 30 == 0:
            assert send() == []

    def before(due, *kinds):
        return [(due - datetime.timedelta(days=days), days) for days in kinds]

    assert got == {
        idle.email: before(DUE, 60, 30, 7, 0),
        quick.email: before(DUE, 60, 30),
        late.email: before(day(2026, 10, 4), 30, 7, 0),
        away.email: before(day(2027, 2, 28), 60, 30),
        keeper.email: before(day(2027, 2, 28), 60, 30, 7, 0),
    }
    days = [one for (address, one) in weekly if address == lead.email]
    assert days[0] == first  # the first run of that week was a Tuesday's
    assert all(one.weekday() == 0 for one in days[1:])
    assert len(days) == 53
    assert set(weekly.values()) == {1}
    assert {address for address, _ in weekly} == {lead.email, second.email}
    assert stranger.email not in {letter.to[0] for letter in mail.outbox}
    assert Reminder.objects.count() == 15
    assert Digest.objects.count() == 106


def test_a_renewed_plan_is_reminded_of_from_its_first_day(school, on_day):  # noqa: F811
    ann = staff(school)
    rule_of(school, every_months=12)
    call_command("apply_requirements", verbosity=0)
    does(ann)
    on_day(2027, 7, 3)  # a night was missed: it began on 3 July, 60 days before
    call_command("apply_requirements", verbosity=0)
    assert has(ann).due_on == day(2027, 9, 1)
    assert [kind(letter) for letter in send()] == [60]
    on_day(2027, 8, 31)
    assert [kind(letter) for letter in send()] == [1]  # of the missed ones only the most urgent


def test_a_day_that_was_put_off_is_reminded_of_again(school, on_day):  # noqa: F811
    ann = staff(school)
    gives(school, ann)
    on_day(2026, 11, 1)
    assert [kind(letter) for letter in send()] == [30]
    Assignment.objects.update(due_on=day(2026, 12, 31))
    assert [kind(letter) for letter in send()] == [60]
    assert len(set(Reminder.objects.values_list("due_on", "days"))) == 2


# --- What a letter says


def test_a_letter_says_little(school, on_day, settings):  # noqa: F811
    settings.WAGTAILADMIN_BASE_URL = "https://portal.example/"
    lead, ann = leader(school), staff(school, name="Ann Zephyr")
    gives(school, ann, name="Our\u2019s & <co>")
    on_day(2026, 11, 24)
    reminder, digest = send()
    assert reminder.to == [ann.email] and digest.to == [lead.email]
    assert reminder.subject == "Your training: 7 days left"
    for words in ("“Our’s & <co>” is due on 1 December 2026", "https://portal.example/my/induction/\n"):
        assert words in reminder.body
    assert "Read our policy" not in reminder.body and "Zephyr" not in reminder.body
    assert "1 person has something to complete in the next 30 days" in digest.body
    assert "Nobody is overdue" in digest.body
    assert "https://portal.example/school/training/\n" in digest.body
    assert "Zephyr" not in digest.body + digest.subject and "co>" not in digest.body
    for letter in (reminder, digest):
        assert re.fullmatch(r"<[0-9a-f-]{36}@portal.example>", letter.extra_headers["Message-ID"])
        assert "\n\n\n" not in letter.body
    on_day(2026, 12, 3)
    gives(school, staff(school), due_on=day(2026, 12, 2))
    late, digest = send()
    assert (late.to, late.subject) == ([ann.email], "Your training: it was due")
    assert "was due on 1 December 2026" in late.body
    assert "2 people are overdue with a training plan." in digest.body


def test_figures_count_people_who_are_here(school):
    ann, bo, gone, closed = (staff(school) for _ in range(4))
    for name in ("One", "Two"):
        gives(school, ann, bo, gone, closed, due_on=day(2026, 9, 1), name=name)
    leaves(gone)
    closed.is_active = False
    closed.save()
    other = SchoolFactory()
    memberships.join(ann, other)
    today = day(2026, 9, 2)
    assert reminding.figures_of(school, today) == {"overdue": 2, "soon": 0, "soon_days": 30}
    assert reminding.figures_of(other, today) == {"overdue": 0, "soon": 0, "soon_days": 30}
    assert reminding.figures_of(school, day(2026, 8, 31))["soon"] == 2


# --- To whom none goes


def test_whoever_is_gone_gets_none(school, on_day):  # noqa: F811
    there, inactive, left, erased, ended = (staff(school) for _ in range(5))
    rows = gives(school, there, inactive, left, erased, ended)
    inactive.is_active = False
    inactive.save()
    leaves(left)
    privacy.erase_everything(erased)
    assigning.end(next(row for row in rows if row.person == ended))
    on_day(2026, 12, 1)
    assert [letter.to for letter in send()] == [[there.email]]


def test_a_lead_of_two_schools_gets_a_letter_for_each(school):
    lead, other = leader(school), SchoolFactory()
    memberships.join(lead, other, lead=True)
    for one in (school, other):
        gives(one, staff(one))
    assert sorted(letter.to[0] for letter in send()) == [lead.email] * 2
    assert all(one in mail.outbox[0].body + mail.outbox[1].body for one in (school.name, other.name))
    assert send() == []


def test_a_dry_run_counts_and_sends_nothing(school, on_day, capsys):  # noqa: F811
    leader(school)
    gives(school, staff(school), staff(school))
    on_day(2026, 12, 1)
    assert send(dry_run=True) == []
    assert "Would be sent: 2 reminders, 1 weekly letters." in capsys.readouterr().out
    assert not Reminder.objects.exists() and not Digest.objects.exists()
    assert len(send()) == 3
    assert "Sent: 2 reminders, 1 weekly letters." in capsys.readouterr().out


def test_the_command_explains_itself(capsys):
    for name, words in (("send_reminders", "No letter goes twice"), ("apply_requirements", "next cycle")):
        with pytest.raises(SystemExit):
            call_command(name, "--help")
        told = " ".join(capsys.readouterr().out.split())
        assert words in told and "--dry-run" in told


# --- The post


@pytest.fixture
def post(settings):
    """A mail server to which the portal writes."""
    with PostServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_TIMEOUT = False, "", 10
        yield server


def test_a_refused_address_stops_nobody_else(school, post, on_day, capsys, caplog):  # noqa: F811
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


def test_a_server_that_is_down_is_said_and_nothing_is_marked(school, settings, on_day):  # noqa: F811
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


def test_a_server_that_goes_down_half_way(school, post, on_day, monkeypatch):  # noqa: F811
    gives(school, *(staff(school) for _ in range(5)))
    on_day(2026, 12, 1)
    real, calls = reminding.EmailMessage.send, iter(range(100))

    def dies(self, *args):
        if next(calls) == 2:
            self.connection.connection.sock.shutdown(socket.SHUT_RDWR)
        return real(self, *args)

    monkeypatch.setattr(reminding.EmailMessage, "send", dies)
    with pytest.raises(CommandError, match="2 reminders"):
        call_command("send_reminders")
    assert Reminder.objects.count() == 2
    call_command("send_reminders")
    assert Reminder.objects.count() == len(set(post.keys)) == len(post.keys) == 5


def test_an_address_that_cannot_be_written_stops_nobody(school, post, on_day):  # noqa: F811
    odd, ann = staff(school), staff(school)
    type(odd).objects.filter(pk=odd.pk).update(
        email="\udcff@school.example".encode("utf-8", "replace").decode()
    )
    gives(school, odd, ann)
    on_day(2026, 12, 1)
    call_command("send_reminders")
    assert ann.email in {to for to, _ in post.letters}


def test_two_hundred_say_how_far_they_are(school, on_day, capsys, monkeypatch):  # noqa: F811
    monkeypatch.setattr(reminding, "AT_ONCE", 2)
    gives(school, *(staff(school) for _ in range(5)))
    on_day(2026, 12, 1)
    assert len(send()) == 5
    assert "2 reminders, 0 weekly letters so far ..." in capsys.readouterr().out


def test_it_costs_the_same_for_two_letters_and_for_fifty(school, on_day):  # noqa: F811
    """But for the row of each letter: one statement, or three with the marks of a test's transaction."""
    gives(school, *(staff(school) for _ in range(2)))
    gives(school, *(staff(school) for _ in range(50)), due_on=day(2026, 12, 20))

    def reads() -> int:
        with CaptureQueriesContext(connection) as captured:
            send()
        return sum(query["sql"].startswith("SELECT") for query in captured)

    on_day(2026, 12, 1)
    few = reads()
    on_day(2026, 12, 20)
    assert reads() <= few
    assert len(mail.outbox) == 52 + 50  # those of 20 December had one 30 days before, late


# --- Two at once, and kill -9


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
    with (
        snapshot.demo_database(tmp_path) as name,
        django_db_blocker.unblock(),
        snapshot.using(name),
        PostServer(seconds=0.005) as server,
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
            "DJANGO_SETTINGS_MODULE": "tests.training.post_settings",
            "POST_PORT": str(server.port),
            "VAR_DIR": str(tmp_path / "var"),
            "BASE_URL": site_settings.WAGTAILADMIN_BASE_URL,
        }
        share = count // (kills + 1)  # each kill is at a random letter of its own share: none at the end
        for number in range(kills):
            kill_at(server, environment, number * share + random.randint(1, share))
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


def kill_at(server, environment, letters: int) -> None:
    """Run the command until so many letters have come, and a moment longer; kill it -9.

    However slow this machine is, the run gets no further than some letters on: there it waits for its answer.
    """
    server.most = letters + random.randint(1, 5)
    process = start(environment)
    wait_until(lambda: len(server.letters) >= letters or process.poll() is not None, 300)
    time.sleep(random.uniform(0, 0.02))
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
