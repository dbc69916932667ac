"""`manage.py expire_records`: delete what is kept no longer. Run it once a day."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.accounts import privacy

DAYS = 183  # six months, as the pages about your data say


class Command(BaseCommand):
    """Delete used or old invitations, records of sign-ins and whatever else apps let expire."""

    help = "Delete records that are older than six months and no longer needed."

    def handle(self, *args, **options):
        """Run every app's expiry and say how much went."""
        count = privacy.expire_everything(timezone.now() - timedelta(days=DAYS))
        self.stdout.write(f"Deleted {count} records.")
