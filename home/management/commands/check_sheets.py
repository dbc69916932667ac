"""`manage.py check_sheets`: say what is wrong with the files of sheets, without a database."""

from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from home.importers.reading import Mistakes, read_yaml
from home.importers.sheets import read_sheet


class Command(BaseCommand):
    help = "Check the blocks of the sheets in training/sheets/ of a folder."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "demo")

    def handle(self, folder, **options):
        mistakes = Mistakes()
        files = sorted(folder.glob("training/sheets/*.yaml"))
        for file in files:
            if item := read_yaml(file, str(file.relative_to(folder.parent)), mistakes):
                read_sheet(item["blocks"], mistakes)
        if mistakes:
            raise CommandError(str(mistakes))
        self.stdout.write(f"{len(files)} sheets, nothing wrong with their blocks.")
