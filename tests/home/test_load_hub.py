"""The hub's files: what they become, and every mistake with its file and line, before anything is loaded."""

import json

import nh3
import pytest
import yaml
from django.core.management import CommandError
from hypothesis import HealthCheck, example, given, settings, strategies
from wagtail.models import ReferenceIndex, Revision

from directory.models import Service
from home.importers.blocks import PROSE_TAGS, body_blocks, to_html
from home.importers.hub import LINES, RESOURCES
from home.importers.reading import Item
from home.importers.writing import Load
from hub.models import (
    ArticlePage,
    Author,
    BarrierPage,
    BulletinPage,
    HubPage,
    KeyLearning,
    PolicyPage,
    TopicPage,
)
from portal.content.models import GuidanceRecord
from tests import test_demo_files
from tests.home import test_load_demo as small
from tests.home.test_load_demo import EDITOR, change, load

pytestmark = pytest.mark.django_db

AUTHORS = """\
- slug: n-writer
  name: Nia Writer
  role: Head teacher
"""
LEARNINGS = """\
- slug: newford-learning
  title: Ring first
  text: A call before nine.
  owner: editor@newford.example.org
"""
TAGS = "- {slug: newford-tag, name: Newford tag}\n"
ARTICLE = """\
---
title: Ringing before nine
slug: ringing-before-nine
standfirst: What one call did.
summary:
  - One call.
  - Before nine.
topics: [attendance]
audiences: [dsl]
strand: parents
tags: [newford-tag]
access: staff
author: n-writer
owner: editor@newford.example.org
status: current
cites: [newford-new]
questions: [Who rings here?]
reviewed_days_ago: 5
review_days: 90
published_days_ago: 30
changed: {days_ago: 3, note: One step more.}
related: [newford-topic]
comments: open
---
## The call

We **rang**. <script>alert(1)</script>

[card: z01 for newford]

[cite: newford-old]

[learning: newford-learning]

::: case One morning
Nobody *answered*.
:::

::: quote A parent
Nobody had asked.
:::

::: steps
1. Ring.
2. Write down
   what was said.
:::

::: table Calls in a week
| Day | Calls |
|---|---|
| Monday | 3 |
:::

The end.
"""
TOPIC = """\
---
title: Newford topic
slug: newford-topic
standfirst: What to do.
owner: editor@newford.example.org
do_now: [Ring.]
call:
  - {service: z01, why: A Newford child}
forms:
  - {title: A form, sheet: F01, note: Two sides}
schools_take_part:
  who_is_asked: Every school.
---
Text.
"""
BULLETIN = """\
---
title: Newford bulletin
slug: newford-bulletin
issue: 901
standfirst: News.
owner: editor@newford.example.org
items:
  - heading: A call
    text: Read *this*.
    page: ringing-before-nine
    learning: newford-learning
---
"""
FILES = {
    "areas.yaml": small.AREAS,
    "people.yaml": small.PEOPLE,
    "schools.yaml": small.SCHOOLS,
    "organisations.yaml": small.ORGANISATIONS,
    "guidance.yaml": small.GUIDANCE,
    "services/z01-front-door.yaml": small.SERVICE,
    "pages/about-newford.md": small.PAGE,
    "tags.yaml": TAGS,
    "topics.yaml": "- {slug: attendance, name: Attendance}\n",
    "audiences.yaml": "- {slug: dsl, name: Designated safeguarding leads}\n",
    "hub/authors.yaml": AUTHORS,
    "hub/learnings.yaml": LEARNINGS,
    "hub/articles/ringing-before-nine.md": ARTICLE,
    "hub/topics/newford-topic.md": TOPIC,
    "hub/bulletins/newford-bulletin.md": BULLETIN,
}
COUNTED = [*small.COUNTED, HubPage, Author, KeyLearning]


@pytest.fixture
def folder(tmp_path):
    """A small folder of files with a page of each sort that says much, good in every respect."""
    folder = tmp_path / "demo"
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def counts():
    return {model.__name__: model.objects.count() for model in COUNTED}


def mistakes(folder) -> str:
    """Return what the command says of bad files, sure that it changed nothing."""
    before = counts()
    with pytest.raises(CommandError) as caught:
        load(folder)
    assert counts() == before
    assert not Service.objects.filter(slug="newford-front-door").exists()
    return str(caught.value)


