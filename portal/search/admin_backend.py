"""The search of the admin (page explorer, choosers, lists) on the database, made safe on SQLite.

Wagtail's own backend hands a quotation mark on to FTS5 as it is, which answers with an error 500
(https://github.com/wagtail/wagtail/issues/13227). Here a query is words before any backend sees it.
"""

import re
from functools import cache

from modelsearch.query import And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.search.backends import database

MOST_TERMS = 24
LONGEST = 250

_SPECIAL = re.compile(r'["\x00-\x1f\x7f]')


def cleaned(text: str) -> str:
    """Return `text` as terms with a letter or digit in each, without quotation marks; 24 at most."""
    terms = _SPECIAL.sub(" ", text[:LONGEST]).encode("utf-8", "ignore").decode().split()
    return " ".join([term for term in terms if any(c.isalnum() for c in term)][:MOST_TERMS])


def cleaned_query(query):
    """Return a query, words or an object of modelsearch, with every text in it cleaned; "" for none."""
    if isinstance(query, str):
        return cleaned(query)
    if isinstance(query, (And, Or)):
        parts = [part for each in query.subqueries if (part := cleaned_query(each)) != ""]
        return type(query)(parts) if parts else ""
    if isinstance(query, (Not, Boost)):
        if (inner := cleaned_query(query.subquery)) == "":
            return ""
        return Not(inner) if isinstance(query, Not) else Boost(inner, query.boost)
    if not isinstance(query, (PlainText, Phrase, Fuzzy)):
        return query
    if not (text := cleaned(query.query_string)):
        return ""
    if isinstance(query, PlainText):
        return PlainText(text, operator=query.operator, boost=query.boost)
    return Phrase(text) if isinstance(query, Phrase) else Fuzzy(text, query.operator, query.unaccent)


class CleanedQueries:
    """Cleans each query before a backend of the database sees it; one without words finds nothing."""

    def _search(self, compiler, query, model_or_queryset, **options):
        return super()._search(compiler, cleaned_query(query), model_or_queryset, **options)


def SearchBackend(params):  # noqa: N802 - the name that modelsearch looks for
    """Return the backend of the site's database, with cleaned queries."""
    return _cleaned_kind(type(database.SearchBackend(params)))(params)


@cache
def _cleaned_kind(kind: type) -> type:
    return type(f"Cleaned{kind.__name__}", (CleanedQueries, kind), {})
