"""The search page: what it shows, what it keeps to itself, and how much it asks of the database."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.models import Service
from portal.content.models import Area, GuidanceRecord
from portal.search import facets, find, outbox, views
from portal.search.enums import Group, Kind
from portal.search.find import Card, Understood
from portal.search.models import SearchDocument, SearchFacet
from portal.search.synonyms import Renamed
from tests.search.hostile import FEW, MANY, drawn
from tests.test_every_page import HOSTILE

pytestmark = pytest.mark.django_db
SEARCH = "/search/"


@pytest.fixture(autouse=True)
def indexed(demo):
    """The demo's index, whole: in tests nothing is committed."""
    outbox.settle()


@pytest.fixture
def found(monkeypatch):
    """Let the search say more than it found: `found(corrected="camhs referral")`."""

    def say(**more):
        def answer(*args, **kwargs):
            results = find.find(*args, **kwargs)
            for name, value in more.items():
                setattr(results, name, value)
            return results

        monkeypatch.setattr(views, "find", answer)

    return say


def get(client, **parameters):
    return client.get(SEARCH, parameters)


def titles(text: str) -> list[str]:
    rows = re.findall(r'<li data-document="[^"]*" data-rank.*?</li>', text, re.S)
    return [re.sub(r"<[^>]+>", "", re.search(r"<h3.*?</h3>", row, re.S)[0]).strip() for row in rows]


def test_a_result_shows_its_kind_place_status_and_when_it_was_checked(client):
    text = get(client, q="thornmere front door").text
    assert "<title>thornmere front door - Search - " in text
    first = re.search(r"<ol.*?</li>", text, re.S)[0]
    assert "Thornmere Front Door" in re.sub(r"</?mark>", "", first)
    assert "Directory entry" in first
    assert "Checked " in first
    assert re.search(r"<mark>(Thornmere )?Front", first)
    assert '<meta name="robots" content="noindex">' in text
    assert text.count("<h1") == 1


def test_what_is_superseded_says_so(client):
    record = GuidanceRecord.objects.filter(status="superseded").first()
    assert "Superseded" in re.search(r"<ol.*</ol>", get(client, q=f'"{record.title}"').text, re.S)[0]


def test_the_box_alone_says_what_there_is(client):
    for text in (client.get(SEARCH).text, get(client, q="   ").text):
        assert "Search everything on this site" in text
        assert "Ring the front door" in text
        assert "tel:999" in text
        assert 'content="noindex"' in text
        assert "?q=Attendance" in text


def test_nothing_found_leads_on(client):
    text = get(client, q="zzqqy xxkkw").text
    assert "Nothing was found for" in text
    assert "Ring the front door" in text
    assert all(f"{area.name}</b>" in text for area in Area.objects.authorities())
    assert "?need=" in text
    assert "/guidance/" in text


def test_nothing_found_offers_the_search_without_filters(client):
    text = get(client, q="front door", kind="bulletin", tag="zzz").text
    assert "Search without filters" in text


def test_boxes_narrow_and_count(client):
    whole = get(client, q="child")
    count = int(re.search(r'id="kind-service".*?\((\d+)<', whole.text, re.S)[1])
    narrowed = get(client, q="child", kind="service").text
    assert f"{count} results for" in narrowed
    assert 'id="kind-service" name="kind" type="checkbox" value="service" checked' in narrowed
    assert 'id="kind-topic"' in narrowed, "a group is counted without its own choice"
    both = get(client, q="child", kind=["service", "topic"]).text
    more = int(re.search(r'id="kind-topic".*?\((\d+)<', narrowed, re.S)[1])
    assert f"{count + more} results for" in both


def test_each_filter_can_be_taken_away(client):
    text = get(client, q="child", kind=["service", "topic"], area="thornmere").text
    chips = re.findall(r'<li><a href="([^"]+)"><span class="govuk-visually-hidden">Remove', text)
    assert len(chips) == 3
    without = client.get(chips[0].replace("&amp;", "&")).text
    assert without.count('<span class="govuk-visually-hidden">Remove') == 2


def test_labels_are_names_and_unknown_values_make_no_box(client):
    topic = SearchFacet.objects.filter(group=Group.TOPIC).first().value
    label = facets.labels_of([(Group.TOPIC, topic)])[Group.TOPIC, topic]
    assert label != topic
    text = get(client, q="child", topic=["no-such-topic", topic]).text
    assert "no-such-topic</a>" not in text
    assert ">no-such-topic" not in text


def test_filters_that_were_read_from_the_words_can_be_taken_away(client, found):
    found(understood=[Understood(Group.AREA, "thornmere", "Thornmere", "thornmere")])
    text = get(client, q="thornmere mash").text
    assert "q=thornmere+mash&amp;as=typed" in text
    assert '<input type="hidden" name="as" value="typed">' in text


def test_what_was_done_is_said(client, found):
    found(corrected="camhs referral", renamed=Renamed("Connexions", "Careers desk"), relaxed=True)
    text = get(client, q="camhs referal").text
    assert "Showing results for <strong>camhs referral</strong>" in text
    assert "Search instead for" in text
    assert "You searched for Connexions; this is now <strong>Careers desk</strong>" in text
    assert "Nothing holds all of your words" in text
    found(suggestion="channel panel", corrected="", renamed=None, fallen_back=True)
    text = get(client, q="chanel panel").text
    assert "Did you mean" in text
    assert "?q=channel+panel" in text
    assert "reserve" in text


