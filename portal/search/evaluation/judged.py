"""Our own judged queries over the demonstration."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from portal.search.engines import Engine
from portal.search.evaluation.measures import Tally
from portal.search.find import find

ALL = "all"


@dataclass(frozen=True)
class Judgement:
    """A query, and the addresses of what should be found with their grades: 3 is what should come first."""

    query: str
    stratum: str
    wanted: dict[str, int]
    held_out: bool = False


def read(file: Path) -> list[Judgement]:
    """Return the judgements of a YAML file. Raises ValueError, with the query, where one is not right."""
    found = []
    for row in yaml.safe_load(file.read_text(encoding="utf-8")) or []:
        try:
            found.append(Judgement(row["query"], row["stratum"], dict(row["wanted"]), bool(row["held_out"])))
        except (KeyError, TypeError, ValueError) as problem:
            raise ValueError(f"{file}: {row}: {problem}") from problem
    return found


def judge(judgements: list[Judgement], engine: Callable[[], Engine | None], home: str) -> dict[str, Tally]:
    """Search for each query as a reader does; return the tallies by stratum, and of all of them."""
    tallies: dict[str, Tally] = {}
    for each in judgements:
        began = time.perf_counter()
        results = find(each.query, home=home, engine=engine())
        took = (time.perf_counter() - began) * 1000
        found = [document.url for document in results.best_bets]
        if (
            each.wanted or not results.relaxed
        ):  # where nothing fits, it is right to say so and offer what is near
            found += [result.document.url for result in results.results]
        for name in (each.stratum, ALL):
            tally = tallies.setdefault(name, Tally())
            tally.add(found, [card.url for card in results.cards], each.wanted, took)
    return tallies


def failures(judgements: list[Judgement], engine: Callable[[], Engine | None], home: str) -> list[str]:
    """Return a line for each query whose best answer is neither first nor in a card."""
    lines = []
    for each in judgements:
        tally = judge([each], engine, home)[ALL]
        if not tally.first:
            results = find(each.query, home=home, engine=engine())
            first = results.results[0].document.url if results.results else "nothing"
            lines.append(f"{each.query}: {first} came first, wanted {next(iter(each.wanted), 'nothing')}")
    return lines
