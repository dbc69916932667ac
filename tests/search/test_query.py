"""What somebody typed becomes words, phrases and synonyms, whatever it is."""

import time

import pytest

from portal.search import analysis, outbox
from portal.search.find import find
from portal.search.query import LONGEST, MOST_WORDS, clean, parse
from portal.search.synonyms import MOST, Pair, Synonyms, written_two_ways
from tests.search.hostile import FEW, HOSTILE, MANY, drawn

NONE = Synonyms([])
FAMILY = Synonyms(
    [
        Pair("CAMHS", "child and adolescent mental health services"),
        Pair("YOT", "Youth Justice Service", both=False, old=True),
        Pair("duty to share", "information sharing duty"),
        Pair("the", "nothing"),
    ]
)


def test_words_are_folded_and_stop_words_left_out():
    query = parse("How do I share the Plan?", NONE)
    assert query.words == ("share", "plan")
    assert [concept.stems for concept in query.concepts] == [("share",), ("plan",)]


def test_stop_words_alone_are_searched():
    assert parse("who am i", NONE).words == ("who", "am", "i")


@pytest.mark.parametrize("typed", ['"front door" mash', "“front door” mash"])
def test_quotation_marks_hold_words_together(typed):
    assert [concept.stems for concept in parse(typed, NONE).concepts] == [("front", "door"), ("mash",)]


def test_synonyms_go_both_ways_and_the_longest_wins():
    acronym, written = parse("camhs", FAMILY), parse("child and adolescent mental health services", FAMILY)
    assert [way.stems for way in acronym.concepts[0].alternatives] == [
        ("camh",),
        ("child", "and", "adolesc", "mental", "health", "servic"),
    ]
    assert [way.stems for way in written.concepts[0].alternatives][1:] == [("camh",)]
    assert len(parse("child health", FAMILY).concepts) == 2


def test_stop_words_within_a_name_do_not_matter():
    assert [way.stems for way in parse("duty share", FAMILY).concepts[0].alternatives][1:] == [
        ("inform", "share", "duti")
    ]


@pytest.mark.parametrize(
    ("typed", "stands"), [("email", "e-mail"), ("e-mail", "email"), ("dropin", "drop in")]
)
def test_a_word_with_a_hyphen_is_found_without_it(typed, stands):
    known = Synonyms(written_two_ways())
    wanted = tuple(analysis.stems(stands))
    assert [way.stems for way in parse(typed, known).concepts[0].alternatives][1:] == [wanted]


def test_a_stop_word_is_no_synonym():
    assert len(parse("the plan", FAMILY).concepts) == 1


def test_one_way_is_one_way_and_an_old_name_is_told():
    query = parse("yot worker", FAMILY)
    assert (query.renamed[0].old, query.renamed[0].now) == ("YOT", "Youth Justice Service")
    assert len(parse("youth justice service", FAMILY).concepts) == 3


def test_there_are_no_chains_and_not_too_many_ways():
    chain = Synonyms([Pair("a1", "b1", both=False), Pair("b1", "c1", both=False)])
    assert [way.stems for way in parse("a1", chain).concepts[0].alternatives] == [("a1",), ("b1",)]
    many = Synonyms([Pair("a1", f"b{number}") for number in range(50)])
    assert len(parse("a1", many).concepts[0].alternatives) == MOST + 1


def test_a_long_query_is_cut():
    assert len(clean("a" * 1_000_000)) == LONGEST
    assert len(clean("ﷺ" * 250)) <= LONGEST
    assert len(parse(" ".join(f"w{number}" for number in range(100)), NONE).words) <= MOST_WORDS


def test_control_characters_part_words():
    assert parse("front\x00door\u202e mash", NONE).words == ("front", "door", "mash")


def test_compatible_forms_are_one():
    assert parse("ＬＡＤＯ ﬁle", NONE).words == ("lado", "file")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_typed_is_an_error_or_takes_long(demo, typed):
    began = time.process_time()
    results = find(typed, home="ambleford")
    assert results.total >= len(results.results)
    assert time.process_time() - began < 2


def test_an_operator_is_only_a_word(demo):
    """It finds no more than its words do."""
    assert find('zzz"OR"qqq').total == find("zzz or qqq").total
    assert find("lado NOT lado").total == find("lado lado").total > 0


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
def test_generated_strings_become_stems_alone(count):
    def read(typed):
        query = parse(typed, FAMILY)
        assert len(query.text) <= LONGEST
        assert all(stem.isalnum() for concept in query.concepts for stem in concept.stems)

    drawn(count, read)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
def test_generated_strings_are_searched_for_in_bounded_time(demo, count):
    outbox.settle()
    longest = 0.0

    def read(typed):
        nonlocal longest
        began = time.process_time()
        assert find(typed, home="ambleford").total >= 0
        longest = max(longest, time.process_time() - began)

    drawn(count, read)
    assert longest < 2