def test_an_answer_stands_above_the_results(client, found):
    found(cards=[Card(Kind.GLOSSARY, "MASH", "/glossary/mash/", "The front door.", "01632 960101")])
    text = get(client, q="mash").text
    assert text.index("app-answer") < text.index("app-found")
    assert 'href="tel:01632960101"' in text
    assert "app-answer" not in get(client, q="child", page=2).text


def test_best_bets_stand_first(client, found):
    document = SearchDocument.objects.filter(kind="topic").first()
    found(best_bets=[document])
    text = get(client, q="child").text
    assert "Chosen by the editors" in text
    assert text.index("Chosen by the editors") < text.index("data-rank")


def test_pages_follow_each_other_and_end(client):
    first, second = get(client, q="child"), get(client, q="child", page=2)
    assert len(titles(first.text)) == 20
    assert not set(titles(first.text)) & set(titles(second.text)) or titles(first.text) != titles(second.text)
    assert 'start="21"' in second.text
    deep = get(client, q="child", page=9999)
    assert deep.status_code in {200, 302}
    last = client.get(deep.headers.get("Location", SEARCH + "?q=child&page=10"))
    assert last.status_code == 200
    assert titles(last.text)


def test_the_header_of_every_page_searches_everything(client):
    for address in ("/", "/directory/", "/glossary/", "/no-such-page/"):
        text = client.get(address).text
        assert 'action="/search/"' in text
        assert 'data-suggest="/search/suggest/"' in text
    assert client.get(SEARCH).text.count('role="search"') == 1


def test_nothing_that_is_not_public_is_shown(client):
    service = Service.objects.listed().first()
    Service.objects.filter(pk=service.pk).first().unpublish()
    outbox.settle()
    text = get(client, q=f'"{service.name}"').text
    assert service.get_absolute_url() not in text
    assert service.get_absolute_url() not in client.get("/search/suggest/", {"q": service.name}).text


@pytest.mark.parametrize("address", [SEARCH, "/search/suggest/"])
def test_whatever_is_typed_gets_an_answer(address):
    client = Client(raise_request_exception=False)
    for name in ("q", "kind", "topic", "area", "tag", "audience", "page", "as", "home"):
        for value in HOSTILE:
            text = f"{address}?{name}={value}" if name == "q" else f"{address}?q=child&{name}={value}"
            assert client.get(text).status_code in {200, 302, 400}, text


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
@pytest.mark.parametrize("address", [SEARCH, "/search/suggest/"])
def test_generated_strings_get_an_answer(address, count, monkeypatch):
    monkeypatch.setattr("portal.search.views.SUGGESTIONS_A_MINUTE", 10 * MANY)
    client = Client(raise_request_exception=False)

    def ask(typed):
        sent = {"q": typed.encode("utf-8", "replace")}
        assert client.get(address, sent).status_code in {200, 400}, typed

    drawn(count, ask)


def test_markup_in_a_query_is_text(client):
    text = get(client, q='<script>alert("x")</script>').text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_a_text_with_markup_is_shown_as_text(client):
    document = SearchDocument.objects.filter(kind="service").first()
    document.pk, document.key, document.title = None, "x:1", "Zebra <img src=x onerror=alert(1)>"
    document.body, document.title_stems = "zebra <script>alert(1)</script>", " zebra "
    document.body_stems = " zebra "
    document.save(force_insert=True)
    SearchFacet.objects.create(document=document, group="kind", value="service")
    text = get(client, q="zebra").text
    assert "<img src=x" not in text
    assert "<script>alert" not in text
    assert "<mark>Zebra</mark> &lt;img" in text


def queries(client, **parameters) -> int:
    get(client, **parameters)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert get(client, **parameters).status_code == 200
    return len(asked)


def test_the_number_of_queries_is_constant_and_small(client):
    few = queries(client, q="child", page=1)
    for number in range(50):
        document = SearchDocument(
            key=f"many:{number}", kind="article", title=f"Child {number}", url=f"/x/{number}/", version=1
        )
        document.title_stems = " child "
        document.save(force_insert=True)
        SearchFacet.objects.create(document=document, group="kind", value="article")
    assert queries(client, q="child") == few
    assert few <= 15
    every = {"kind": "service", "area": "thornmere", "topic": "attendance", "audience": "x", "tag": "y"}
    assert queries(client, q="child", **every) <= 15
    assert queries(client) <= 15
    assert queries(client, q="zzqqy") <= 15


def test_a_page_is_small(client):
    for parameters in ({}, {"q": "child"}, {"q": "zzqqy"}):
        cache.clear()
        assert len(get(client, **parameters).content) <= 100_000


def test_only_reading(client):
    assert client.post(SEARCH).status_code == 405
    assert client.head(SEARCH, {"q": "child"}).status_code == 200


def test_the_answer_says_which_engine(client):
    assert get(client, q="child").headers["X-Search-Engine"] in {"sqlite", "postgres", "elastic"}
