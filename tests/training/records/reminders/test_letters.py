"""Which letter goes to whom on which day, and how little it says."""

import datetime
import random
import re
from collections import Counter
from itertools import pairwise

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts import memberships, privacy
from tests.factories.accounts import SchoolFactory
from tests.training.records.reminders.letters import DUE, day, gives, send
from tests.training.records.what_is_asked import does, has, leader, leaves, plan_of, rule_of, staff
from training.records import assigning, reminding
from training.records.models import Assignment, Digest, Reminder
from training.records.reminding import LATE, kind_due

REMINDER = re.compile(r"^Your training: (?:(\d+) days? left|(due today)|(it was due))$")


def kind(letter) -> int:
    """Return how many days before the day a letter came, as it says itself; -1 afterwards."""
    found = REMINDER.match(letter.subject)
    return int(found[1]) if found[1] else -1 if found[3] else 0


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
    assert (0 in sent) == any(0 <= number <= LATE for number in days)


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


def test_a_renewed_plan_is_reminded_of_from_its_first_day(school, on_day):
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


def test_a_day_that_was_put_off_is_reminded_of_again(school, on_day):
    ann = staff(school)
    gives(school, ann)
    on_day(2026, 11, 1)
    assert [kind(letter) for letter in send()] == [30]
    Assignment.objects.update(due_on=day(2026, 12, 31))
    assert [kind(letter) for letter in send()] == [60]
    assert len(set(Reminder.objects.values_list("due_on", "days"))) == 2


def test_a_letter_says_little(school, on_day, settings):
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


def test_whoever_is_gone_gets_none(school, on_day):
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


def test_the_figures_of_a_school_are_worked_out_once_also_where_another_has_its_name(school, monkeypatch):
    namesake, worked_out, figures_of = SchoolFactory(name=school.name), [], reminding.figures_of

    def counted(of, today):
        worked_out.append(of)
        return figures_of(of, today)

    monkeypatch.setattr(reminding, "figures_of", counted)
    for one in (school, namesake, school, namesake):
        leader(one)
    for one in (school, namesake):
        gives(one, staff(one))
    assert len(send()) == 4
    assert worked_out == [school, namesake]


def test_a_dry_run_counts_and_sends_nothing(school, on_day, capsys):
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


def test_two_hundred_say_how_far_they_are(school, on_day, capsys, monkeypatch):
    monkeypatch.setattr(reminding, "AT_ONCE", 2)
    gives(school, *(staff(school) for _ in range(5)))
    on_day(2026, 12, 1)
    assert len(send()) == 5
    assert "2 reminders, 0 weekly letters so far ..." in capsys.readouterr().out


def test_it_costs_the_same_for_two_letters_and_for_fifty(school, on_day):
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
