"""The two Atom feeds: what they hold, warn of and cost. `test_leaks.py` says what they must not hold."""

import datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from hub.feeds import MOST
from hub.models import ArticlePage, BulletinPage, HubPage, TopicPage
from portal.content.models import GuidanceRecord
from tests.factories.hub import add_page

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
NEW, BULLETINS = "/hub/feed/", "/hub/bulletins/feed/"


def entries(client, address=NEW) -> list[dict]:
    """Return each entry of a feed: its title, summary, link and day."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    found = ElementTree.fromstring(answer.content).iter(f"{ATOM}entry")  # noqa: S314 (it is our own)
    return [
        {
            "title": entry.findtext(f"{ATOM}title"),
            "summary": entry.findtext(f"{ATOM}summary"),
            "link": entry.find(f"{ATOM}link").get("href"),
            "updated": entry.findtext(f"{ATOM}updated")[:10],
        }
        for entry in found
    ]


@pytest.fixture
def empty_hub(db):
    for page in HubPage.objects.all():
        page.delete()


@pytest.mark.parametrize("address", [NEW, BULLETINS])
def test_a_feed_of_nothing_is_a_feed(client, empty_hub, address):
    assert entries(client, address) == []


def test_what_changed_comes_before_what_is_older(client, empty_hub):
    ago = [timezone.now() - datetime.timedelta(days=days) for days in (30, 20)]
    changed = add_page(
        TopicPage,
        title="Changed",
        first_published_at=ago[0],
        changed_on=timezone.localdate(),
        change_note="More.",
    )
    add_page(ArticlePage, title="Older", first_published_at=ago[1])
    found = entries(client)
    assert [entry["title"] for entry in found] == ["Changed", "Older"]
    assert found[0]["link"].endswith(changed.url)
    assert [entry["updated"] for entry in found] == [f"{timezone.localdate()}", f"{ago[1].date()}"]


def test_bulletins_come_by_number(client, demo):
    issues = BulletinPage.objects.listed().order_by("-issue")
    assert [entry["title"] for entry in entries(client, BULLETINS)] == [issue.title for issue in issues]


@pytest.mark.parametrize(("kind", "address"), [(ArticlePage, NEW), (BulletinPage, BULLETINS)])
def test_it_warns_the_moment_the_guidance_is_replaced(client, empty_hub, kind, address):
    record = GuidanceRecord.objects.create(title="A rule", slug="r", issuer="-", kind="statute", summary="-")
    add_page(kind, cites=[record], standfirst="In short.")
    assert entries(client, address)[0]["summary"] == "In short."
    record.status = "withdrawn"
    record.save_revision(clean=False).publish()
    summary = entries(client, address)[0]["summary"]
    assert summary == "The guidance this rests on has changed: A rule. In short."
    HubPage.objects.update(status="superseded")
    assert "do not rely on this" in entries(client, address)[0]["summary"]


def test_markup_and_signs_in_a_title_stay_text(client, empty_hub):
    add_page(title="<b>Fish & chips</b> ]]> \u201cx\u201d", standfirst="<script>alert(1)</script>")
    (entry,) = entries(client)
    assert entry["title"] == "<b>Fish & chips</b> ]]> \u201cx\u201d"
    assert "<script>" not in client.get(NEW).text


def test_a_sign_that_is_no_text_does_not_end_the_feed(client, empty_hub):
    """XML has no place for most control characters, and a pasted title may hold one."""
    add_page(title="One\x0btwo", standfirst="Three\x1ffour")
    assert entries(client)[0]["title"].replace(" ", "") == "Onetwo"


def test_many_cost_what_a_few_cost_and_the_newest_are_kept(client, empty_hub):
    record = GuidanceRecord.objects.create(title="A rule", slug="r", issuer="-", kind="statute", summary="-")

    def queries() -> int:
        client.get(NEW)
        with CaptureQueriesContext(connection) as captured:
            client.get(NEW)
        return len(captured)

    with disable_reference_index_auto_update():
        for number in range(2):
            add_page([ArticlePage, TopicPage][number], cites=[record])
        few = queries()
        for number in range(MOST + 3):
            add_page([ArticlePage, TopicPage][number % 2], cites=[record])
    assert queries() == few <= 15
    assert len(entries(client)) == MOST
