"""The hub's files: what they become."""

import json

import nh3
import pytest
from hypothesis import HealthCheck, example, given, settings, strategies
from wagtail.models import ReferenceIndex, Revision

from directory.models import Service
from home.importers.blocks import PROSE_TAGS, body_blocks, to_html
from home.importers.reading import Item
from home.importers.writing import Load
from hub.models import (
    ArticlePage,
    BulletinPage,
    HubPage,
    TopicPage,
)
from tests.home.small_files import (
    EDITOR,
    HUB_FILES,
    change,
    counts,
    load,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A small folder of files with a page of each sort that says much."""
    return write(tmp_path / "demo", HUB_FILES)


def test_all_that_a_file_says_arrives(folder):
    load(folder)
    page = ArticlePage.objects.get(slug="ringing-before-nine")
    assert page.live and page.live_revision_id == page.latest_revision_id is not None
    assert page.get_parent().slug == "articles"
    assert [str(point.value) for point in page.summary_points] == ["One call.", "Before nine."]
    assert page.author.name == "Nia Writer" and page.maintainer.email == EDITOR
    assert [topic.slug for topic in page.topics.all()] == ["attendance"]
    assert [tag.slug for tag in page.tags.all()] == ["newford-tag"]
    assert (page.access, page.comments, page.strand) == ("staff", "open", "parents")
    assert (page.next_review - page.last_reviewed).days == 90
    assert (page.changed_on - page.first_published_at.date()).days == 27
    assert [row.page.slug for row in page.related_rows.all()] == ["newford-topic"]
    assert {record.slug for record in page.cites.all()} == {"newford-new", "newford-old"}
    call = TopicPage.objects.get(slug="newford-topic").calls.get()
    assert (call.service.slug, call.why) == ("newford-front-door", "A Newford child")
    (item,) = BulletinPage.objects.get(issue=901).items
    assert item.value["page"].pk == page.pk
    assert item.value["text"].source == "<p>Read <i>this</i>.</p>"


def test_each_sort_of_block_arrives(folder):
    load(folder)
    body = ArticlePage.objects.get(slug="ringing-before-nine").body
    kinds = "paragraph service citation learning case_example quote steps table paragraph"
    assert [block.block_type for block in body] == kinds.split()
    text, card, cited, learning, case, quote, steps, table, _ = (block.value for block in body)
    assert text.source.startswith("<h2>The call</h2><p>We <b>rang</b>. ") and "<script" not in text.source
    assert (card["service"].slug, card["area"].slug) == ("newford-front-door", "newford")
    assert (cited["record"].slug, learning["learning"].slug) == ("newford-old", "newford-learning")
    assert (case["title"], case["text"].source) == ("One morning", "<p>Nobody <i>answered</i>.</p>")
    assert (quote["text"], quote["who"]) == ("Nobody had asked.", "A parent")
    assert list(steps["steps"]) == ["Ring.", "Write down what was said."]
    assert table.caption == "Calls in a week"
    assert [column["heading"] for column in table.columns] == ["Day", "Calls"]
    assert [[str(cell) for cell in row] for row in table.rows] == [["Monday", "3"]]


def test_a_second_run_changes_nothing(folder):
    load(folder)
    before, keys = counts(), dict(HubPage.objects.values_list("slug", "latest_revision"))
    load(folder)
    assert counts() == before
    assert dict(HubPage.objects.values_list("slug", "latest_revision")) == keys


def test_only_what_changed_is_published_anew(folder):
    load(folder)
    before = Revision.objects.count()
    change(folder, "hub/articles/ringing-before-nine.md", "What one call did.", "What two calls did.")
    load(folder)
    assert Revision.objects.count() == before + 1
    assert ArticlePage.objects.get(slug="ringing-before-nine").standfirst == "What two calls did."


def test_what_a_page_refers_to_is_on_record(folder):
    load(folder)
    service = Service.objects.get(slug="newford-front-door")
    found = {reference.model_name for reference in ReferenceIndex.get_references_to(service)}
    assert {"article", "topic"} <= found


HOSTILE = "\n<script>x</script> [a](javascript:alert(1)) <img src=x onerror=y> <a onclick=z>b</a>"


@settings(deadline=None)
@given(strategies.text())
@example("\x00")
@example("[a](java\nscript:x) [b](data:text/html,x) <svg/onload=x>")
@example("> " * 500)
@example("- " * 500)
def test_markdown_gives_only_what_an_editor_could_write(text):
    html = to_html(text + HOSTILE)
    clean = nh3.clean(html, tags=PROSE_TAGS, attributes={"a": {"href"}}, link_rel=None)
    assert html == clean
    for word in ("<script", "<img", "onerror=y>", 'href="javascript', 'href="data', "<a onclick"):
        assert word not in html.replace("&lt;", "")


WORDS = strategies.sampled_from(
    [
        "[card: a20]",
        "[cite: x]",
        "[learning: y]",
        "::: case A",
        "::: steps",
        "::: table T",
        "::: quote W",
        ":::",
    ]
    + ["1. One", "2. Two", "| a | b |", "|---|---|", "| c |", "## H", "- x", "", "::: ", ":::nothing here"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strategies.lists(strategies.one_of(WORDS, strategies.text(max_size=20)), max_size=12))
def test_no_text_of_a_page_breaks_the_loader(tmp_path, lines):
    """It becomes blocks that a page can show, or it is a mistake with a line of this file."""
    run = Load(tmp_path, None, print)
    blocks = body_blocks(run, Item("\n".join(lines), "demo/hub/x.md", 7), "x")
    assert all(line.startswith("demo/hub/x.md, line ") for line in run.mistakes.lines)
    if not run.mistakes:
        value = ArticlePage._meta.get_field("body").to_python(
            json.dumps([{"type": kind, "value": one, "id": str(at)} for at, (kind, one) in enumerate(blocks)])
        )
        assert len(value) == len(blocks)
        value.stream_block.clean(value)
