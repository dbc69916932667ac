"""What is shown of a text: the telling piece, and no markup but ours."""

import random
import re
import string

import pytest

from portal.search.query import parse
from portal.search.snippets import WIDTH, Marker
from portal.search.synonyms import Pair, Synonyms

NONE = Synonyms([])


def marker(typed: str, synonyms: Synonyms = NONE) -> Marker:
    return Marker(parse(typed, synonyms).concepts)


def test_words_that_share_a_stem_are_marked():
    assert marker("referral").marked("Referrals, and a referral.") == (
        "<mark>Referrals</mark>, and a <mark>referral</mark>."
    )


def test_a_synonym_is_marked_where_it_stands_whole():
    synonyms = Synonyms([Pair("camhs", "child and adolescent mental health services")])
    shown = marker("camhs", synonyms).marked("A child, and Child and Adolescent Mental Health Services.")
    assert shown == "A child, and <mark>Child and Adolescent Mental Health Services</mark>."


def test_accents_and_apostrophes_do_not_hide_a_word():
    assert marker("cafe childs").marked("The café; the child’s") == (
        "The <mark>café</mark>; the <mark>child’s</mark>"
    )


def test_the_densest_window_is_shown_from_the_start_of_its_sentence():
    text = (
        "Nothing of use stands here at all. " * 30 + "Send the referral form to CAMHS today. " + "More. " * 99
    )
    shown = marker("camhs referral form").snippet(text)
    assert shown.startswith("Send the <mark>referral</mark> <mark>form</mark> to <mark>CAMHS</mark> today.")
    assert shown.endswith(" …")


def test_a_word_deep_in_a_long_sentence_is_reached():
    shown = marker("needle").snippet("hay " * 400 + "needle " + "hay " * 400)
    assert "<mark>needle</mark>" in shown
    assert shown.startswith("… ")
    assert len(shown) < WIDTH + 60


def test_without_a_match_the_beginning_is_shown():
    assert marker("zebra").snippet("A short text.") == "A short text."
    assert marker("zebra").snippet("") == ""


def test_what_the_title_says_needs_no_window():
    shown = marker("sendiass advice").snippet(
        "Free help.", "x. " * 200 + "Sendiass advice.", title="SENDIASS advice"
    )
    assert shown.startswith("Free help.")
    assert "<mark>" not in shown


def test_lines_are_kept_apart():
    assert marker("x").snippet("A heading\nA sentence.") == "A heading ·\nA sentence."


HOSTILE = [
    "<script>alert(1)</script> referral",
    '<img src=x onerror="alert(1)"> referral',
    "referral</mark><b>bold</b>",
    "<mark>referral</mark>",
    "&lt;script&gt; referral &amp;lt;",
    "ref<!-- -->erral <referral onload=x>",
    "\x00referral\ud800\u202e<i>",
    "]]> referral <![CDATA[",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_markup_of_a_text_survives(text):
    holds_only_marks(marker("referral script mark").snippet(text))
    holds_only_marks(marker("referral script mark").marked(text))


def test_no_markup_survives_whatever_stands_in_the_text():
    """Two thousand texts of what markup is made of, with words of the query at random places."""
    chance = random.Random(6)
    pieces = [
        *"<>&\"'/=;!-[]\n\t ",
        "<b>",
        "</mark>",
        "<mark>",
        "&amp;",
        "&#60;",
        "referral",
        "camhs",
        "é",
        "\u0301",
    ]
    pieces += [*string.ascii_letters]
    shown = marker("camhs referral mark b amp")
    for _ in range(2000):
        text = "".join(chance.choices(pieces, k=chance.randint(0, 400)))
        holds_only_marks(shown.snippet(text))
        holds_only_marks(shown.marked(text))


def holds_only_marks(html: str) -> None:
    """Assert that nothing is left but text once `<mark>` and `</mark>`, in pairs, are taken away."""
    assert re.findall(r"</?mark>", html) == ["<mark>", "</mark>"] * html.count("<mark>")
    rest = re.sub(r"</?mark>", "", html)
    assert "<" not in rest and ">" not in rest and '"' not in rest
    assert not re.search(r"&(?!amp;|lt;|gt;|quot;|#x27;)", rest)


def test_a_long_text_is_read_in_part_and_fast():
    import time

    text = "safeguarding child word " * 20_000
    began = time.perf_counter()
    for _ in range(20):
        marker("child safeguarding").snippet(text)
    assert time.perf_counter() - began < 8
