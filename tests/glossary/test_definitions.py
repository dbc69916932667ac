"""Definitions in running text: each term once, nothing else touched, whatever the HTML."""

import html as html_module
import re
import time
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.template import Context, Template
from django.template.defaultfilters import linebreaks
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from glossary.definitions import LEFT_ALONE, PageDefinitions
from glossary.models import GlossaryTerm
from glossary.vocabulary import Entry, Name, Vocabulary, vocabulary


def entry(term, expansion="", *others, **fields) -> Entry:
    """An entry that stands in no database."""
    slug = re.sub(r"\W+", "-", term.lower()).strip("-")
    given_ = {"meaning": f"What “{term}” means & why <b>.", "now": "", "status": "current", "see": ""}
    names = tuple(Name(each, "both", False) for each in others)
    return Entry(
        slug, term, expansion, match_case=fields.pop("match_case", False), others=names, **given_ | fields
    )


KNOWN = Vocabulary(
    [
        entry("DSL / DDSL", "Designated safeguarding lead", "safeguarding lead"),
        entry("MASH", "Multi-agency safeguarding hub"),
        entry("BEST", status="historical"),
        entry("Child protection plan"),
        entry("Child protection"),
        entry("Channel", match_case=True),
        entry("s.47 enquiry"),
        entry("Children's home"),
        entry("AP", "Alternative provision"),
    ]
)


def marked(html, page=None) -> str:
    return str((page or PageDefinitions(KNOWN)).mark(html))


def terms(html, page=None) -> list[str]:
    """The words that were marked, in their order."""
    return [link.get_text() for link in BeautifulSoup(marked(html, page), "html.parser").select("a.app-term")]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Tell the DSL.</p>", ["DSL"]),
        ("<p>Tell the DDSLs, or the DSL.</p>", ["DDSLs"]),
        ("<p>The designated safeguarding lead knows.</p>", ["designated safeguarding lead"]),
        ("<p>Ask MASH; MASH answers.</p>", ["MASH"]),
        ("<p>Do your best, and mash it.</p>", []),
        ("<p>A BEST team.</p>", ["BEST"]),
        ("<p>Two child protection plans.</p>", ["child protection plans"]),
        ("<p>Child\n protection&nbsp;plan</p>", ["Child\n protection\xa0plan"]),
        ("<p>A channel for questions. Channel is a programme.</p>", ["Channel"]),
        ("<p>An s.47 enquiry.</p>", ["s.47 enquiry"]),
        ("<p>In children&#x27;s homes, in a children’s home.</p>", ["children's homes"]),
        ("<p>A DSL-led meeting, non-DSL staff, MADSL, DSL_1.</p>", []),
        ("<p>&AP; &#65;P; R&amp;AP</p>", ["AP"]),
        ("<h2>MASH</h2><p>then MASH</p>", ["MASH"]),
        ('<p><a href="/x/">MASH</a> <button>DSL</button> <code>AP</code></p>', []),
        ('<p title="MASH">x</p><img alt="MASH"><!-- MASH -->', []),
        ("<script>MASH</script><style>MASH</style><textarea>MASH</textarea>", []),
        ("<p><b>MA</b>SH</p>", []),
        ("", []),
        ("MASH", ["MASH"]),
    ],
)
def test_what_is_marked(html, found):
    assert terms(html) == found


def test_the_longest_name_decides_even_where_it_was_explained():
    page = PageDefinitions(KNOWN)
    assert terms("<p>A child protection plan.</p>", page) == ["child protection plan"]
    assert terms("<p>The child protection plan and child protection.</p>", page) == ["child protection"]


def test_a_term_is_marked_once_a_page_whatever_it_is_called():
    page = PageDefinitions(KNOWN)
    assert terms("<p>The DSL</p>", page) == ["DSL"]
    assert terms("<p>The DDSL, a safeguarding lead</p>", page) == []


def test_without_javascript_it_is_a_link_and_the_meaning_is_escaped():
    link = BeautifulSoup(marked("<p>MASH</p>"), "html.parser").a
    assert link["href"] == "/glossary/mash/"
    assert link["data-term"] == "MASH: Multi-agency safeguarding hub"
    assert link["data-meaning"] == "What “MASH” means & why <b>."
    assert "<b>" not in marked("<p>MASH</p>")
    assert 'data-status="Historical context"' in marked("<p>BEST</p>")


@pytest.mark.parametrize(
    "html", ["<P>MASH</P>", "<p>MASH &nbsp MASH</p >", "<p>MASH <", "<p>MASH <b", "&#;MASH"]
)
def test_what_is_not_well_written_loses_nothing(html):
    assert (
        BeautifulSoup(marked(html), "html.parser").get_text() == BeautifulSoup(html, "html.parser").get_text()
    )


WORDS = st.sampled_from(
    [
        "MASH",
        "DSL",
        "DDSLs",
        "the",
        "child protection plan",
        "Channel",
        "s.47 enquiry",
        "children's home",
        "& < >",
    ]
)
TAGS = st.sampled_from(["p", "h2", "b", "em", "li", "ul", "div", "a", "button", "td", "code", "textarea"])
TEXT = st.lists(WORDS | st.text(max_size=8), max_size=6).map(" ".join).map(html_module.escape)
TREES = st.recursive(
    TEXT,
    lambda inside: st.builds(
        lambda tag, title, parts: f'<{tag} title="{title}">{"".join(parts)}</{tag}>',
        TAGS,
        TEXT,
        st.lists(inside, max_size=4),
    ),
    max_leaves=15,
)


