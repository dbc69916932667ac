"""The engines that find candidates. One ranker (`portal.search.rank`) orders them, whichever found them."""

from django.conf import settings
from django.db import connection

from portal.search.engines.base import Engine, EngineDownError, Filters, Found
from portal.search.engines.postgres import PostgresEngine
from portal.search.engines.sqlite import SqliteEngine

__all__ = [
    "Engine",
    "EngineDownError",
    "Filters",
    "Found",
    "database_engine",
    "engine_named",
    "site_engine",
    "state",
]


def database_engine() -> Engine:
    """Return the engine of the site's own database."""
    return PostgresEngine() if connection.vendor == "postgresql" else SqliteEngine()


def site_engine() -> Engine:
    """Return the engine for one search of a reader: Elasticsearch where the site has one, with its stand-in.

    Ask it for its `name` after it has found something: the database may have answered.
    """
    if not settings.SEARCH_URL:
        return database_engine()
    from portal.search.engines.elastic import ElasticEngine  # loads the client, which few sites need
    from portal.search.engines.fallback import Fallback

    return Fallback(ElasticEngine(), database_engine())


def state() -> str:
    """Return in a few words who answers readers of this process; asks nothing of Elasticsearch."""
    database = database_engine().name
    if not settings.SEARCH_URL:
        return database
    from portal.search import breaker
    from portal.search.engines import elastic

    if breaker.elastic.is_open:
        return f"{database}: elastic does not answer"
    try:
        elastic.waiting()
    except EngineDownError as problem:
        return f"{database}: {problem}"
    return "elastic"


def engine_named(name: str) -> Engine:
    """Return the engine `name` alone, without a stand-in. Raises LookupError where the site has none such."""
    engines: dict[str, Engine] = {database_engine().name: database_engine()}
    if settings.SEARCH_URL:
        from portal.search.engines.elastic import ElasticEngine

        engines[ElasticEngine.name] = ElasticEngine()
    if name not in engines:
        raise LookupError(f"This site has no engine {name!r}; it has {' and '.join(engines)}.")
    return engines[name]
