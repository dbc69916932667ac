"""Mark every stored attempt again, and say where that does not give its stored marks."""

import itertools

from django.core.management.base import BaseCommand, CommandError

from training.quizzes.regrading import BATCH, marked
from training.quizzes.verifying import faults, wrong_versions

MOST_TOLD = 100


class Command(BaseCommand):
    help = (
        "Marks every attempt at a quiz again by its own version, and compares that with its stored marks. "
        "Changes nothing. Ends with an error where a mark, a score or the content of a version is another."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--batch", type=int, default=BATCH, help="How many attempts are held at a time (%(default)s)."
        )

    def handle(self, *args, batch: int, verbosity: int, **options):
        """Look at every version and attempt; tell the first faults, and how many there are."""
        if batch < 1:
            raise CommandError("A batch holds one attempt at least.")
        told = itertools.count(1)
        wrong = sum(self._tell(line, next(told)) for line in wrong_versions(batch))
        total, seen = marked().count(), 0
        for _attempt, lines in faults(batch):
            seen += 1
            wrong += sum(self._tell(line, next(told)) for line in lines)
            if verbosity and (seen % batch == 0 or seen == total):
                self.stdout.write(f"{seen} of {total} attempts")
        if wrong:
            raise CommandError(f"{wrong} faults: marks do not follow from what was asked and answered.")
        self.stdout.write(f"All {seen} attempts are marked as their versions mark them.")

    def _tell(self, line: str, number: int) -> int:
        if number <= MOST_TOLD:
            self.stderr.write(line)
        return 1
