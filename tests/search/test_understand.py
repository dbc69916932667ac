"""What is read from the words of a query besides things."""

import pytest

from portal.search.enums import Group, Kind
from portal.search.understand import Wish, read

PLACES = [("ambleford", "Ambleford"), ("thornmere", "Thornmere")]
KINDS = [Kind.QUIZ.value, Kind.FORM.value, Kind.POLICY.value, Kind.CASE_STUDY.value]


@pytest.mark.parametrize(
    ("typed", "rest", "filters"),
    [
        ("thornmere mash", "mash", [(Group.AREA, "thornmere")]),
        ("mash in Thornmere", "mash", [(Group.AREA, "thornmere")]),
        ("Thornmere's LADO", "LADO", [(Group.AREA, "thornmere")]),
        ("lado quiz", "lado", [(Group.KIND, "quiz")]),
        ("attendance quizzes", "attendance", [(Group.KIND, "quiz")]),
        ("letter to parents", "to parents", [(Group.KIND, "form")]),
        ("case study about records", "about records", [(Group.KIND, "case-study")]),
        ("thornmere lado quiz", "lado", [(Group.AREA, "thornmere"), (Group.KIND, "quiz")]),
        # Only that word: it is searched as it stands.
        ("thornmere", "thornmere", []),
        ("quiz", "quiz", []),
        ("the quiz", "the quiz", []),
        # Not a word of its own, in quotation marks, or of a kind that nothing has.
        ("quizmaster", "quizmaster", []),
        ('"thornmere mash"', '"thornmere mash"', []),
        ("lado slides", "lado slides", []),
    ],
)
def test_places_and_kinds_are_filters(typed, rest, filters):
    reading = read(typed, PLACES, KINDS)
    assert (reading.rest, [(each.group, each.value) for each in reading.filters]) == (rest, filters)


def test_a_filter_says_what_was_typed():
    understood = read("MASH in thornmere", PLACES, []).filters[0]
    assert (understood.label, understood.words) == ("Thornmere", "thornmere")


@pytest.mark.parametrize(
    ("typed", "rest", "wish"),
    [
        ("what is a LADO?", "LADO?", Wish.MEANING),
        ("what does MASH stand for", "MASH", Wish.MEANING),
        ("meaning of section 47", "section 47", Wish.MEANING),
        ("social services number", "social services", Wish.NUMBER),
        ("phone number for the front door", "the front door", Wish.NUMBER),
        ("who should I call about a missing child", "missing child", Wish.NUMBER),
        ("who do i report a teacher to", "report a teacher to", Wish.NUMBER),
        ("front door", "front door", Wish.NOTHING),
        ("what is", "what is", Wish.NOTHING),
        ("phone number", "phone number", Wish.NUMBER),
    ],
)
def test_questions_say_what_is_wished_for(typed, rest, wish):
    reading = read(typed, [], [])
    if typed == "phone number":  # nothing would be left
        assert reading.rest == typed
        return
    assert (reading.rest, reading.wish) == (rest, wish)
