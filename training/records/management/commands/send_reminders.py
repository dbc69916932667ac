"""`manage.py send_reminders`: write to people before something falls due, and to leads once a week."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.one_run import only_run
from training.records import reminding


class Command(BaseCommand):
    """Run it every morning; docs/operations/reminders.md has a line for cron."""

    help = (
        "Write to everybody 60, 30 and 7 days before a training plan is due and on the day, and to the leads "
        "of each school once a week, from Monday on. No letter goes twice, so it may be run again at any "
        "time: after missed days it sends the most urgent letter alone. A second run at the same time does "
        "nothing. It ends with an error where the mail server takes no letters; the next run sends the rest."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count the letters, and send none")

    def handle(self, dry_run=False, **options):
        with only_run("send-reminders") as is_ours:
            if not is_ours:
                self.stdout.write("Another run goes on: nothing to do.")
                return
            self.send(dry_run)

    def send(self, dry_run: bool) -> None:
        """Send everything, and say how much. Raises CommandError where the post takes nothing."""
        today = timezone.localdate()
        with reminding.Post(dry_run, self.stdout.write) as post:
            try:
                reminding.remind(post, today)
                reminding.tell_leads(post, today)
                post.check_somebody_was_reached()
            except reminding.PostError as problem:
                raise CommandError(
                    f"The mail server takes no letters ({problem}). {self.counted(post.sent)} "
                    "Run it again when the server is back: it sends what is left."
                ) from None
        self.stdout.write(("Would be sent: " if dry_run else "Sent: ") + self.counted(post.sent))

    def counted(self, sent: reminding.Sent) -> str:
        """Return how many letters went, in words."""
        refused = f" Refused by the mail server: {sent.refused}." if sent.refused else ""
        return f"{sent.reminders} reminders, {sent.digests} weekly letters.{refused}"
