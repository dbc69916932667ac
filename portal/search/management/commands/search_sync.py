"""The worker of the search, its nightly check, and a rebuild."""

import sys
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError
from django.db import close_old_connections

from portal.search import sync

POLL = 1  # seconds between two looks at the outbox
LONGEST_PAUSE = 60  # seconds, while Elasticsearch or the database does not answer
CHECK_EVERY = 24 * 60 * 60  # seconds
WIDTH = 30  # of the progress bar
SHOWN = 20  # keys of a difference


class Command(BaseCommand):
    """`manage.py search_sync`: without an option it runs until it is ended."""

    help = (
        "Keep the search in step with the content, and Elasticsearch (SEARCH_URL) in step with the search. "
        "Without an option it is a worker: it looks once a second for what has changed, checks everything "
        "when it starts and once a day, and runs until it is ended, which is safe at any moment."
    )

    def add_arguments(self, parser):
        group = parser.add_mutually_exclusive_group()
        group.add_argument(
            "--once",
            action="store_true",
            help="Do what waits, then end: for cron in place of a worker.",
        )
        group.add_argument(
            "--check",
            action="store_true",
            help="Compare content, index and Elasticsearch by key and version, both ways; say what differs "
            "and repair it. Ends with 1 where something could not be repaired.",
        )
        group.add_argument(
            "--rebuild",
            action="store_true",
            help="Index everything anew. Readers find everything meanwhile, and no change is lost. "
            "Elasticsearch gets a new index, put in place of the old one at one stroke.",
        )

    def handle(self, *args, once: bool, check: bool, rebuild: bool, **options):
        if not (once or check or rebuild):
            return self.work()
        try:
            if once:
                self.stdout.write(f"{sync.catch_up(self.progress)} brought up to date.")
            elif rebuild:
                self.stdout.write(f"{sync.rebuild(self.progress)} indexed.")
            else:
                self.report(sync.check(self.progress))
        except sync.problems() as problem:
            raise CommandError(f"Elasticsearch: {problem}. What waits is kept; run this again.") from problem
        return None

    def work(self) -> None:
        """Catch up once a second, for ever; wait longer and longer while something does not answer."""
        pause, checked = POLL, None
        while True:
            try:
                if checked is None or time.monotonic() - checked > CHECK_EVERY:
                    self.report(sync.check(), quiet=True)
                    checked = time.monotonic()
                sync.catch_up()
                pause = POLL
            except (DatabaseError, *sync.problems()) as problem:
                pause = min(pause * 2, LONGEST_PAUSE)
                self.stderr.write(f"Trying again in {pause} seconds: {problem}")
                close_old_connections()
            except KeyboardInterrupt:
                return
            time.sleep(pause)

    def report(self, found: sync.Differences, quiet: bool = False) -> None:
        """Say what differed. Raises CommandError where something stays different."""
        for what, keys in (("Content and index", found.content), ("Index and Elasticsearch", found.mirror)):
            if keys:
                more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
                self.stdout.write(f"{what} differed, now repaired: {', '.join(keys[:SHOWN])}{more}.")
        if found.refused:
            said = f"Could not be indexed (the log says why): {', '.join(found.refused[:SHOWN])}."
            if not quiet:
                raise CommandError(said)
            self.stderr.write(said)
        if not found and not quiet:
            self.stdout.write("No difference.")
        self.stdout.flush()  # a worker's log shows it at once

    def progress(self, done: int, of: int) -> None:
        """Draw a bar, where somebody watches."""
        if of and sys.stderr.isatty():
            full = WIDTH * done // of
            end = "\n" if done >= of else ""
            self.stderr.write(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {done} of {of}", ending=end)
