"""The hub's page types: what readers and paper show."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.rich_text import RichText

from directory.models import Service
from hub.models import (
    ArticlePage,
    Author,
    BulletinPage,
    CaseStudyPage,
    HubPage,
    KeyLearning,
    PolicyPage,
    TopicPage,
)
from portal.content.blocks import TableBlock
from portal.content.models import GuidanceRecord
from tests.factories.hub import KINDS, add_page
from tests.hub.conftest import main_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_with_next_to_nothing_on_it(client, demo, kind):
    page = add_page(kind, title="Bare")
    text = main_of(client.get(page.url))
    assert "Bare" in text and "None" not in re.sub(r"<[^>]*>", "", text)
    for heading in re.findall(r"<h2[^>]*>([^<]*)</h2>\s*(?:<ul[^>]*>|<ol[^>]*>|<dl[^>]*>)\s*</", text):
        pytest.fail(f"{heading} stands above nothing")
    for never in ("to read", "Who wrote this", "In short</h2>", "What it rests on", "Read next"):
        assert never not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_that_rests_on_an_old_rule_says_so(client, superseded, kind):
    page = add_page(kind, "Text.", cites=[superseded])
    text = main_of(client.get(page.url))
    assert "The guidance this rests on has changed" in text
    assert "/guidance/old-rule/" in text and "/guidance/new-rule/" in text
    assert not re.search(r'app-no-print[^>]*>[^<]*<p class="app-banner__title', text)
    GuidanceRecord.objects.filter(pk=superseded.pk).update(status="current", replaced_by=None)
    assert "The guidance this rests on has changed" not in main_of(client.get(page.url))


@pytest.mark.parametrize("kind", KINDS)
def test_paper_says_where_it_comes_from(client, demo, kind):
    page = add_page(kind, "Text.")
    text = client.get(page.url).text
    assert re.search(rf'app-print-only">[^<]*{page.url} Printed \d', text)


@pytest.mark.parametrize("kind", KINDS)
def test_two_and_ten_of_everything_cost_the_same_queries(client, demo, kind):
    """Wagtail needs some eight to find a page and its privacy; cards of services seven, however many."""
    page = kind.objects.listed().order_by("-pk").first()
    services, records = Service.objects.listed()[:10], GuidanceRecord.objects.filter(live=True)[:10]
    others = HubPage.objects.listed().exclude(pk=page.pk)[:10]

    def queries(many: int) -> int:
        cards = [("service", {"service": service, "area": None}) for service in services[:many]]
        sheets = [("resource", {"title": "A sheet", "page": other}) for other in others[:many]]
        page.body = [("paragraph", RichText("<p>Text.</p>")), *cards, *sheets]
        page.cites.set(records[:many])
        page.related_rows = [page.related_rows.model(page=other) for other in others[:many]]
        page.save()
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.url).status_code == 200
        return len(captured)

    assert queries(2) == queries(10) <= 25
    with_next_to_nothing = add_page(kind, "Text.").url
    client.get(with_next_to_nothing)
    with CaptureQueriesContext(connection) as captured:
        client.get(with_next_to_nothing)
    assert len(captured) <= 15


def test_a_page_that_is_itself_past_says_so(client, demo):
    page = add_page(PolicyPage, "Text.", status="withdrawn")
    assert "Withdrawn: do not rely on this" in main_of(client.get(page.url))


def test_a_policy_past_its_review_says_whom_to_ask(client, demo):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    page = add_page(PolicyPage, next_review=yesterday)
    assert "Review overdue" in main_of(client.get(page.url))
    assert "Review overdue" not in main_of(client.get(add_page(PolicyPage).url))


def test_an_author_is_shown_once_and_everywhere_the_same(client, demo):
    author = Author.objects.create(slug="a", name="Nia Writer", role="Head", about="She writes.")
    for kind in (ArticlePage, CaseStudyPage):
        page = add_page(kind, "Text.", author=author)
        assert main_of(client.get(page.url)).count("Nia Writer") == 1
    Author.objects.filter(pk=author.pk).update(name="Nia Wright")
    assert "Nia Wright" in main_of(client.get(page.url))


def test_related_pages_are_shown_on_both(client, demo):
    one, other = add_page(title="One side"), add_page(TopicPage, title="Other side")
    one.related_rows = [one.related_rows.model(page=other)]
    one.save()
    assert "Other side" in main_of(client.get(one.url)).split("Read next")[1]
    assert "One side" in main_of(client.get(other.url)).split("Read next")[1]


def test_reading_time_is_at_least_a_minute(demo):
    assert add_page(text="Short.").minutes == 1
    assert add_page(text="word " * 1000).minutes == 5


# The text


def test_a_key_learning_is_the_same_text_wherever_it_stands(client, demo):
    learning = KeyLearning.objects.create(
        slug="l", title="Ring first", text="Before nine.", maintainer_id=add_page().maintainer_id
    )
    article = add_page(body=[("learning", {"learning": learning})])
    item = ("item", {"heading": "-", "text": RichText(""), "page": None, "learning": learning})
    bulletin = add_page(BulletinPage, items=[item])
    for text in ("Before nine.", "Before ten."):
        KeyLearning.objects.filter(pk=learning.pk).update(text=text)
        assert text in main_of(client.get(article.url)) and text in main_of(client.get(bulletin.url))
    KeyLearning.objects.filter(pk=learning.pk).update(live=False)
    assert "Ring first" not in main_of(client.get(article.url)) + main_of(client.get(bulletin.url))


TABLE = {
    "columns": [{"type": "text", "heading": "Day"}, {"type": "text", "heading": "Calls"}],
    "rows": [{"values": ["Monday", "3"]}],
    "caption": "Calls in a week",
}


def test_a_table_tells_a_screen_reader_where_one_is(client, demo):
    text = main_of(client.get(add_page(body=[("table", TableBlock().to_python(TABLE))]).url))
    assert re.search(r"<caption[^>]*>Calls in a week</caption>", text)
    assert re.findall(r'<th[^>]*scope="col">([^<]*)</th>', text) == ["Day", "Calls"]
    assert re.findall(r'<th[^>]*scope="row">([^<]*)</th>', text) == ["Monday"]
    assert 'role="region"' in text and 'tabindex="0"' in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"caption": ""}, "Give the table a caption"),
        ({"caption": "  "}, "Give the table a caption"),
        (
            {"columns": [{"type": "text", "heading": "Day"}, {"type": "text", "heading": ""}]},
            "Give every column",
        ),
    ],
)
def test_a_table_without_caption_or_heads_is_refused(change, message):
    block = TableBlock()
    block.clean(block.to_python(TABLE))
    with pytest.raises(ValidationError, match=message):
        block.clean(block.to_python({**TABLE, **change}))


def test_a_text_may_go_without_definitions(client, demo):
    page = add_page(ArticlePage)
    page.body = [("undefined", RichText("<p>The LADO rang.</p>"))]
    page.save_revision(clean=False).publish()
    assert 'href="/glossary/' not in main_of(client.get(page.url))
    page.body = [("paragraph", RichText("<p>The LADO rang.</p>"))]
    page.save_revision(clean=False).publish()
    assert 'href="/glossary/lado/"' in main_of(client.get(page.url))
