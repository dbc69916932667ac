"""Best bets of the search, known by their queries."""

from home.importers.writing import Load, columns
from portal.search.models import BestBet

FILE = "best-bets.yaml"


def load_best_bets(load: Load) -> None:
    """Load best-bets.yaml. Whether a page is at its address shows once everything is indexed."""
    there = {bet.query.casefold(): bet for bet in BestBet.objects.all()}
    for item in load.keyed(FILE, "query"):
        bet = there.get(item["query"].text.casefold()) or BestBet()
        before = columns(bet) if bet.pk else None
        load.fill(bet, item)
        if not load.mistakes:
            load.save(bet, before)
