"""The engines that find candidates. One ranker (`portal.search.rank`) orders them, whichever found them."""

from django.db import connection

from portal.search.engines.base import Engine, Filters, Found
from portal.search.engines.postgres import PostgresEngine
from portal.search.engines.sqlite import SqliteEngine

__all__ = ["Engine", "Filters", "Found", "database_engine"]


def database_engine() -> Engine:
    """Return the engine of the site's own database."""
    return PostgresEngine() if connection.vendor == "postgresql" else SqliteEngine()
