"""The hub's files: every mistake is named with its file and line, before anything is loaded."""

import pytest

from hub.models import (
    BarrierPage,
    PolicyPage,
)
from tests.home.small_files import ARTICLE, EDITOR, HUB_FILES, change, mistakes, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A small folder of files with a page of each sort that says much."""
    return write(tmp_path / "demo", HUB_FILES)


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
