"""The content checker: each rule finds what it should, bears anything, and shows in the editor."""

import re
import time

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.models import Phone
from hub.checker import Known, Part, check, measure, parts_of, read_known
from hub.checker.rules import COMMON
from hub.models import ArticlePage, CaseStudyPage
from hub.proposed import paragraph
from tests.hub.conftest import EDITOR

KNOWN = Known(names=frozenset({"mash"}), phrases={"hard to reach": ("Vague", "Who tried, and how often?")})


def found(*html, known=KNOWN):
    """Return the rule and the words of each finding."""
    parts = [Part(f"Text, part {number}", text) for number, text in enumerate(html, start=1)]
    return [(finding.rule, finding.quote) for finding in check(parts, known)]


@pytest.mark.parametrize(
    ("html", "rule", "quote"),
    [
        ('<p>For the form <a href="/a/">click here</a>.</p>', "links", "click here"),
        ('<p><a href="/a/">Here.</a></p>', "links", "Here."),
        (
            '<p><a href="https://a.example.org">www.a.example.org</a></p>',
            "links",
            "www.a.example.org",
        ),
        ('<p><a href="/a/"></a></p>', "links", "/a/"),
        ('<p><a href="/a/">The plan</a> <a linktype="page" id="3">the plan</a></p>', "links", "the plan"),
        ("<h3>Small first</h3>", "headings", "Small first"),
        ("<h2></h2><p>Text.</p>", "headings", ""),
        ("<h2>WHAT TO DO NOW</h2>", "headings", "WHAT TO DO NOW"),
        ("<p>Ask the EHH today.</p>", "initials", "EHH"),
        ("<p>This family is hard-to-reach.</p>", "phrases", "hard-to-reach"),
        ("<p>DOB 3 March</p>", "personal data", "DOB 3 March"),
        ("<p>UPN A123456789012</p>", "personal data", "A123456789012"),
    ],
)
def test_a_rule_finds(html, rule, quote):
    assert (rule, quote) in found(html)


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="/a/">The attendance plan</a>, <a href="/a/">the attendance plan</a></p>',
        "<h2>First</h2><h3>Second</h3><h2>Third</h2>",
        "<p>Ask the MASH and the early help hub (EHH). The EHH answers. The GP and the NHS too.</p>",
        "<p>The EHH (early help hub) answers.</p>",
        "<p>It is harder to reach by bus.</p>",
        "<h2>MASH</h2>",
        f"<p>{'word ' * 120}</p>",
    ],
)
def test_a_good_text_has_no_finding(html):
    assert found(html) == []


def test_the_page_for_plain_language_takes_the_same_initials_for_known():
    script = (django_settings.BASE_DIR / "static/js/plain-language-rules.js").read_text(encoding="utf-8")
    (listed,) = re.findall(r'const COMMON = new Set\("([^"]*)"', script)
    assert set(listed.split()) == COMMON


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("typed", ["notes.txt", "https://a.example.org/", "a/b", ""])
def test_a_text_that_looks_like_a_file_or_an_address_is_read_as_text(typed):
    assert [line.text for line in Part("Title", typed).lines] == [typed] * bool(typed)


def test_a_paragraph_of_121_words_is_too_long():
    assert [rule for rule, _ in found(f"<p>{'word ' * 121}</p>")] == ["paragraphs"]


def test_heading_order_goes_on_in_the_next_part():
    assert found("<h2>First</h2>", "<h3>Second</h3>") == []


def test_a_number_of_the_directory_is_named_with_its_service(demo):
    phone = Phone.objects.filter(number__startswith="+44", service__live=True).first()
    html = f"<p>Ring {phone.number}.</p>"
    (finding,) = check([Part("Text", html)], read_known([html]))
    assert finding.rule == "telephone numbers" and str(phone.service) in finding.advice


@given(st.text(max_size=300), st.sampled_from(["<p>{}</p>", "<h2>{}</h2>", '<a href="{}">{}</a>', "{}"]))
@settings(max_examples=150, deadline=None)
def test_nothing_that_is_typed_breaks_the_checker(text, html):
    parts = [Part("Text", html.replace("{}", text))]
    once = check(parts, KNOWN)
    assert once == check(parts, KNOWN)
    assert all(finding.advice and len(finding.quote) <= 60 for finding in once)


@given(st.lists(st.text(max_size=80), max_size=8))
@settings(max_examples=100, deadline=None)
def test_a_reading_age_lies_between_5_and_25(lines):
    age = measure(lines).age
    assert age is None or 5 <= age <= 25


def test_long_words_raise_the_reading_age():
    plain = measure(["We ring the home. The child is well. We go to see them. " * 4])
    hard = measure(["Multidisciplinary considerations necessitate proportionate intervention " * 8])
    assert plain.age < 8 and hard.age == 25
    assert measure(["Too short to say."]).age is None


def test_20_kilobytes_are_read_in_a_tenth_of_a_second():
    text = "The DSL rang the home on 12 May and wrote down what was said. It is hard to reach them. " * 9
    parts = [Part("Text", f"<h2>Day {day}</h2><p>{text}</p>") for day in range(26)]
    assert sum(len(part.html) for part in parts) > 20_000
    times = []
    for _ in range(3):
        fresh = [Part(part.where, part.html) for part in parts]
        start = time.process_time()
        check(fresh, KNOWN)
        measure([line.text for part in fresh for line in part.lines])
        times.append(time.process_time() - start)
    assert min(times) < 0.1


def test_every_text_of_a_page_is_read_and_no_slug(hub):
    page = CaseStudyPage(title="A title", slug="a-slug", standfirst="A standfirst", context="The context")
    page.body = [
        *paragraph("<p>Prose.</p>"),
        ("steps", {"steps": ["Ring them.", "Go there."]}),
        ("case_example", {"title": "A day", "text": "<p>It rained.</p>"}),
    ]
    page.partners = [("line", "A school")]
    html = " ".join(part.html for part in parts_of(page))
    for words in [
        "A title",
        "A standfirst",
        "The context",
        "Prose",
        "Go there",
        "A day",
        "rained",
        "A school",
    ]:
        assert words in html
    assert "a-slug" not in html
    assert "Body, part 2 (Steps)" in {part.where for part in parts_of(page)}


def test_more_text_asks_no_more_questions(hub):
    counts = []
    for number in (2, 50):
        page = ArticlePage(
            title="T", standfirst="S", body=paragraph("<p>The EHH: 01632 960101.</p>") * number
        )
        read_known(["warm"])
        with CaptureQueriesContext(connection) as asked:
            parts = parts_of(page)
            check(parts, read_known([part.html for part in parts]))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 3


def test_the_editor_shows_it_and_publishes_all_the_same(signed_in, add_article):
    page = add_article(body=paragraph('<p>Ask the ZQX: <a href="/a/">click here</a>.</p>'))
    client = signed_in(EDITOR)
    text = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert "Before you publish" in text and "things to look at" in text
    assert "click here" in text and "ZQX" in text and "Body, part 1 (Text)" in text
    assert page.live
