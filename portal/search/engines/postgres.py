"""PostgreSQL: a generated column of the stems with their weights, and a GIN index on it."""

from portal.search.engines.base import DatabaseEngine
from portal.search.match import Alternative, Concept, Match

# The words are stems already, so the configuration is the one that changes nothing.
PREPARE = [
    """ALTER TABLE search_searchdocument ADD COLUMN IF NOT EXISTS stems tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', name_stems), 'A')
        || setweight(to_tsvector('simple', title_stems), 'B')
        || setweight(to_tsvector('simple', body_stems), 'D')) STORED""",
    """ALTER TABLE search_searchdocument ADD COLUMN IF NOT EXISTS prefixes tsvector
        GENERATED ALWAYS AS (to_tsvector('simple', lookup)) STORED""",
    "CREATE INDEX IF NOT EXISTS search_stems ON search_searchdocument USING gin (stems)",
    "CREATE INDEX IF NOT EXISTS search_prefixes ON search_searchdocument USING gin (prefixes)",
]
WEIGHTS = "{0.1, 0.1, 0.6, 1.0}"  # of body (D), nothing (C), title (B) and names (A)


class PostgresEngine(DatabaseEngine):
    """PostgreSQL's full-text search, by `ts_rank`."""

    name = "postgres"

    def matching(self, match: Match) -> tuple[str, list]:
        return "SELECT id FROM search_searchdocument WHERE stems @@ %s::tsquery", [expression(match)]

    def likeliest(self, match: Match, where: str, values: list, most: int, skip: int) -> tuple[str, list]:
        asked = expression(match)
        return (
            "SELECT found.id FROM search_searchdocument AS found WHERE stems @@ %s::tsquery"
            f" AND {where} ORDER BY ts_rank('{WEIGHTS}', stems, %s::tsquery, 1) DESC, id"
            " LIMIT %s OFFSET %s",
            [asked, *values, asked, most, skip],
        )


def expression(match: Match) -> str:
    """Return the match as a `tsquery`. Stems hold letters and digits only; each is quoted all the same."""
    if match.least <= 1:
        return " | ".join(map(_concept, match.concepts))
    return " | ".join("(" + " & ".join(map(_concept, way)) + ")" for way in match.ways())


def _concept(concept: Concept) -> str:
    return "(" + " | ".join(map(_alternative, concept.alternatives)) + ")"


def _alternative(alternative: Alternative) -> str:
    return "(" + " <-> ".join(f"'{stem}'" for stem in alternative.stems) + ")"
