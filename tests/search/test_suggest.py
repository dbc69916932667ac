"""Suggestions while somebody types."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal import limits
from portal.search import outbox, views
from portal.search.models import SearchDocument, SearchFacet
from portal.search.suggest import MOST, suggest
from tests.test_every_page import HOSTILE

pytestmark = pytest.mark.django_db
ADDRESS = "/search/suggest/"


@pytest.fixture(autouse=True)
def indexed(demo, monkeypatch):
    """The demo's index, whole, and no suggestion counted yet."""
    outbox.settle()
    monkeypatch.setattr(limits, "_counted", {})


def titles(typed: str, home: str = "") -> list[str]:
    return [item["title"] for item in suggest(typed, home)]


def make(title: str, **more) -> SearchDocument:
    document = SearchDocument(
        key=f"made:{title}", title=title, url=f"/{title}/", kind="article", version=1, lookup=title.lower()
    )
    for name, value in more.items():
        setattr(document, name, value)
    document.save(force_insert=True)
    return document


def test_the_answer_has_titles_kinds_and_addresses(client):
    answer = client.get(ADDRESS, {"q": "thornmere fr"})
    items = answer.json()["items"]
    assert items[0]["title"] == "Thornmere Front Door"
    assert items[0]["kind"] == "Directory entry"
    assert client.get(items[0]["url"]).status_code == 200
    assert "max-age=300" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_words_may_be_whole_or_begun_and_in_any_order():
    make("Zebra crossing patrol")
    for typed in ("zebra", "zeb", "zebra cr", "crossing zebra", "ZÉBRA", '"zebra"', "patrol, zebra!"):
        assert titles(typed) == ["Zebra crossing patrol"], typed
    assert titles("zebra lion") == []
    assert titles("ebra") == []


def test_other_names_are_found():
    make("Front counter", lookup="front counter zebra desk")
    assert titles("zebra") == ["Front counter"]


def test_fewer_than_two_letters_ask_for_nothing():
    with CaptureQueriesContext(connection) as asked:
        assert suggest("") == suggest("z") == suggest(" ? ") == []
    assert len(asked) == 0


def test_eight_at_most():
    for number in range(20):
        make(f"Zebra {number}")
    assert len(titles("zebra")) == MOST == 8


def test_what_begins_so_comes_first_and_what_is_past_last():
    make("A zebra at school")
    make("Zebra old", status="superseded")
    make("Zebra new")
    assert titles("zebra") == ["Zebra new", "A zebra at school", "Zebra old"]


def test_the_home_authority_wins_a_tie():
    here, there = make("Zebra team one"), make("Zebra team two")
    SearchFacet.objects.create(document=here, group="area", value="ambleford")
    SearchFacet.objects.create(document=there, group="area", value="thornmere")
    assert titles("zebra", "ambleford")[0] == "Zebra team one"
    assert titles("zebra", "thornmere")[0] == "Zebra team two"


def test_the_number_of_queries_is_constant(client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(ADDRESS, {"q": "zebra"})
        return len(asked)

    make("Zebra")
    queries()
    few = queries()
    for number in range(50):
        make(f"Zebra {number}")
    assert queries() == few <= 6


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_gets_an_answer(typed):
    answer = Client(raise_request_exception=False).get(f"{ADDRESS}?q={typed}")
    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        assert isinstance(answer.json()["items"], list)


def test_a_machine_is_slowed(client, monkeypatch):
    monkeypatch.setattr(views, "SUGGESTIONS_A_MINUTE", 3)
    codes = [client.get(ADDRESS, {"q": "mash"}).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    assert client.get(ADDRESS, {"q": "mash"}, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_the_limit_keeps_no_address():
    limits.allow_in_memory("x", "192.0.2.7", 5, 60)
    assert "192.0.2.7" not in str(limits._counted)
