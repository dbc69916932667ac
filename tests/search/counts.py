"""The count of the words in the index, as it is kept and as it ought to be."""

from collections import Counter

from portal.search import index
from portal.search.models import SearchDocument, SearchTerm


def counted() -> dict[str, int]:
    """Return in how many rows each term stands, as it is kept."""
    rows = SearchTerm.objects.values_list("text", "is_stem", "documents")
    return {("+" if is_stem else "") + text: documents for text, is_stem, documents in rows}


def recounted() -> dict[str, int]:
    """Return the same, counted anew."""
    return dict(Counter(term for row in SearchDocument.objects.all() for term in index.words_of(row)))
