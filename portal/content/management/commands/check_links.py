"""Ask the addresses outside the portal that its content links to whether they still answer."""

from django.core.management.base import BaseCommand, CommandError

from portal.content.link_check.check import check_links, forget_unlinked, to_check
from portal.content.link_check.visit import Visitor


class Command(BaseCommand):
    """Run it every night; docs/operations/running.md has a line for cron."""

    help = "Check links that lead out of the portal. Dead ones stand in the admin: Reports, Dead links."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would be asked, and ask nothing")
        parser.add_argument("--limit", type=int, help="ask at most so many, the longest unasked first")

    def handle(self, dry_run=False, limit=None, **options):
        if limit is not None and limit < 1:
            raise CommandError("--limit is a number from 1 up.")
        urls = to_check(limit)
        if dry_run:
            for url in urls:
                self.stdout.write(url)
            self.stdout.write(f"{len(urls)} links would be checked.")
            return
        dead = check_links(urls, self.visitor(), self.stdout.write)
        forget_unlinked()
        self.stdout.write(f"{len(urls)} links checked, {dead} dead.")

    def visitor(self) -> Visitor:
        """Return who asks."""
        return Visitor()