# Good files


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


# Bad files

IN_THE_ARTICLE = [
    ("---\ntitle", "title", "line 1: the file begins with its details between two lines of ---"),
    ("title: Ringing before nine", "title: [", "the file cannot be read: "),
    ("slug: ringing-before-nine\n", "", "slug is missing"),
    ("slug: ringing-before-nine", "slug: no slug!", "line 3: slug: "),
    ("standfirst: What one call did.\n", "", "standfirst: "),
    ("status: current", "status: fresh", "line 15: status: “fresh” is not one of: current"),
    ("access: staff", "access: friends", "line 12: access: “friends” is not one of: public"),
    ("strand: parents", "strand: home", "line 10: strand: “home” is not one of"),
    ("comments: open", "comments: loud", "comments: “loud” is not one of"),
    (
        "cites: [newford-new]",
        "cites: [newford-nwe]",
        "line 16: cites[1]: there is no guidance record “newford-nwe”.",
    ),
    ("cites: [newford-new]", "cites: newford-new", "line 16: cites: write a list here"),
    ("topics: [attendance]", "topics: [atendance]", "Did you mean “attendance”?"),
    ("audiences: [dsl]", "audiences: [dls]", "line 9: audiences[1]: there is no audience “dls”"),
    ("author: n-writer", "author: nobody", "line 13: author: there is no author “nobody”"),
    ("related: [newford-topic]", "related: [newford-tpoic]", "there is no hub page “newford-tpoic”"),
    ("questions: [Who", "question: [Who", "line 17: question: “question” is not known here. Did you mean"),
    ("questions: [Who rings here?]", "do_now: [Ring.]", "line 17: do_now: “do_now” is not known here."),
    ("questions: [Who rings here?]", "questions: Who?", "line 17: questions: write a list here"),
    (
        "  - Before nine.",
        "  - 2\n  - 3\n  - 4\n  - 5\n  - 6",
        "summary: The maximum number of items is 5",
    ),
    (
        "changed: {days_ago: 3, note: One step more.}",
        "changed: {days_ago: 3}",
        "Say in one line what is different",
    ),
    ("published_days_ago: 30", "published_days_ago: soon", "“soon” is not a number of days"),
    ("[card: z01 for newford]", "[card: z99]", "line 29: there is no service “z99”"),
    ("[card: z01 for newford]", "[card: z01 for nowhere]", "line 29: there is no area “nowhere”"),
    ("[cite: newford-old]", "[cite: newford-odl]", "line 31: there is no guidance record “newford-odl”"),
    ("[learning: newford-learning]", "[learning: none]", "line 33: there is no key learning “none”"),
    ("Nobody *answered*.\n:::", "Nobody *answered*.", "line 35: this is not closed"),
    ("\n\nThe end.\n", "\n\n::: case The end\n", "this is not closed"),
    (
        "::: case One morning",
        "::: cases One morning",
        "line 35: “cases” is not one of: case, quote, steps, table",
    ),
    ("::: case One morning\n", "", "line 36: this ::: closes nothing"),
    ("::: case One morning", "::: case", "line 35: write a title after “case”"),
    ("1. Ring.\n", "", "line 43: steps are a numbered list of two or more"),
    ("|---|---|\n", "", "line 49: a table has a head"),
    ("| Monday | 3 |", "| Monday |", "line 49: a table has a head"),
]


