"""What has to come first: the same for every engine."""

from pathlib import Path

import yaml

from portal.search.find import find

FILE = Path(__file__).parents[1] / "search_eval" / "first.yaml"
FIRST: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def misses(engine=None) -> list[str]:
    """Return a line for each query whose answer is neither the first result nor in a card above it."""
    lines = []
    for query, wanted in FIRST.items():
        results = find(query, home="ambleford", engine=engine)
        above = [*(each.url for each in results.best_bets), *(card.url for card in results.cards)]
        first = [each.document.url for each in results.results[:1]]
        if wanted not in above + first:
            lines.append(f"{query}: {wanted} is wanted, {first or 'nothing'} comes first")
    return lines
