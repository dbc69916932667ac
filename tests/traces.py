"""Where a text stands that should be nowhere: in tables of the database, in files."""

from pathlib import Path

from django.db import connection


def tables_with(text: str) -> list[str]:
    """Return the tables in any column of which `text` stands: those without a model among them."""
    return [name for name in _tables() if any(text in str(value) for row in _rows(name) for value in row)]


def files_with(text: str, *folders: Path) -> list[Path]:
    """Return the files below `folders` that hold `text`."""
    every = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    return [file for file in every if text.encode() in file.read_bytes()]


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def _rows(table: str) -> list[tuple]:
    with connection.cursor() as cursor:  # the name comes from the database itself
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return cursor.fetchall()
