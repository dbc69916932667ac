"""What a search costs, as a ratio to SQLite's own full-text index on the same rows in the same run.

`python tools/bench_search.py` measures SQLite with 11,000 and with 57,000 generated documents, and beside it
PostgreSQL and Elasticsearch where they can be started. Beside each other stand FTS5's own ten likeliest
rows, and ours: those of one search without the page, and with counts of filters and the total. Queries are
words of the texts: rare, middling, common and in twos and threes. Each is a process of its own, so that the
largest memory is that of one.
"""

import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.search.engines import Engine

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

SMALL, LARGE = 11_000, 57_000
ROUNDS = 3
QUERIES = 40
VOCABULARY = 20_000
WORST_TOP_TEN, WORST_WHOLE = 3.0, 12.0
MOST_MEMORY = 512  # MB, with the documents that are being made


def main() -> int:
    """Measure each engine with each number of documents. Return 1 where SQLite costs more than it may."""
    from tests.elasticsearch import cluster
    from tools import with_postgres

    failed = [run(number, "sqlite") for number in (SMALL, LARGE)]
    if reason := with_postgres.why_not():
        print(f"PostgreSQL is skipped: {reason}.")
    else:
        with with_postgres.server() as leads_there:
            subprocess.run(["createdb", "portal"], env={**os.environ, **leads_there}, check=True)
            failed += [run(number, "postgres", leads_there["DATABASE_URL"]) for number in (SMALL, LARGE)]
    if reason := cluster.why_not():
        print(f"Elasticsearch is skipped: {reason}.")
    else:
        started = cluster.Cluster().start()
        try:
            failed += [run(number, "elastic", started.urls[0]) for number in (SMALL, LARGE)]
        finally:
            started.stop()
    return int(any(failed))


def run(number: int, engine: str, url: str = "") -> int:
    """Measure in a process of its own. Return 1 where it failed."""
    print(f"\n{engine}, {number:,} documents: making the index ...", flush=True)
    return subprocess.call([sys.executable, __file__, str(number), engine, url])


def one(number: int, engine: str, url: str) -> int:
    """Measure one engine. `url` leads to the server, where it has one."""
    from tools.bench import prepare

    prepare(url if engine == "postgres" else "", with_demo=False)
    from django.conf import settings

    from portal.search import engines, sync
    from portal.search.evaluation.collections import temporary_index

    with temporary_index(documents(number)):
        if engine == "elastic":
            settings.SEARCH_URL, settings.SEARCH_INDEX = [url], f"bench-{number}"
            sync.rebuild_mirror()
        return int(compare(number, engines.engine_named(engine)))


def documents(number: int) -> Iterator[tuple]:
    """Yield made-up documents whose words are as unevenly common as those of a language (Zipf)."""
    from portal.search.adapters import Entry
    from portal.search.enums import Kind

    chance = random.Random(6)  # noqa: S311
    kinds, areas, topics = list(Kind), ["ambleford", "thornmere"], [f"topic-{n}" for n in range(20)]
    weights = [1 / (n + 10) for n in range(VOCABULARY)]
    for n in range(number):
        words = [f"word{w}" for w in chance.choices(range(VOCABULARY), weights, k=chance.randint(40, 160))]
        yield (
            f"made:{n}",
            Entry(
                kind=chance.choice(kinds),
                title=" ".join(words[:5]),
                url=f"/made/{n}/",
                body=" ".join(words[5:]),
                areas=[chance.choice(areas)],
                topics=chance.sample(topics, 2),
            ),
        )


def queries() -> list[str]:
    """Return what is searched for: one to three words of all degrees of rarity."""
    chance = random.Random(7)  # noqa: S311
    ranks = [10, 50, 200, 1000, 5000]
    return [
        " ".join(f"word{chance.choice(ranks) + chance.randrange(10)}" for _ in range(chance.randint(1, 3)))
        for _ in range(QUERIES)
    ]


def compare(number: int, engine: "Engine") -> bool:
    """Print the medians and ratios. Return whether SQLite passes a limit."""
    from portal.search.find import find

    ways: dict[str, Callable[[str], object]] = {
        f"{engine.name}, with filters and total": lambda text: find(
            text, home="ambleford", as_typed=True, engine=engine
        )
    }
    if engine.name == "sqlite":
        ways = {"FTS5, ten rows": raw, "sqlite, ten rows": top_ten, **ways}
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for text in queries():
            for name, way in ways.items():
                began = time.perf_counter()
                way(text)
                spent[name].append((time.perf_counter() - began) * 1000)
    medians = [statistics.median(times) for times in spent.values()]
    for (name, times), p50 in zip(spent.items(), medians, strict=True):
        p95 = statistics.quantiles(times, n=20)[-1]
        ratio = f"   ratio {p50 / medians[0]:5.1f}" if len(ways) > 1 else ""
        print(f"{name:36} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms{ratio}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"Largest memory: {memory} MB; {MOST_MEMORY} are allowed.", flush=True)
    if len(ways) == 1:
        return memory > MOST_MEMORY
    print(f"Ratios of {WORST_TOP_TEN:.0f} and {WORST_WHOLE:.0f} are allowed.", flush=True)
    base, ours, whole = medians
    return memory > MOST_MEMORY or ours / base > WORST_TOP_TEN or whole / base > WORST_WHOLE


def raw(text: str) -> list:
    """Return the ten likeliest rows by FTS5's own ranking, any of the words: the least there is to do."""
    from django.db import connection

    from portal.search import analysis

    asked = " OR ".join(f'"{stem}"' for stem in analysis.stems(text))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id, d.title, d.url FROM search_stems s JOIN search_searchdocument d ON d.id = s.rowid"
            " WHERE search_stems MATCH %s ORDER BY bm25(search_stems) LIMIT 10",
            [asked],
        )
        return cursor.fetchall()


def top_ten(text: str) -> list:
    """Return our ten: candidates by the engine, order by the one ranker."""
    from django.db import connection

    from portal.search import rank
    from portal.search.engines.base import MOST_CANDIDATES
    from portal.search.engines.sqlite import SqliteEngine
    from portal.search.find import corpus_of
    from portal.search.match import Match, least_of
    from portal.search.query import parse
    from portal.search.synonyms import synonyms

    query = parse(text, synonyms())
    match = Match(query.concepts, least_of(len(query.concepts)))
    with connection.cursor() as cursor:
        cursor.execute(*SqliteEngine().likeliest(match, "1 = 1", [], MOST_CANDIDATES, 0))
        pks = [row[0] for row in cursor.fetchall()]
    return rank.rank(rank.columns_of(pks), rank.Asked(query.concepts, corpus_of(query.concepts)))[:10]


if __name__ == "__main__":
    sys.exit(one(int(sys.argv[1]), *sys.argv[2:]) if sys.argv[1:] else main())
