"""The words of the index are counted as they stand, and what keeping it costs does not grow."""

import random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hub.models import TopicPage
from portal.content.models import Topic
from portal.search import index, outbox
from tests.factories.hub import add_page
from tests.search.counts import counted, recounted

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- the counts


@pytest.mark.parametrize("seed", range(3))
def test_the_counts_follow_whatever_happens(seed):
    chance = random.Random(seed)
    words = ["wombat", "wombats", "numbat", "Café", "quoll", "quolls'", "bilby"]
    pages = [add_page(title=chance.choice(words)) for _ in range(4)]
    for _ in range(30):
        page = chance.choice(pages)
        page.refresh_from_db()
        happening = chance.choice(["publish", "unpublish", "settle", "undo", "again"])
        if happening == "publish":
            page.title = " ".join(chance.choices(words, k=2))
            page.save_revision().publish()
        elif happening == "unpublish" and page.live:
            page.unpublish()
        elif happening == "settle":
            outbox.settle()
            assert counted() == recounted()
        elif happening == "again":
            outbox.renew([f"hub.hubpage:{page.pk}"])
        elif happening == "undo":
            with transaction.atomic():
                page.title = "numbat undone"
                page.save_revision().publish()
                outbox.settle(chance.choice([None, []]))
                transaction.set_rollback(True)
    outbox.settle()
    assert counted() == recounted()
    assert not index.compare()


# ---------------------------------------------------------------- what it costs


def queries_of(action) -> int:
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)


def test_a_publish_pays_the_same_for_the_search_whatever_belongs_to_the_page():
    few, many = add_page(title="Few"), add_page(title="Many")
    for count, page in ((2, few), (50, many)):
        topics = [Topic.objects.create(name=f"T{page.pk} {n}", slug=f"t{page.pk}-{n}") for n in range(count)]
        page.topics.set(topics)
        page.save()
    outbox.settle()
    costs = [queries_of(lambda page=page: note_and_index(page)) for page in (few, few, many)]
    assert costs[1] == costs[2] <= 25


def note_and_index(page):
    key = f"hub.hubpage:{page.pk}"
    outbox.mark([key])
    outbox.settle([key])


def test_indexing_fifty_things_costs_as_many_queries_as_two():
    pages = [add_page(TopicPage, title=f"Page {number}", text="Some words.") for number in range(50)]
    outbox.settle()
    keys = [f"hub.hubpage:{page.pk}" for page in pages]
    outbox.settle(keys[:1])
    costs = []
    for some in (keys[:2], keys):
        outbox.mark(some)
        costs.append(queries_of(lambda some=some: outbox.settle(some)))
    assert costs[0] == costs[1] <= 25
