"""The tables of the search."""

from portal.search.models.bets import BestBet
from portal.search.models.elsewhere import ElsewherePage
from portal.search.models.index import (
    LONGEST_BODY,
    SearchChange,
    SearchDocument,
    SearchEdition,
    SearchFacet,
    SearchTerm,
)
from portal.search.models.log import LONGEST_QUERY, SearchLog
from portal.search.models.texts import DocumentText

__all__ = [
    "LONGEST_BODY",
    "LONGEST_QUERY",
    "BestBet",
    "DocumentText",
    "ElsewherePage",
    "SearchChange",
    "SearchDocument",
    "SearchEdition",
    "SearchFacet",
    "SearchLog",
    "SearchTerm",
]
