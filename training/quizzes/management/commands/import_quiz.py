"""`manage.py import_quiz FILE`: questions of a GIFT or Moodle XML file into a quiz, as a draft."""

import json
import sys
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.core.management.base import OutputWrapper
from django.utils.text import slugify

from training.quizzes import importing
from training.quizzes.formats.question import Problem, Report
from training.quizzes.formats.reading import MOST, read

HELP = """Read a GIFT file (.gift, .txt) or a Moodle XML file (.xml), say what is in it and what is wrong
with it, and put its questions into a quiz as a draft. Nothing is published.

A quiz that has the address already is changed: questions are known by their id ([id:...] in GIFT, idnumber in
XML), else by their name; those that are not in the file stay. Where there is no such quiz, one is made.

The exit code is 0 where the questions were imported (or would be), even if something is wrong with some of
them: read what is said, and put it right in the draft. It is 1 where nothing was imported."""


class Command(BaseCommand):
    help = HELP
    requires_migrations_checks = False

    def create_parser(self, prog_name, subcommand, **kwargs):
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.epilog = "Example: manage.py import_quiz early-help.gift --dry-run"
        return parser

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="read and report; change nothing")
        parser.add_argument("--json", action="store_true", help="report as JSON: questions, counts, problems")
        parser.add_argument(
            "--slug", default="", help="address of the quiz; without it, from the file’s name"
        )
        parser.add_argument("--title", default="", help="title of a new quiz")
        parser.add_argument("--bank", action="store_true", help="into the question bank, not into a quiz")

    def handle(self, file, **options):
        self.said: OutputWrapper = self.stderr if options["json"] else self.stdout
        report = self._read(file)
        failure, done = "", ""
        if report.refused:
            failure = "The file is refused. Nothing was imported."
        else:
            report, done, failure = self._import(report, file, options)
        self._print(report, options["json"])
        if failure:
            if options["json"]:
                sys.exit(1)  # what there is to say is in the JSON
            raise CommandError(failure)
        if done and not options["json"]:
            self.stdout.write(done)

    def _read(self, file: Path) -> Report:
        try:
            size = file.stat().st_size
            with file.open("rb") as opened:
                content = opened.read(MOST + 1)
        except OSError as error:
            problem = Problem(1, f"The file cannot be read: {error.strerror}.")
            return Report(problems=(problem,), refused=True)
        self.said.write(f"Reading {file.name} ({size:,} bytes) ...")
        return read(file.name, content)

    def _import(self, report: Report, file: Path, options) -> tuple[Report, str, str]:
        """Return (report, what was done, what went wrong)."""
        slug = options["slug"] or slugify(file.stem)
        self.said.write(f"{sum(report.counts.values())} questions, {len(report.problems)} things to look at.")
        try:
            if options["dry_run"]:
                outcome = importing.look(report, slug, options["bank"])
            elif options["bank"]:
                outcome = importing.into_bank(report)
            else:
                outcome = importing.into_quiz(report, slug, options["title"])
        except importing.ImportingError as error:
            problem = Problem(1, str(error))
            return Report(report.questions, (*report.problems, problem)), "", str(error)
        would = "Would be imported" if options["dry_run"] else "Imported as a draft"
        place = "the question bank" if options["bank"] else f"the quiz “{slug}”"
        done = f"{would} into {place}: {outcome.new} new, {outcome.changed} changed, {outcome.same} the same."
        return outcome.report, done, ""

    def _print(self, report: Report, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
            return
        for kind, count in sorted(report.counts.items()):
            self.stdout.write(f"  {count:4} {kind}")
        for problem in report.problems:
            self.stdout.write(f"Line {problem.line}: {problem.message}")
