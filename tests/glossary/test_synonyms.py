"""What the glossary tells a search."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glossary.enums import Direction
from glossary.models import AlsoKnownAs
from glossary.synonyms import synonyms


def test_every_pair_says_which_way_it_leads(add):
    family_help = add("Family Help", names=["family support"], old_names=["CAF"])
    add("MASH", "Multi-agency safeguarding hub")
    add("BEST", status="historical", see=family_help)
    family_help.also_known_as.add(AlsoKnownAs(name="early help", direction="one-way"))
    family_help.save()
    assert set(synonyms()) == {
        ("family support", "Family Help", Direction.BOTH, False),
        ("CAF", "Family Help", Direction.ONE_WAY, True),
        ("early help", "Family Help", Direction.ONE_WAY, False),
        ("Multi-agency safeguarding hub", "MASH", Direction.BOTH, False),
        ("BEST", "Family Help", Direction.ONE_WAY, True),
    }


def test_a_term_of_two_names(add):
    add("DSL / DDSL", "Designated safeguarding lead")
    assert [tuple(pair[:2]) for pair in synonyms()] == [
        ("DDSL", "DSL"),
        ("Designated safeguarding lead", "DSL"),
    ]


def test_drafts_and_see_also_are_no_synonyms(add):
    add("Hidden", "Not yet", live=False)
    other = add("Other")
    add("Current", see=other)
    assert synonyms() == []


@pytest.mark.parametrize("count", [2, 50])
def test_it_costs_one_query(add, count):
    for number in range(count):
        add(f"TERM{number}", "Written out", names=[f"name {number}"])
    assert len(synonyms()) == 2 * count
    with CaptureQueriesContext(connection) as captured:
        synonyms()
    assert len(captured) == 1
