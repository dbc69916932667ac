"""Letters about what falls due: to each person before the day, to each lead once a week. None comes twice.

A letter says little: the name of the plan, the day, an address; to a lead, figures alone. It is sent, and
then noted at once, in no transaction: a mail server may be slow, and the database is everybody's. A run that
is killed between the two leads to a second letter, with the same Message-ID as the first; see decision 19.
"""

import datetime
import logging
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string

from portal.accounts.memberships import current
from portal.accounts.models import Membership
from portal.exported_text import one_line
from portal.mail_server import NOT_SENT, has_hung_up, is_of_this_letter
from training.records.models import Assignment, Digest, Reminder
from training.records.requiring import in_parts
from training.records.standing import progress_by_assignment

logger = logging.getLogger(__name__)

KINDS = (0, 7, 30, 60)  # days before the day, the most urgent first
LATE = 6  # so many days after the day the last letter may still go, where runs were missed
SOON = datetime.timedelta(days=30)  # of the weekly letter
AT_ONCE = 100
SPACE = uuid.UUID("5d5a5f0e-6f8b-4f0e-9c62-0f3f1a1c5b1d")  # of our Message-IDs
MY_PLANS, OUR_TRAINING = "/my/induction/", "/school/training/"


class PostError(Exception):
    """The mail server takes no letters at all. The text of it names nobody."""


@dataclass
class Sent:
    """How many letters went, or would go."""

    reminders: int = 0
    digests: int = 0
    refused: int = 0


def kind_due(
    due_on: datetime.date, given_on: datetime.date, today: datetime.date, sent: Collection[int]
) -> int | None:
    """Return which letter is to go `today`, as days before the day; None for none.

    Only the most urgent whose day has come: what was missed is not made up for. None for which there was
    no time when the plan was given.
    """
    left = (due_on - today).days
    kind = next((kind for kind in KINDS if left <= kind), None)
    if kind is None or left < -LATE or kind in sent:
        return None
    return kind if given_on <= due_on - datetime.timedelta(days=kind) else None


def waiting(today: datetime.date) -> QuerySet[Assignment]:
    """Return what may be reminded of `today`: of people with an account who belong to the school."""
    there = Membership.objects.filter(person=OuterRef("person"), school=OuterRef("school"), left=None)
    days = (today - datetime.timedelta(days=LATE), today + datetime.timedelta(days=KINDS[-1]))
    rows = Assignment.objects.current().filter(due_on__range=days, person__is_active=True)
    return rows.filter(Exists(there))  # a plan that somebody chose has no day


def due_letters(rows: Collection[Assignment], today: datetime.date) -> list[tuple[Assignment, int]]:
    """Return for which of `rows` a letter is to go, and which: as many queries for two as for fifty."""
    sent: dict[tuple, set[int]] = {}
    for one in Reminder.objects.filter(assignment__in=[row.pk for row in rows]):
        sent.setdefault((one.assignment_id, one.due_on), set()).add(one.days)
    found = []
    for row in rows:
        told = sent.get((row.pk, row.due_on), ())
        kind = kind_due(row.due_on, row.given_on, today, told) if row.due_on else None
        if kind is not None:
            found.append((row, kind))
    progress = progress_by_assignment([row for row, _ in found])
    return [(row, kind) for row, kind in found if not progress[row.pk].is_complete]


class Post:
    """Sends letters one after another over one connection, or a new one where it ended, and counts."""

    def __init__(self, dry: bool = False, said: Callable[[str], object] = str):
        self.dry, self.said, self.sent = dry, said, Sent()
        self._connection = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._close()

    def send(self, key: str, address: str, subject: str, text: str) -> bool:
        """Send a letter; return whether it went. Two with one `key` are known as the same letter.

        One that the server refuses is passed over. Raises PostError where it takes none.
        """
        if self.dry:
            return True
        letter = EmailMessage(subject, text, None, [address], headers={"Message-ID": message_id(key)})
        try:
            self._deliver(letter)
        except NOT_SENT as problem:
            if not is_of_this_letter(problem):
                raise PostError(type(problem).__name__) from None
            self.sent.refused += 1
            logger.warning("letter_refused", extra={"problem": type(problem).__name__})  # never the address
            return False
        return True

    def _deliver(self, letter: EmailMessage) -> None:
        """Send it; once more where the server hung up, as many do after so many letters."""
        try:
            self._send(letter)
        except NOT_SENT as problem:
            if not has_hung_up(problem):
                raise
            self._close()
            self._send(letter)

    def _send(self, letter: EmailMessage) -> None:
        if self._connection is None:
            connection = get_connection()
            connection.open()
            self._connection = connection
        letter.connection = self._connection
        letter.send()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def check_somebody_was_reached(self) -> None:
        """Raise PostError where the server refused every single letter: then it is not the addresses."""
        if self.sent.refused and not (self.sent.reminders or self.sent.digests):
            raise PostError("every address was refused")

    def count(self, sort: str) -> None:
        """Count a letter that went; say so now and then."""
        setattr(self.sent, sort, getattr(self.sent, sort) + 1)
        if (self.sent.reminders + self.sent.digests) % AT_ONCE == 0:
            self.said(f"{self.sent.reminders} reminders, {self.sent.digests} weekly letters so far ...")