@given(TREES)
def test_only_links_are_added(html):
    """Taking them away again gives what was there, to the letter; none stands where it must not."""
    result = marked(html)
    assert re.sub(r'<a class="app-term"[^>]*>(.*?)</a>', r"\1", result, flags=re.DOTALL) == html
    for link in BeautifulSoup(result, "html.parser").select("a.app-term"):
        assert not {parent.name for parent in link.parents} & LEFT_ALONE


@given(st.text(alphabet="<>&;'\"/=abMSHDL -!\n#x", max_size=60))
def test_any_text_at_all_keeps_its_words(html):
    result = marked(html)
    if result != html:
        assert re.sub(r'<a class="app-term"[^>]*>(.*?)</a>', r"\1", result, flags=re.DOTALL) == html


def test_it_is_fast():
    """100 terms with three names each, in 20 kB of text: 20 ms of the processor, whatever else runs."""
    many = Vocabulary([entry(f"TERM{n}", f"long name number {n}", f"other words {n}") for n in range(100)])
    html = "".join(
        f"<p>Some <b>plain</b> text, a TERM{n % 100} and the child&#x27;s own words.</p>" for n in range(290)
    )
    assert len(html) >= 20_000
    assert many.spellings
    times = []
    for _ in range(7):
        begun = time.process_time()
        PageDefinitions(many).mark(html)
        times.append(time.process_time() - begun)
    assert min(times) < 0.02, times


TEMPLATE = Template(
    "{% load glossary %}{% with_definitions one %}|{% with_definitions two off=off without=slug %}"
)


def page(one, two, off=False, slug="", request=None) -> list[str]:
    """What the tag makes of two texts that are safe already."""
    context = {
        "one": mark_safe(one),
        "two": mark_safe(two),
        "off": off,
        "slug": slug,
        "request": request or RequestFactory().get("/"),
    }
    return TEMPLATE.render(Context(context)).split("|")


def test_the_tag_knows_the_page(add):
    add("MASH")
    one, two = page("<p>MASH</p>", "<p>MASH</p>")
    assert "app-term" in one
    assert two == "<p>MASH</p>"


def test_a_block_may_go_without(add):
    add("MASH", slug="mash")
    assert page("", "<p>MASH</p>", off=True)[1] == "<p>MASH</p>"
    assert page("", "<p>MASH</p>", slug="mash")[1] == "<p>MASH</p>"


def test_rich_text_is_taken_as_it_is(add):
    add("MASH")
    rich = SimpleNamespace(__html__=lambda: "<p>MASH</p>")
    shown = Template("{% load glossary %}{% with_definitions rich %}|{% with_definitions rich off=True %}")
    one, two = shown.render(Context({"rich": rich})).split("|")
    assert one.startswith('<p><a class="app-term"')
    assert two == "<p>MASH</p>"


HOSTILE = "<script>alert(1)</script> \"'&amp; --> </a><img src=x onerror=alert(2)> {{ 7 }}"


def test_hostile_words_of_editors_become_no_markup(add):
    """A term, its meaning, another name and a paragraph of the page, each full of markup."""
    term = add(
        'MASH"><b>', f"Hub {HOSTILE}"[:200], names=[f"front door {HOSTILE}"], slug="mash", meaning=HOSTILE
    )
    add("DSL", f"Lead {HOSTILE}", meaning=f"MASH {HOSTILE}", names=["R&D", "R&amp;D"])
    prose = linebreaks(f'Ask MASH"><b> now, or front door {HOSTILE}, or the DSL of R&D. {HOSTILE}', True)
    shown = BeautifulSoup(page(prose, "")[0], "html.parser")
    assert {tag.name for tag in shown.find_all(True)} == {"p", "a"}
    assert shown.get_text() == BeautifulSoup(prose, "html.parser").get_text()
    links = shown.select("a")
    assert links
    for link in links:
        assert set(link.attrs) == {"class", "href", "data-term", "data-meaning", "data-status"}
    dsl = next(link for link in links if link["href"] == "/glossary/t1/")
    assert dsl["data-meaning"] == f"MASH {HOSTILE}"
    assert dsl["data-term"] == f"DSL: Lead {HOSTILE}"
    page_of_term = BeautifulSoup(Client().get(term.get_absolute_url()).content, "html.parser").main
    assert not page_of_term.select("script, img, b, [onerror]")
    assert HOSTILE in page_of_term.get_text()


@pytest.mark.parametrize("off", [True, False])
def test_text_that_is_not_safe_yet_is_escaped(add, off):
    add("MASH")
    shown = Template("{% load glossary %}{% with_definitions text off=off %}").render(
        Context({"text": f"MASH {HOSTILE}", "off": off})
    )
    soup = BeautifulSoup(shown, "html.parser")
    assert soup.get_text() == f"MASH {HOSTILE}"
    assert [tag.name for tag in soup.find_all(True)] == ([] if off else ["a"])


def test_a_draft_is_not_known_and_a_change_is_at_once(add):
    term = add("MASH", live=False)
    assert "app-term" not in page("<p>MASH</p>", "")[0]
    term.live = True
    term.save()
    assert "app-term" in page("<p>MASH</p>", "")[0]
    term.delete()
    assert "app-term" not in page("<p>MASH</p>", "")[0]


@pytest.mark.parametrize("count", [2, 50])
def test_a_page_costs_one_query(add, count):
    for number in range(count):
        add(f"TERM{number}")
    vocabulary()
    request = RequestFactory().get("/")
    with CaptureQueriesContext(connection) as captured:
        page("<p>TERM0</p>", "<p>TERM1</p>", request=request)
    assert len(captured) == 1
    GlossaryTerm.objects.first().save()
    with CaptureQueriesContext(connection) as captured:
        page("<p>TERM0</p>", "<p>TERM1</p>")
    assert len(captured) == 3  # the edition, the terms, their names
