"""`manage.py set_up_key`: where the first administrator of an empty portal begins."""

from django.conf import settings
from django.core.management import BaseCommand

from home.set_up import keys


class Command(BaseCommand):
    help = "Print the link to the first steps of an empty portal. It works for 24 hours."

    def handle(self, **options):
        base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        if keys.administrator_exists():
            self.stdout.write(f"This portal has an administrator already: sign in at {base}/accounts/login/")
            return
        self.stdout.write("Begin here (the link works for 24 hours):")
        self.stdout.write(f"  {base}{keys.path_with_key()}")
