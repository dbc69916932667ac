"""Measure how good the search is."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.search.engines import EngineDownError
from portal.search.evaluation import baseline, collections, judged
from portal.search.evaluation.measures import Tally
from portal.search.management.commands.search import NAMES, chosen, home_of_site

OURS = Path(settings.BASE_DIR) / "tests" / "search_eval" / "judgements.yaml"


class Command(BaseCommand):
    """`manage.py search_eval`: nDCG@10, MRR, Success@1 and time, by stratum."""

    help = "Measure the search by judged queries over the demonstration, or by a public collection."

    def add_arguments(self, parser):
        parser.add_argument("--engine", choices=NAMES, help="Ask this engine, without a stand-in.")
        parser.add_argument("--judgements", default=str(OURS), help="Another file of judgements.")
        parser.add_argument(
            "--trec", metavar="DIR", help="A folder with a collection: TREC's, BEIR's or Cranfield's."
        )
        parser.add_argument("--held-out", action="store_true", help="Only what never chose a weight.")
        parser.add_argument("--failures", action="store_true", help="Name each query that failed.")

    def handle(self, *args, engine, judgements, trec, failures, **options):
        chosen(engine)  # refused at once, where this site does not run it
        if trec and engine == "elastic":
            raise CommandError("A collection is searched in the database, in an index of its own.")
        try:
            if trec:
                self._print(self._compared(collections.read(Path(trec))))
                return
            rows = judged.read(Path(judgements))
            rows = [row for row in rows if row.held_out] if options["held_out"] else rows
            self._print(judged.judge(rows, lambda: chosen(engine), home_of_site()))
            if failures:
                for line in judged.failures(rows, lambda: chosen(engine), home_of_site()):
                    self.stdout.write(line)
        except (OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        except EngineDownError as problem:
            raise CommandError(f"{engine} does not answer: {problem}") from problem

    def _compared(self, collection: collections.Collection) -> dict[str, Tally]:
        tallies = {"ours": collections.evaluate(collection)}
        theirs = baseline.evaluate(collection)
        if theirs is None:
            self.stdout.write(
                "Nothing to compare with: bm25s, which comes with development, is not installed."
            )
            return tallies
        return {**tallies, "bm25s": theirs}

    def _print(self, tallies: dict[str, Tally]) -> None:
        self.stdout.write(f"{'':18}queries  nDCG@10    MRR  Success@1  nothing  p50 ms  p95 ms")
        for name, each in tallies.items():
            self.stdout.write(
                f"{name:18}{each.queries:7}  {each.mean_ndcg:7.3f}  {each.mrr:5.3f}  {each.success:9.3f}"
                f"  {each.nothing:7}  {each.percentile(0.5):6.1f}  {each.percentile(0.95):6.1f}"
            )
