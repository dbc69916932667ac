"""What may have been meant."""

import pytest

from portal.search import outbox, spelling
from portal.search.find import find
from portal.search.models import SearchTerm
from portal.search.synonyms import Pair, Synonyms, synonyms

pytestmark = pytest.mark.django_db
NONE = Synonyms([])
WORDS = {
    "referral": 9,
    "channel": 4,
    "panel": 9,
    "attendance": 30,
    "chance": 1,
    "plan": 9,
    "bereavement": 3,
    "plane": 1,
}


@pytest.fixture(autouse=True)
def indexed(demo):
    """The index of the demonstration, whole."""
    outbox.settle()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("referal", "referral"),
        ("refferal", "referral"),
        ("chanel", "channel"),
        ("attendence", ""),  # its stem is that of "attendance": it finds the same
        ("plann", "plan"),  # the more frequent of two that are as near
        ("zzzzzz", ""),
        ("attendances", ""),  # another form of a word that we have
    ],
)
def test_the_nearest_word(typed, meant):
    assert spelling.nearest(typed, WORDS, NONE) == meant


def test_some_words_are_never_offered():
    assert spelling.nearest("raqe", {"rape": 50}, NONE) == ""
    assert spelling.nearest("raqid", {"rapid": 1}, NONE) == "rapid"


def test_the_words_of_synonyms_are_known():
    assert spelling.nearest("conexions", {}, Synonyms([Pair("Connexions", "youth service")])) == "connexions"
    assert spelling.correction("connexionz", Synonyms([Pair("connexionz", "youth service")])) == ""


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("camhs referal", "camhs referral"),
        ("chanel panel", "channel panel"),
        ("Safegarding Adviser", "safeguarding Adviser"),
        ("lado", ""),
        ("zzqx", ""),
        ("abc", ""),
        ("12345", ""),
    ],
)
def test_a_query_is_put_right(typed, right):
    assert spelling.correction(typed, synonyms()) == right


def test_what_finds_nothing_is_searched_as_it_was_meant():
    results = find("chanel panel")
    assert results.corrected == "channel panel"
    assert results.query.text == "chanel panel"
    assert results.results[0].document.url == "/directory/services/prevent-and-channel-coordinator/"


def test_the_words_as_they_stand_are_not_corrected():
    results = find("chanel panel", as_typed=True)
    assert (results.corrected, results.suggestion) == ("", "")


def test_only_published_words_are_offered():
    """The vocabulary is counted from the index alone."""
    assert not SearchTerm.objects.filter(text="xylophonist").exists()
    assert find("xylophonisst").suggestion == ""
