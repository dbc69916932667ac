"""Elasticsearch while it answers, else the database: what a reader's search asks."""

import logging

from portal.search import breaker
from portal.search.engines.base import (
    MOST_CANDIDATES,
    Engine,
    EngineBehindError,
    EngineDownError,
    Filters,
    Found,
)
from portal.search.match import Match

log = logging.getLogger(__name__)


class Fallback:
    """An engine for one search: once the first cannot be asked, `second` answers the rest of it too.

    `name` and `fallen_back` say, after `find`, who has answered.
    """

    def __init__(self, first: Engine, second: Engine, guard: breaker.Breaker | None = None):
        self.engine = first
        self.second = second
        self.name = first.name
        self.guard = guard or breaker.elastic
        self.fallen_back = False

    def find(self, match: Match, filters: Filters, most: int = MOST_CANDIDATES, skip: int = 0) -> Found:
        """Return what the engine that answers finds."""
        if not self.fallen_back:
            if self.guard.allows():
                try:
                    found = self.engine.find(match, filters, most, skip)
                except EngineDownError as problem:
                    if not isinstance(problem, EngineBehindError):
                        self.guard.failed()
                    log.warning("The database answers a search in place of %s: %s", self.name, problem)
                else:
                    self.guard.succeeded()
                    return found
            self.engine, self.name, self.fallen_back = self.second, self.second.name, True
        return self.engine.find(match, filters, most, skip)
