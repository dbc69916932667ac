"""Whatever is typed, Elasticsearch is asked for stems alone, and answers as the database does."""

import time

import pytest

from portal.search import engines
from portal.search.engines import elastic as elastic_engine
from portal.search.find import find
from tests.search.hostile import FEW, HOSTILE, MANY, drawn


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Give Elasticsearch time: a busy machine is not the question here."""
    monkeypatch.setattr(elastic_engine, "LONGEST_ANSWER", 30)
    elastic_engine._client.cache_clear()
    yield
    elastic_engine._client.cache_clear()


def agree(typed: str) -> None:
    """Search with both engines: no error, as many found, in bounded time."""
    began = time.process_time()
    ours = find(typed, engine=engines.database_engine())
    theirs = find(typed, engine=engines.engine_named("elastic"))
    assert theirs.total == ours.total, typed
    assert time.process_time() - began < 4


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
def test_what_nobody_should_type(elastic, count):
    for typed in HOSTILE:
        agree(typed)
    drawn(count, agree)
