"""Give the database what its engine needs: tables, triggers and columns that Django's models do not know."""

from django.db import connections

from portal.search.engines import postgres, sqlite
from portal.search.models import SearchDocument


def prepare(using: str = "default", **signal) -> None:
    """Make what is missing. Called after every migration: one that alters the table drops its triggers."""
    connection = connections[using]
    with connection.cursor() as cursor:
        before = set(connection.introspection.table_names(cursor))
        if SearchDocument._meta.db_table not in before:  # migrated backwards, to nothing
            return
        if connection.vendor == "postgresql":
            for statement in postgres.PREPARE:
                cursor.execute(statement)
            return
        for statement in sqlite.PREPARE:
            cursor.execute(statement)
        for table in {"search_stems", "search_prefixes"} - before:
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
