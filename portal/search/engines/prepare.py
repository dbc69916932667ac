"""Give the database what its engine needs: tables, triggers and columns that Django's models do not know."""

from django.db import connection, connections

from portal.search.engines import postgres, sqlite
from portal.search.models import SearchDocument, SearchFacet, SearchTerm


def prepare(using: str = "default", **signal) -> None:
    """Make what is missing. Called after every migration: one that alters the table drops its triggers."""
    database = connections[using]
    with database.cursor() as cursor:
        before = set(database.introspection.table_names(cursor))
        if SearchDocument._meta.db_table not in before:  # migrated backwards, to nothing
            return
        if database.vendor == "postgresql":
            for statement in postgres.PREPARE:
                cursor.execute(statement)
            return
        for statement in sqlite.PREPARE:
            cursor.execute(statement)
        for table in {"search_stems", "search_prefixes"} - before:
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")


def count_anew() -> None:
    """Let PostgreSQL count the rows by which it plans. It does so by itself too, but a minute late.

    Without, it takes the index for an empty one, and a search in many new rows takes seconds.
    """
    if connection.vendor == "postgresql":
        tables = ", ".join(model._meta.db_table for model in (SearchDocument, SearchFacet, SearchTerm))
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")