@pytest.mark.parametrize(
    ("old", "new", "message"), IN_THE_ARTICLE, ids=[new[:30] or old[:30] for old, new, _ in IN_THE_ARTICLE]
)
def test_a_bad_article_is_named_with_its_line(folder, old, new, message):
    change(folder, "hub/articles/ringing-before-nine.md", old, new)
    said = mistakes(folder)
    assert "demo/hub/articles/ringing-before-nine.md, line " in said
    assert message in said


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("authors.yaml", "  role: Head teacher\n", "", "authors.yaml, line 1: [1]: role: "),
        ("authors.yaml", "role:", "rolle:", "authors.yaml, line 3: [1].rolle: “rolle” is not known here."),
        ("learnings.yaml", "A call before nine.", "''", "learnings.yaml, line 3: [1].text: "),
        ("learnings.yaml", "slug: newford-learning", "slug: a b", "learnings.yaml, line 1: [1].slug: "),
        (
            "topics/newford-topic.md",
            "z01",
            "z98",
            "newford-topic.md, line 8: call[1].service: there is no service",
        ),
        (
            "topics/newford-topic.md",
            "service: z01, ",
            "",
            "newford-topic.md, line 8: call[1]: service is missing",
        ),
        (
            "topics/newford-topic.md",
            "title: A form, ",
            "",
            "newford-topic.md, line 10: forms[1]: title is missing",
        ),
        (
            "topics/newford-topic.md",
            "who_is_asked",
            "who",
            "line 12: schools_take_part.who: “who” is not known",
        ),
        (
            "topics/newford-topic.md",
            "do_now",
            "access: dsl\ndo_now",
            "line 6: access: What a worried person needs",
        ),
        (
            "bulletins/newford-bulletin.md",
            "issue: 901",
            "issue: 17",
            "line 4: issue: Number 17 is taken by “",
        ),
        ("bulletins/newford-bulletin.md", "issue: 901", "issue: first", "line 4: issue: "),
        (
            "bulletins/newford-bulletin.md",
            "page: ringing",
            "page: rinning",
            "line 10: items[1].page: there is no",
        ),
    ],
)
def test_every_kind_of_file_names_its_line(folder, file, old, new, message):
    change(folder, f"hub/{file}", old, new)
    assert message in mistakes(folder)


def test_two_files_may_not_hold_one_slug(folder):
    (folder / "hub/articles/second.md").write_text(ARTICLE)
    (folder / "hub/practice").mkdir()
    (folder / "hub/practice/third.md").write_text(ARTICLE.partition("author")[0] + "---\nText.\n")
    said = mistakes(folder)
    assert "demo/hub/articles/second.md, line 3: slug: “ringing-before-nine” is taken by another page" in said
    assert "demo/hub/practice/third.md, line 3: slug: “ringing-before-nine” is taken by another page" in said


def test_a_need_has_one_card(folder):
    taken = BarrierPage.objects.first()
    (folder / "hub/barriers").mkdir()
    card = (
        f"---\ntitle: A card\nslug: a-card\nstandfirst: '-'\nneed: {taken.need.slug}\nowner: {EDITOR}\n---\n"
    )
    (folder / "hub/barriers/a-card.md").write_text(card)
    assert f"a-card.md, line 5: need: “{taken.title}” is the card for this need." in mistakes(folder)


def test_a_file_that_is_not_text_is_refused(folder):
    (folder / "hub/policies").mkdir()
    (folder / "hub/policies/bad.md").write_bytes(b"---\n\xff\xfe\x00\n---\n")
    assert "demo/hub/policies/bad.md, line 1: the file cannot be read: it is not UTF-8 text" in mistakes(
        folder
    )
    assert not PolicyPage.objects.filter(slug="bad").exists()


# Any text at all

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


def test_nothing_that_the_demonstration_lists_is_lost(demo):
    """A block of a name that the page does not know would vanish without a word."""
    fields = {**LINES, **{word: field for word, (field, _) in RESOURCES.items()}}
    fields |= {word: word for word in ("members", "recommendations", "actions", "items")}
    seen = set()
    for file in (test_demo_files.HUB).rglob("*.md"):
        head = yaml.safe_load(file.read_text(encoding="utf-8").split("---\n", 2)[1])
        page = HubPage.objects.get(slug=head["slug"]).specific
        for word in fields.keys() & head.keys():
            assert len(getattr(page, fields[word])) == len(head[word]), (file.name, word)
            seen.add(word)
    assert seen == fields.keys()


def test_the_demonstration_has_every_kind_of_page(demo):
    assert GuidanceRecord.objects.exists()
    by_kind = {}
    for page in HubPage.objects.all():
        by_kind.setdefault(page.specific_class.__name__, []).append(page)
    assert len(by_kind) == 10
    assert {name for name, pages in by_kind.items() if len(pages) < 1} == set()
    assert (len(by_kind["ArticlePage"]), len(by_kind["TopicPage"]), len(by_kind["BarrierPage"])) == (
        12,
        12,
        32,
    )
    for page in HubPage.objects.all():
        assert page.live and page.maintainer_id and page.next_review, page
        assert page.live_revision_id == page.latest_revision_id, page
