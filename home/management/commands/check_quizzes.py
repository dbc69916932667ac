"""`manage.py check_quizzes`: say what is wrong with the questions of quizzes, without a database."""

from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from home.importers.questions import read_questions
from home.importers.reading import Mistakes, read_yaml


class Command(BaseCommand):
    help = "Check the questions in quizzes/ of a folder: GIFT, and the settings beside it."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "demo")

    def handle(self, folder, **options):
        mistakes, count = Mistakes(), 0
        files = sorted(folder.glob("quizzes/*.yaml"))
        for file in files:
            questions = file.with_suffix(".gift")
            name, gift_name = (str(each.relative_to(folder.parent)) for each in (file, questions))
            if item := read_yaml(file, name, mistakes):
                count += len(read_questions(questions, gift_name, item["questions"], mistakes))
        if mistakes:
            raise CommandError(str(mistakes))
        self.stdout.write(f"{len(files)} quizzes with {count} questions, nothing wrong with them.")