def remind(post: Post, today: datetime.date) -> None:
    """Write to everybody who is to be reminded `today`. Raises PostError; what has gone is noted."""
    numbers = list(waiting(today).order_by("pk").values_list("pk", flat=True))
    for some in in_parts(numbers, AT_ONCE):
        rows = waiting(today).filter(pk__in=some).select_related("person", "school").order_by("pk")
        for row, days in due_letters(list(rows), today):
            _remind(post, row, days, today)


def _remind(post: Post, row: Assignment, days: int, today: datetime.date) -> None:
    due = row.due_on
    if due is None:
        return
    subject, text = _words(
        "reminder",
        assignment=row,
        left=(due - today).days,
        link=_address(MY_PLANS),
    )
    if not post.send(f"reminder {row.public_id} {due} {days}", row.person.email, subject, text):
        return
    post.count("reminders")
    if not post.dry:
        _note(Reminder(assignment=row, days=days, due_on=due))


def tell_leads(post: Post, today: datetime.date) -> None:
    """Write the letter of this week to the leads of schools that gave plans, who have not got it yet.

    Raises PostError; what has gone is noted.
    """
    week = today - datetime.timedelta(days=today.weekday())
    got = Digest.objects.filter(school=OuterRef("school"), person=OuterRef("person"), week=week)
    gave = Assignment.objects.current().filter(school=OuterRef("school"), due_on__isnull=False)
    leads = current(lead=True, person__is_active=True).filter(~Exists(got), Exists(gave))
    figures: dict[int, dict] = {}
    for lead in leads.select_related("person", "school").order_by("school_id", "pk"):
        if lead.school_id not in figures:
            figures = {lead.school_id: figures_of(lead.school, today)}  # only of the one at hand
        link = _address(OUR_TRAINING)
        subject, text = _words("digest", school=lead.school, link=link, **figures[lead.school_id])
        key = f"digest {lead.school.public_id} {lead.person.public_id} {week}"
        if post.send(key, lead.person.email, subject, text):
            post.count("digests")
            if not post.dry:
                _note(Digest(school=lead.school, person=lead.person, week=week))


def figures_of(school, today: datetime.date) -> dict[str, int]:
    """Return how many people of `school` are overdue, and how many have something to complete soon."""
    there = Membership.objects.filter(person=OuterRef("person"), school=school, left=None)
    rows = Assignment.objects.current().filter(Exists(there), school=school, person__is_active=True)
    rows = rows.filter(due_on__lte=today + SOON)
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    overdue, soon = set(), set()
    for some in in_parts(numbers, 5 * AT_ONCE):
        found = list(Assignment.objects.filter(pk__in=some, due_on__isnull=False))
        progress = progress_by_assignment(found)
        for one in found:
            if one.due_on and not progress[one.pk].is_complete:
                (overdue if one.due_on < today else soon).add(one.person_id)
    return {"overdue": len(overdue), "soon": len(soon), "soon_days": SOON.days}


def message_id(key: str) -> str:
    """Return the Message-ID of the letter of a `key`: the same for the same, and it tells nothing."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    return f"<{uuid.uuid5(SPACE, key)}@{host}>"


def _note(row: Reminder | Digest) -> None:
    """Note that a letter went. Whoever was erased since it was written needs no note."""
    try:
        row.save()
    except IntegrityError:
        logger.info("letter_not_noted")


def _words(name: str, **context) -> tuple[str, str]:
    """Return the subject and the text of a letter: the first line of its template, and the rest."""
    context["site_name"] = settings.WAGTAIL_SITE_NAME
    subject, _, text = render_to_string(f"training/email/{name}.txt", context).lstrip().partition("\n")
    return one_line(subject), text.lstrip()


def _address(path: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
