"""Which best bets answer a query.

wagtail.contrib.search_promotions is not used for them: it finds a query by its very words only, goes on
promoting a page that was withdrawn, and its log writes to the database whenever somebody searches
(`Query.get` creates a row).
"""

from django.db.models import Q

from portal.search import analysis
from portal.search.models import BestBet, SearchDocument
from portal.search.models.bets import stems_of

MOST = 3


def best_bets(text: str) -> list[SearchDocument]:
    """Return what editors put first for `text`, of what readers may find now: at most two queries."""
    words = analysis.words(text)
    bets = [
        bet
        for bet in BestBet.objects.filter(stems=stems_of(text)).order_by("order", "pk")
        if not bet.is_over and (bet.any_form or analysis.words(bet.query) == words)
    ]
    if not bets:
        return []
    keys, addresses = [bet.key for bet in bets if bet.key], [bet.address for bet in bets]
    rows = list(SearchDocument.objects.filter(Q(key__in=keys) | Q(url__in=addresses)))
    by_key, by_address = {row.key: row for row in rows}, {row.url: row for row in rows}
    found = (by_key.get(bet.key) or by_address.get(bet.address) for bet in bets)
    return list(dict.fromkeys(row for row in found if row))[:MOST]
