"""SQLite: FTS5 over the stems of the index, kept in step by triggers of the database itself."""

from portal.search.engines.base import DatabaseEngine
from portal.search.match import Alternative, Concept, Match

# The index holds no text of its own: it reads the columns of the rows that it points at.
PREPARE = [
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_stems USING fts5(
        title_stems, name_stems, body_stems,
        content='search_searchdocument', content_rowid='id', tokenize='unicode61')""",
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_prefixes USING fts5(
        lookup, content='search_searchdocument', content_rowid='id', tokenize='unicode61', prefix='1 2 3')""",
    """CREATE TRIGGER IF NOT EXISTS search_row_added AFTER INSERT ON search_searchdocument BEGIN
        INSERT INTO search_stems (rowid, title_stems, name_stems, body_stems)
            VALUES (new.id, new.title_stems, new.name_stems, new.body_stems);
        INSERT INTO search_prefixes (rowid, lookup) VALUES (new.id, new.lookup);
    END""",
    """CREATE TRIGGER IF NOT EXISTS search_row_gone AFTER DELETE ON search_searchdocument BEGIN
        INSERT INTO search_stems (search_stems, rowid, title_stems, name_stems, body_stems)
            VALUES ('delete', old.id, old.title_stems, old.name_stems, old.body_stems);
        INSERT INTO search_prefixes (search_prefixes, rowid, lookup) VALUES ('delete', old.id, old.lookup);
    END""",
    """CREATE TRIGGER IF NOT EXISTS search_row_changed
        AFTER UPDATE OF title_stems, name_stems, body_stems, lookup ON search_searchdocument BEGIN
        INSERT INTO search_stems (search_stems, rowid, title_stems, name_stems, body_stems)
            VALUES ('delete', old.id, old.title_stems, old.name_stems, old.body_stems);
        INSERT INTO search_stems (rowid, title_stems, name_stems, body_stems)
            VALUES (new.id, new.title_stems, new.name_stems, new.body_stems);
        INSERT INTO search_prefixes (search_prefixes, rowid, lookup) VALUES ('delete', old.id, old.lookup);
        INSERT INTO search_prefixes (rowid, lookup) VALUES (new.id, new.lookup);
    END""",
]
WEIGHTS = "3.0, 5.0, 1.0"  # of title, names and body: FTS5's own BM25 only chooses the candidates


class SqliteEngine(DatabaseEngine):
    """FTS5, by its own BM25."""

    name = "sqlite"

    def matching(self, match: Match) -> tuple[str, list]:
        return "SELECT rowid AS id FROM search_stems WHERE search_stems MATCH %s", [expression(match)]

    def likeliest(self, match: Match, where: str, values: list, most: int, skip: int) -> tuple[str, list]:
        return (
            f"SELECT found.rowid AS id FROM search_stems AS found WHERE search_stems MATCH %s"
            # The sign keeps SQLite from matching anew for each row that a filter lets through.
            f" AND {where.replace('found.id', '+found.rowid')}"
            f" ORDER BY bm25(search_stems, {WEIGHTS}) LIMIT %s OFFSET %s",
            [expression(match), *values, most, skip],
        )


def expression(match: Match) -> str:
    """Return the match as FTS5's own query. Stems are letters and digits; each is quoted all the same."""
    if match.least <= 1:
        return " OR ".join(map(_concept, match.concepts))
    return " OR ".join("(" + " AND ".join(map(_concept, way)) + ")" for way in match.ways())


def _concept(concept: Concept) -> str:
    return "(" + " OR ".join(map(_alternative, concept.alternatives)) + ")"


def _alternative(alternative: Alternative) -> str:
    return '"' + " ".join(alternative.stems) + '"'
