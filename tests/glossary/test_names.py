"""A name leads to one entry; `see` leads nowhere round in a circle."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from glossary import names
from glossary.models import AlsoKnownAs, GlossaryTerm


@pytest.mark.parametrize(
    ("term", "spoken"),
    [
        ("MASH", ["MASH"]),
        ("DSL / DDSL", ["DSL", "DDSL"]),
        ("Front door / MASH", ["Front door", "MASH"]),
        ("Persistent / severe absence", ["Persistent / severe absence"]),
        ("SEN/D", ["SEN/D"]),
    ],
)
def test_a_stroke_parts_names_where_an_acronym_stands_beside_it(term, spoken):
    assert names.spoken(term) == spoken


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"name": "MASH"}, {"name": "mash"}),
        ({"name": "Front door / MASH"}, {"name": "Mash"}),
        ({"name": "Hub", "names": ["MASH"]}, {"name": "mash"}),
        ({"name": "MASH"}, {"name": "Hub", "names": ["mash"]}),
        ({"name": "Hub", "names": ["MASH"]}, {"name": "Panel", "names": ["Mash"]}),
        ({"name": "Hub", "old_names": ["early  help hub"]}, {"name": "Early help hub"}),
        ({"name": "Écoute"}, {"name": "écoute"}),
    ],
)
def test_two_entries_for_one_name_are_refused_and_the_other_is_named(add, first, second):
    add(**first)
    with pytest.raises(ValidationError) as refused:
        add(**second)
    assert f"leads to the entry “{first['name']}” already" in str(refused.value)
    assert GlossaryTerm.objects.count() == 1


def test_the_database_refuses_it_too(add):
    add("MASH")
    with pytest.raises(IntegrityError), transaction.atomic():
        GlossaryTerm.objects.create(term="mash", slug="another", meaning="x")


def test_a_term_may_be_saved_again_with_its_own_names(add):
    term = add("DSL / DDSL", "Designated safeguarding lead", names=["safeguarding lead"], old_names=["CPO"])
    term.full_clean(exclude=["maintainer"])


def test_a_draft_counts(add):
    add("MASH", live=False)
    with pytest.raises(ValidationError):
        add("Hub", names=["MASH"])


def test_see_goes_in_no_circle(add):
    one = add("One")
    two = add("Two", see=one)
    three = add("Three", see=two)
    one.see = three
    with pytest.raises(ValidationError, match="in a circle"):
        one.full_clean(exclude=["maintainer"])
    one.see = one
    with pytest.raises(ValidationError, match="in a circle"):
        one.full_clean(exclude=["maintainer"])
    assert three.later_editions() == [two, GlossaryTerm.objects.get(term="One")]


def test_a_circle_that_is_there_already_ends(add):
    one, two = add("One"), add("Two")
    GlossaryTerm.objects.filter(pk=one.pk).update(see=two)
    GlossaryTerm.objects.filter(pk=two.pk).update(see=one)
    assert len(GlossaryTerm.objects.get(pk=one.pk).later_editions()) == 2


def test_a_draft_is_not_what_to_read_instead(add):
    hidden = add("Hidden", live=False)
    assert add("Old", see=hidden).later_editions() == []


def test_deleting_a_term_frees_its_names(add):
    add("MASH", names=["hub"]).delete()
    assert AlsoKnownAs.objects.count() == 0
    add("Hub", names=["MASH"])
