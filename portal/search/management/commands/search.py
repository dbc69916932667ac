"""Search as a reader does, and see why each thing stands where it stands."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

from portal.content.models import PortalSettings
from portal.search.engines import Engine, EngineDownError, engine_named
from portal.search.find import Results, find

NAMES = ("sqlite", "postgres", "elastic")


class Command(BaseCommand):
    """`manage.py search "camhs referal"`."""

    help = "Search as a reader does: rank, kind, title, address and score of each result, and what made it."

    def add_arguments(self, parser):
        parser.add_argument("query", nargs="?", default="")
        parser.add_argument("--file", help="A file with a query on each line.")
        parser.add_argument("--engine", choices=NAMES, help="Ask this engine, without a stand-in.")
        parser.add_argument("--json", action="store_true", help="One line of JSON for each query.")

    def handle(self, *args, query, file, engine, json: bool, **options):
        home = home_of_site()
        for typed in _queries(query, file):
            try:
                # One each, as a reader has: the stand-in of one search is not that of the next.
                results = find(typed, home=home, engine=chosen(engine))
            except EngineDownError as problem:
                raise CommandError(f"{engine} does not answer: {problem}") from problem
            self.stdout.write(_json(results) if json else _lines(results))


def chosen(name: str | None) -> Engine | None:
    """Return the engine `name`; None for the site's own. Raises CommandError where it has none such."""
    try:
        return engine_named(name) if name else None
    except LookupError as problem:
        raise CommandError(str(problem.args[0])) from problem


def home_of_site() -> str:
    """Return the slug of the authority that the site belongs to, or nothing."""
    site = Site.objects.filter(is_default_site=True).first()
    authority = PortalSettings.for_site(site).home_authority if site else None
    return authority.slug if authority else ""


def _queries(query: str, file: str | None) -> list[str]:
    if not file:
        if not query.strip():
            raise CommandError("Give a query, or a file of queries with --file.")
        return [query]
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise CommandError(f"{file} cannot be read: {problem}") from problem
    return [line.strip() for line in lines if line.strip()]


def _rows(results: Results) -> Iterator[tuple[int, object, float, str]]:
    """Yield what a reader sees from top to bottom: rank, document, score, and what made it."""
    best = results.results[0].score if results.results else 0.0
    for place, document in enumerate(results.best_bets, 1):
        yield place, document, best, "best bet"
    for each in results.results:
        why = " ".join(f"{name}={value:.2f}" for name, value in each.why.items() if value != 1)
        yield len(results.best_bets) + each.rank, each.document, each.score, why


def _json(results: Results) -> str:
    said = {
        "query": results.query.text,
        "engine": results.engine,
        "corrected": results.corrected or None,
        "relaxed": results.relaxed,
        "cards": [{"kind": card.kind.value, "title": card.title, "url": card.url} for card in results.cards],
        "results": [
            {"rank": rank, "kind": row.kind, "title": row.title, "url": row.url, "score": round(score, 3)}
            for rank, row, score, _ in _rows(results)
        ],
    }
    return json.dumps(said, ensure_ascii=False)


def _lines(results: Results) -> str:
    said = [
        f"searched for {results.corrected!r} instead" if results.corrected else "",
        f"did you mean {results.suggestion!r}?" if results.suggestion else "",
        f"{results.renamed.old} is now {results.renamed.now}" if results.renamed else "",
        *(f"{each.group.label}: {each.label}" for each in results.understood),
        "any of the words" if results.relaxed else "",
    ]
    notes = "".join(f"; {note}" for note in said if note)
    cards = [
        f"     answer   {each.kind.value:12} {each.title}  {each.url}  {each.phone}".rstrip()
        for each in results.cards
    ]
    rows = [
        f"{rank:3}  {score:7.3f}  {row.kind:12} {row.title}  {row.url}  {why}".rstrip()
        for rank, row, score, why in list(_rows(results))[:10]
    ]
    return "\n".join([f"{results.query.text}: {results.total} ({results.engine}){notes}", *cards, *rows])
