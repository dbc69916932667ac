"""The log of the search: what was looked for, and nothing of who looked."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.signals import request_finished
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from portal.accounts.privacy import expire
from portal.search import outbox, privacy, views
from portal.search.models import SearchLog
from portal.search.redact import TAKEN_OUT, redacted

pytestmark = pytest.mark.django_db
READER = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:150.0) Gecko/20100101 Firefox/150.0"}


@pytest.fixture(autouse=True)
def indexed(demo):
    """The demo's index, whole."""
    outbox.settle()


def search(client, headers=READER, **parameters):
    return client.get("/search/", parameters, headers=headers)


def test_a_search_leaves_one_row(client):
    search(client, q="  Front   DOOR ", kind=["service", "topic"])
    row = SearchLog.objects.get()
    assert (row.query, row.day, row.kinds) == ("front door", timezone.localdate(), "service topic")
    assert row.results > 0
    assert row.engine
    assert (row.relaxed, row.corrected, row.clicked_rank, row.clicked_key) == (False, False, None, "")


def test_a_search_that_finds_nothing_is_kept_too(client):
    search(client, q="zzqqy")
    assert SearchLog.objects.get().results == 0


def test_the_table_has_no_place_for_a_person():
    names = {field.name for field in SearchLog._meta.get_fields()}
    assert names == {
        "id",
        "day",
        "query",
        "results",
        "relaxed",
        "corrected",
        "kinds",
        "engine",
        "milliseconds",
        "clicked_rank",
        "clicked_key",
    }
    assert not [field for field in SearchLog._meta.get_fields() if field.is_relation]


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": "curl/8.5"},
        {"User-Agent": ""},
        {**READER, "Sec-Purpose": "prefetch;prerender"},
        {**READER, "Purpose": "prefetch"},
    ],
)
def test_machines_and_pages_fetched_ahead_are_not_counted(client, headers):
    assert search(client, headers, q="mash").status_code == 200
    assert not SearchLog.objects.exists()


def test_only_the_first_page_of_a_search_is_counted(client):
    search(client, q="child", page=2)
    search(client)
    client.head("/search/", {"q": "child"}, headers=READER)
    assert not SearchLog.objects.exists()


def test_a_log_that_cannot_be_written_stops_nobody(client, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise DatabaseError("locked")

    monkeypatch.setattr(SearchLog, "save", fail)
    assert search(client, q="mash").status_code == 200
    assert "search_not_logged" in caplog.text


@pytest.fixture
def keeps_its_connection():
    """Django closes its connection when an answer is closed; the test's own transaction lives on it."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


def test_the_row_is_written_after_the_answer(rf, keeps_its_connection):
    request = rf.get("/search/", {"q": "mash"}, headers=READER)
    request.user = AnonymousUser()
    answer = views.search(request)
    assert not SearchLog.objects.exists()
    answer.close()
    assert SearchLog.objects.count() == 1


PERSONAL = [
    "jo.bloggs@example.org",
    "01632 960101",
    "+44 1632 960101",
    "A123456789012",
    "AB12 3CD",
    "ab1 2cd",
    "12345678",
    "QQ 12 34 56 C",
    "Ava Taylor",
    "Mr Smith",
    "mrs patel",
    "pupil Liam",
    "Liam 12/03/2014",
    "liam 3rd march 2014",
    "ava taylor dob 2014",
    "https://example.org/pupil/7",
]


@pytest.mark.parametrize("personal", PERSONAL)
def test_what_may_be_about_a_person_is_taken_out(personal):
    kept = redacted(f"attendance {personal}")
    assert TAKEN_OUT in kept
    for word in personal.lower().replace("@", " ").split():
        assert len(word) < 3 or word in {"pupil", "dob", "march"} or word not in kept


@pytest.mark.parametrize(
    "typed",
    ["section 47", "kcsie 2026", "who do I report a teacher to", "year 11 leavers", "circular 10/99", "Mash"],
)
def test_what_is_about_nobody_is_kept(typed):
    assert TAKEN_OUT not in redacted(typed)


def test_names_of_services_are_no_names(client):
    search(client, q="Thornmere Front Door")
    assert SearchLog.objects.get().query == "thornmere front door"


def test_no_row_ever_holds_more_than_its_column(client):
    search(client, q="word " * 40)
    assert len(SearchLog.objects.get().query) <= 120


def test_a_click_is_tied_to_its_search(client):
    text = search(client, q="thornmere front door").text
    row = SearchLog.objects.get()
    assert f'data-search="{row.pk}"' in text
    said = {"search": row.pk, "rank": 2, "document": "directory.service:7"}
    assert client.post("/search/clicked/", said).status_code == 204
    client.post("/search/clicked/", {**said, "rank": 5})
    row.refresh_from_db()
    assert (row.clicked_rank, row.clicked_key) == (2, "directory.service:7")


@pytest.mark.parametrize(
    ("searched", "rank"),
    [
        ("", "1"),
        ("x", "1"),
        ("8d67140b-5d71-4f82-b20c-f36f31f9bf0c", "1"),
        (None, "0"),
        (None, "-1"),
        (None, "x"),
        (None, "99999"),
    ],
)
def test_a_click_that_makes_no_sense_changes_nothing(client, searched, rank):
    row = SearchLog.objects.create(query="mash", results=3, engine="sqlite")
    said = {"search": row.pk if searched is None else searched, "rank": rank, "document": "x" * 500}
    assert client.post("/search/clicked/", said).status_code == 204
    row.refresh_from_db()
    assert row.clicked_rank is None
    assert client.get("/search/clicked/").status_code == 405


def test_rare_searches_go_after_a_month_and_all_after_thirteen():
    today = timezone.localdate()

    def searched(query: str, days: int, times: int) -> None:
        day = today - datetime.timedelta(days=days)
        for _ in range(times):
            SearchLog.objects.create(query=query, day=day, engine="sqlite")

    searched("rare and new", 29, 2)
    searched("rare and old", 31, 2)
    searched("often and old", 300, 3)
    searched("often and past", 397, 3)
    assert sum(expire(privacy, timezone.now()).values()) == 5
    assert set(SearchLog.objects.values_list("query", flat=True)) == {"rare and new", "often and old"}


def test_the_daily_command_runs_it(capsys):
    from django.core.management import call_command

    SearchLog.objects.create(
        query="x", day=timezone.localdate() - datetime.timedelta(days=99), engine="sqlite"
    )
    call_command("expire_records")
    assert not SearchLog.objects.exists()
