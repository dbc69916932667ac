"""Elasticsearch finds what the database finds: the same rows, the same total, the same counts."""

import pytest

from directory.models import Service
from portal.search import engines, outbox
from portal.search.engines import elastic as elastic_engine
from portal.search.enums import Group, Kind
from portal.search.evaluation import judged
from portal.search.find import find
from portal.search.match import Alternative, Concept, Match
from portal.search.models import SearchChange, SearchDocument
from tests.search import first
from tests.search.test_eval import FILE, LEAST_NDCG, LEAST_SUCCESS

HOME = "ambleford"
JUDGEMENTS = judged.read(FILE)


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Give Elasticsearch time: what it finds is the question here, not how fast a busy machine is."""
    monkeypatch.setattr(elastic_engine, "LONGEST_ANSWER", 30)
    elastic_engine._client.cache_clear()
    yield
    elastic_engine._client.cache_clear()


def both(query, filters=None):
    return [
        find(query, filters, engine=engine)
        for engine in (engines.database_engine(), engines.engine_named("elastic"))
    ]


def top(results):
    return [each.document.key for each in results.results[:10]]


def test_the_first_ten_of_every_judged_query_are_those_of_the_database(elastic):
    """Overlap of the first ten, as Webber, Moffat and Zobel (2010) describe it for a given depth."""
    shares = {}
    for query in [*first.FIRST, *(each.query for each in JUDGEMENTS)]:
        ours, theirs = both(query)
        assert theirs.engine == "elastic"
        assert theirs.total == ours.total, query
        if longest := max(len(top(ours)), len(top(theirs))):
            shares[query] = len({*top(ours)} & {*top(theirs)}) / longest
    assert len(shares) >= 120, "what finds nothing compares nothing"
    assert sum(shares.values()) / len(shares) >= 0.95, min(shares, key=lambda query: shares[query])


def test_what_people_in_schools_type_finds_its_answer_first(elastic):
    assert first.misses(engines.engine_named("elastic")) == []


def test_it_is_as_good_as_the_database(elastic):
    tallies = judged.judge(JUDGEMENTS, lambda: engines.engine_named("elastic"), HOME)
    assert min(tallies[name].success for name in ("name", "acronym")) >= LEAST_SUCCESS
    answerable = [each for name, each in tallies.items() if name not in {judged.ALL, "nothing to find"}]
    assert sum(each.nothing for each in answerable) == 0
    assert tallies[judged.ALL].mean_ndcg >= LEAST_NDCG


def test_counts_of_filters_are_those_of_the_database(elastic):
    free = both("school")[0].counts
    kinds = [kind for kind, _ in sorted(free[Group.KIND].items(), key=lambda pair: -pair[1])[:2]]
    area = next(iter(free[Group.AREA]))
    for filters in ({}, {Group.KIND: kinds}, {Group.KIND: kinds[:1], Group.AREA: [area]}, {Group.TAG: []}):
        ours, theirs = both("school", filters)
        assert ours.counts == theirs.counts
        assert (ours.total, top(ours)) == (theirs.total, top(theirs))
    ours, theirs = both("school", {Group.KIND: kinds[:1]})
    assert len(theirs.counts[Group.KIND]) > 1, "the group's own choice must not empty its counts"
    assert theirs.counts[Group.KIND] == free[Group.KIND]
    assert theirs.total == free[Group.KIND][kinds[0]] < sum(free[Group.KIND].values())


def test_rows_after_the_first_are_the_next_ones(elastic):
    match = Match((Concept((Alternative(("school",)),)),), 1)
    engine = engines.engine_named("elastic")
    whole = engine.find(match, {}, most=8)
    assert [*engine.find(match, {}, most=4).pks, *engine.find(match, {}, most=4, skip=4).pks] == whole.pks
    assert whole.total > 8


def test_a_phrase_needs_its_words_beside_each_other(elastic):
    engine = engines.engine_named("elastic")
    document = SearchDocument.objects.filter(kind=Kind.SERVICE).exclude(title_stems="").first()
    first, second = document.title_stems.split()[:2]
    phrase = Match((Concept((Alternative((first, second)),)),), 1)
    backwards = Match((Concept((Alternative((second, first)),)),), 1)
    assert document.pk in engine.find(phrase, {}).pks
    assert document.pk not in engine.find(backwards, {}).pks


def test_what_was_withdrawn_is_in_no_answer_before_the_mirror_knows(elastic):
    service = Service.objects.listed().first()
    key = f"directory.service:{service.pk}"
    row = SearchDocument.objects.get(key=key)
    match = Match((Concept((Alternative(tuple(row.title_stems.split())),)),), 1)
    before = engines.engine_named("elastic").find(match, {})
    assert row.pk in before.pks
    service.delete()
    outbox.settle()
    assert SearchChange.objects.filter(key=key, indexed=True).exists()
    after = engines.engine_named("elastic").find(match, {})
    assert row.pk not in after.pks
    assert after.total == before.total - 1
    counted = before.counts[Group.KIND][Kind.SERVICE]
    assert after.counts[Group.KIND].get(Kind.SERVICE, 0) == counted - 1


@pytest.mark.parametrize("late", ["many", "old"])
def test_a_mirror_that_is_far_behind_is_not_asked(elastic, monkeypatch, late):
    monkeypatch.setattr(elastic_engine, "MOST_WAITING" if late == "many" else "LONGEST_WAITING", 0)
    assert find("school").engine == "elastic"
    SearchChange.objects.create(key="x:1", version=1, indexed=True)
    answer = find("school")
    assert (answer.engine, answer.fallen_back) == (engines.database_engine().name, True)
    assert answer.total


def test_what_elasticsearch_refuses_for_good_does_not_hold_readers_up(elastic):
    SearchChange.objects.create(key="x:1", version=1, indexed=True, attempts=outbox.GIVEN_UP)
    assert find("school").engine == "elastic"


def test_a_search_costs_one_query_more_than_the_database_saves(elastic, django_assert_max_num_queries):
    find("school")
    with django_assert_max_num_queries(15):
        find("school mash", {Group.KIND: ["service"]})


def test_an_engine_that_the_site_does_not_run_is_refused(settings, db):
    with pytest.raises(LookupError, match=r"This site has no engine 'elastic'; it has (sqlite|postgres)"):
        engines.engine_named("elastic")
