"""`manage.py apply_requirements`: give what schools ask of their staff. Run it every night."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.one_run import only_run
from training.records import requiring


class Command(BaseCommand):
    """Run it before `send_reminders`; docs/operations/reminders.md has a line for cron."""

    help = (
        "Give training plans to everybody whom a requirement of their school meets, set a day where they "
        "have it without one, begin the next cycle where one is due, and end what people have who left. "
        "Run it once a day; more often does no harm."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count it, and write nothing")

    def handle(self, dry_run=False, verbosity=1, **options):
        with only_run("apply-requirements") as is_ours:
            if not is_ours:
                self.stdout.write("Another run goes on: nothing to do.")
                return
            said = self.stdout.write if verbosity > 1 else str
            counts = requiring.run(timezone.localdate(), dry=dry_run, said=said)
        words = "would be" if dry_run else "were"
        dated = f" There already, with a day now: {counts.dated}." if counts.dated else ""
        self.stdout.write(
            f"Plans that {words} given: {counts.given}; renewed: {counts.renewed}; ended: {counts.ended}."
            + dated
        )
