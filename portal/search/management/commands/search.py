"""Search as a reader does, and see why each thing stands where it stands."""

import json

from django.core.management.base import BaseCommand

from portal.search.find import find


class Command(BaseCommand):
    """`manage.py search "camhs referal"`."""

    help = "Search as a reader does: rank, kind, title, address and score of each result."

    def add_arguments(self, parser):
        parser.add_argument("query", nargs="?", default="")
        parser.add_argument("--file", help="A file with a query on each line.")
        parser.add_argument("--json", action="store_true", help="One line of JSON for each query.")

    def handle(self, *args, query, file, json: bool, **options):
        for typed in self._queries(query, file):
            results = find(typed)
            self.stdout.write(_json(results) if json else _lines(results))

    def _queries(self, query: str, file: str | None) -> list[str]:
        if not file:
            return [query]
        with open(file, encoding="utf-8") as lines:  # noqa: PTH123
            return [line.strip() for line in lines if line.strip()]


def _json(results) -> str:
    rows = [
        {
            "rank": each.rank,
            "kind": each.document.kind,
            "title": each.document.title,
            "url": each.document.url,
            "score": round(each.score, 3),
        }
        for each in results.results
    ]
    said = {"query": results.query.text, "engine": results.engine, "corrected": None}
    return json.dumps({**said, "relaxed": results.relaxed, "cards": [], "results": rows}, ensure_ascii=False)


def _lines(results) -> str:
    rows = [
        f"{each.rank:3}  {each.score:7.3f}  {shown.kind:12} {shown.title}  {shown.url}"
        for each in results.results[:10]
        for shown in [each.document]
    ]
    return "\n".join([f"{results.query.text}: {results.total}", *rows])
