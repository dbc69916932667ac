"""What falls due, and the letters that a run of the command sends."""

import datetime

from django.core import mail
from django.core.management import call_command

from tests.training.records.what_is_asked import plan_of
from training.records import assigning
from training.records.models import Assignment

day = datetime.date
DUE = day(2026, 12, 1)  # a Tuesday


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
