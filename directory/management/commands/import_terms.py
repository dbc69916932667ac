"""`manage.py import_terms FILE`: the term dates of authorities, all of a file or nothing."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError

from directory.importers.terms import TermsError, import_terms


class Command(BaseCommand):
    help = "Import term dates from a CSV file with the columns area, name, starts, ends."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, file, dry_run=False, **options):
        try:
            new, changed = import_terms(file.read_bytes(), dry_run)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except TermsError as error:
            raise CommandError(f"Nothing was imported.\n{error}") from error
        would = "Would be imported" if dry_run else "Imported"
        self.stdout.write(f"{would}: {new} new, {changed} changed.")
