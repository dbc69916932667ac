"""What a search costs, as a ratio to SQLite's own full-text index on the same rows in the same run.

`python tools/bench_search.py [--large]`: with 11,000 generated documents, or 57,000. Beside each other stand
FTS5's own ten likeliest rows, and ours: those of one search without the page, and with counts of
filters and the total. Queries are words of the texts: rare, middling, common and in twos and threes.
"""

import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

SMALL, LARGE = 11_000, 57_000
ROUNDS = 3
QUERIES = 40
VOCABULARY = 20_000
WORST_TOP_TEN, WORST_WHOLE = 3.0, 12.0


def main() -> int:
    """Print a line for each way to search. Return 1 where ours costs more than it may."""
    from tools.bench import prepare

    prepare()
    from django.db import connection

    from portal.search.evaluation.collections import temporary_index

    if connection.vendor != "sqlite":
        print("It measures SQLite.")
        return 1
    number = LARGE if "--large" in sys.argv else SMALL
    with temporary_index(documents(number)):
        return int(compare(number))


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


def compare(number: int) -> bool:
    """Print the medians and ratios. Return whether a limit is passed."""
    from portal.search.find import find

    ways: dict[str, Callable[[str], object]] = {
        "FTS5, ten rows": raw,
        "ours, ten rows": top_ten,
        "ours, with filters and total": lambda text: find(text, home="ambleford", as_typed=True),
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for text in queries():
            for name, way in ways.items():
                began = time.perf_counter()
                way(text)
                spent[name].append((time.perf_counter() - began) * 1000)
    base, ours, whole = (statistics.median(spent[name]) for name in ways)
    print(f"\nWith {number:,} documents:")
    for name, times in spent.items():
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"{name:32} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   ratio {p50 / base:5.1f}")
    print(f"Largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    print(f"Allowed are ratios of {WORST_TOP_TEN:.0f} and {WORST_WHOLE:.0f}.")
    return ours / base > WORST_TOP_TEN or whole / base > WORST_WHOLE


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
    return rank.rank(rank.columns_of(pks), rank.Asked(query.concepts, corpus_of(query)))[:10]


if __name__ == "__main__":
    sys.exit(main())
