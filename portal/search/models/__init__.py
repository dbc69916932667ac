"""The tables of the search."""

from portal.search.models.index import (
    LONGEST_BODY,
    SearchChange,
    SearchDocument,
    SearchEdition,
    SearchFacet,
    SearchTerm,
)

__all__ = [
    "LONGEST_BODY",
    "SearchChange",
    "SearchDocument",
    "SearchEdition",
    "SearchFacet",
    "SearchTerm",
]
