"""`manage.py load_demo`: load the files of a demonstration, all of them or nothing."""

import time
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from home.importers.everything import load_everything, real_content
from home.importers.writing import Load
from portal.search import texts

DESCRIPTION = """\
Load the content of a demonstration: areas, agencies, people, guidance, pages.

It reads YAML and Markdown files and publishes what they hold, all of it or nothing. Whatever is wrong is
named with its file and line. Running it again changes only what changed in the files, and dates that the
files give as days before the load. Where content stands that is in no file, it refuses.
"""


class Command(BaseCommand):
    help = DESCRIPTION

    def add_arguments(self, parser):
        parser.add_argument(
            "--folder", type=Path, default=settings.BASE_DIR / "demo", help="the folder of the files (demo/)"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be loaded, and load nothing"
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="load beside content of your own; entries of the same name are overwritten, "
            "accounts of real people never",
        )

    def handle(self, folder, dry_run=False, force=False, verbosity=1, **options):
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        began = time.monotonic()
        load = Load(folder, timezone.localdate(), self.stdout.write if verbosity else lambda line: None)
        if not force:
            refuse_real_content(load)
        try:
            with transaction.atomic():
                load_everything(load)
                if load.mistakes:
                    raise CommandError(f"Nothing was loaded.\n{load.mistakes}")
                transaction.set_rollback(dry_run)
        except BaseException:
            remove_files(load)
            raise
        if dry_run:
            remove_files(load)
        else:
            texts.read_new()
        report(load, dry_run, time.monotonic() - began)


def refuse_real_content(load: Load) -> None:
    """Raise CommandError where the site is no demonstration, or holds content that is in no file."""
    if not settings.DEMO:
        raise CommandError("This site is not a demonstration (DEMO=0). --force loads the files all the same.")
    if found := real_content(load):
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""
        raise CommandError(
            f"Real content stands here: {', '.join(found[:5])}{more}. Nothing was loaded. "
            "--force loads the demonstration beside it."
        )


def remove_files(load: Load) -> None:
    """Delete the documents that a load wrote before it was undone."""
    for name in load.written_files:
        default_storage.delete(name)


def report(load: Load, dry_run: bool, seconds: float) -> None:
    """Say how much there is of each kind, and how much of it was new or had changed."""
    for label, count in load.total.items():
        load.say(f"{count:5} {label}, {load.changed[label]} new or changed")
    load.say(f"{'Would be loaded' if dry_run else 'Loaded'} from {load.folder} in {seconds:.1f} s.")
