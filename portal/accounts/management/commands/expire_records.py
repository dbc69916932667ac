"""`manage.py expire_records`: delete what is kept no longer. Run it once a day."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.accounts import privacy

DAYS = 183  # six months, as the pages about your data say


class Command(BaseCommand):
    """Delete used or old invitations, records of sign-ins and whatever else apps let expire."""

    help = "Delete records that are older than six months and no longer needed; say how many of each kind."

    def add_arguments(self, parser):
        """Take `--dry-run`."""
        parser.add_argument(
            "--dry-run", action="store_true", help="Say how much would go. Nothing is deleted."
        )

    def handle(self, *args, **options):
        """Run every app's expiry, or only count, and print a line for each kind."""
        before = timezone.now() - timedelta(days=DAYS)
        dry = options["dry_run"]
        counts = privacy.over_everything(before) if dry else privacy.expire_everything(before)
        for (app, kind), count in counts.items():
            self.stdout.write(f"{app}: {kind}: {count}")
        what = "Would delete" if dry else "Deleted"
        self.stdout.write(f"{what} {sum(counts.values())} records.")
