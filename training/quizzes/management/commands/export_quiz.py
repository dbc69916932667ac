"""`manage.py export_quiz SLUG --format gift|moodle-xml`: the questions of a quiz as a file, on the output."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError

from training.quizzes.exporting import FORMATS, export
from training.quizzes.models import QuizPage


class Command(BaseCommand):
    help = (
        "Write the questions of a quiz as GIFT or Moodle XML to the output, or to a file (--output). "
        "What the format cannot say is named beside it. A published quiz is written as it is published."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG", help="the last part of the quiz’s address")
        parser.add_argument("--format", choices=sorted(FORMATS), default="gift")
        parser.add_argument("--draft", action="store_true", help="the newest draft, not what is published")
        parser.add_argument("--output", type=Path, help="a file to write to")

    def handle(self, slug, output=None, draft=False, **options):
        page = QuizPage.objects.filter(slug=slug).first()
        if page is None:
            there = ", ".join(QuizPage.objects.order_by("slug").values_list("slug", flat=True)) or "none"
            raise CommandError(f"No quiz has the address “{slug}”. There are: {there}.")
        if draft or not page.live:
            page = page.get_latest_revision_as_object()
        written = export(page, options["format"])
        for line in written.left_out:
            self.stderr.write(line)
        if output is None:
            self.stdout.write(written.text, ending="")
            return
        try:
            output.write_text(written.text, "utf-8")
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stderr.write(f"Written to {output}.")
