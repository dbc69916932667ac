"""Elasticsearch: an index of the same stems, which it splits at spaces and never analyses.

It is a mirror of `SearchDocument` (`portal.search.mirror`), so every answer is of keys of rows. What has
changed and is not yet in the mirror is left out of its answers; a mirror that is far behind is not asked.
"""

import time
from functools import lru_cache
from typing import Any

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, TransportError

from portal.search import outbox
from portal.search.engines.base import MOST_CANDIDATES, EngineBehindError, EngineDownError, Filters, Found
from portal.search.enums import Group
from portal.search.match import Alternative, Concept, Match
from portal.search.models import SearchChange

LONGEST_ANSWER = 1  # second, to connect and again to read; a reader does not wait for longer
MOST_WAITING = 20  # changes that are not in the mirror yet
LONGEST_WAITING = 60  # seconds
MOST_VALUES = 5000  # of one group of filters
FIELDS = ["title_stems^3", "name_stems^5", "body_stems"]


class ElasticEngine:
    """Elasticsearch's own BM25 chooses the candidates."""

    name = "elastic"
    fallen_back = False

    def find(self, match: Match, filters: Filters, most: int = MOST_CANDIDATES, skip: int = 0) -> Found:
        """Return the likeliest rows, the total and the counts: one request, and one query for what waits."""
        filters = {group: values for group, values in filters.items() if values}
        asked = request(match, filters, waiting())
        try:
            answer = client().search(
                index=settings.SEARCH_INDEX,
                size=most,
                from_=skip,
                allow_partial_search_results=False,
                **asked,
            )
        except (ApiError, TransportError) as problem:
            raise EngineDownError(str(problem)) from problem
        hits = answer["hits"]
        pks = [hit["fields"]["pk"][0] for hit in hits["hits"]]
        return Found(pks, hits["total"]["value"], _counts(answer))


def client() -> Elasticsearch:
    """Return this process's client. It never tries twice: the database answers instead."""
    return _client(tuple(settings.SEARCH_URL))


@lru_cache(maxsize=4)
def _client(urls: tuple[str, ...]) -> Elasticsearch:
    return Elasticsearch(list(urls), request_timeout=LONGEST_ANSWER, max_retries=0, retry_on_timeout=False)


def waiting() -> list[str]:
    """Return the keys of what the mirror lacks yet. Raises EngineBehindError where it is far behind."""
    changes = list(SearchChange.objects.values_list("key", "version", "attempts")[: MOST_WAITING + 1])
    if len(changes) > MOST_WAITING:
        raise EngineBehindError("more changes wait than are left out of an answer")
    oldest = (time.time() - LONGEST_WAITING) * 1_000_000  # versions are microseconds of the clock
    if any(version < oldest and attempts < outbox.GIVEN_UP for _, version, attempts in changes):
        raise EngineBehindError("a change has waited for more than a minute: does search_sync run?")
    return [key for key, *_ in changes]


def request(match: Match, filters: Filters, without: list[str]) -> dict[str, Any]:
    """Return the body of a search. The counts come before the filters, each with those of other groups."""
    query: dict[str, Any] = {
        "bool": {
            "should": [_concept(concept) for concept in match.concepts],
            "minimum_should_match": match.least,
        }
    }
    if without:
        query["bool"]["must_not"] = [{"ids": {"values": without}}]
    return {
        "query": query,
        "post_filter": _filtered(filters),
        "aggregations": {group: _counting(group, filters) for group in Group},
        "sort": ["_score", {"pk": "asc"}],
        "track_total_hits": True,
        "source": False,
        "docvalue_fields": ["pk"],
        "timeout": f"{LONGEST_ANSWER}s",
    }


def _concept(concept: Concept) -> dict:
    return {"dis_max": {"queries": [_alternative(way) for way in concept.alternatives]}}


def _alternative(alternative: Alternative) -> dict:
    asked = {"query": " ".join(alternative.stems), "fields": FIELDS, "boost": alternative.weight}
    return {"multi_match": {**asked, "type": "phrase" if len(alternative.stems) > 1 else "best_fields"}}


def _filtered(filters: Filters) -> dict:
    """Return the filter for one of the values of each group."""
    return {"bool": {"filter": [{"terms": {group: values}} for group, values in filters.items()]}}


def _counting(group: Group, filters: Filters) -> dict:
    others = {other: values for other, values in filters.items() if other != group}
    values = {"terms": {"field": group, "size": MOST_VALUES}}
    return {"filter": _filtered(others), "aggregations": {"values": values}}


def _counts(answer) -> dict[Group, dict[str, int]]:
    counted = answer["aggregations"]
    return {
        group: {bucket["key"]: bucket["doc_count"] for bucket in counted[group]["values"]["buckets"]}
        for group in Group
    }
