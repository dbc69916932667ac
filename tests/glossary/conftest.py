"""What the tests of the glossary start from: an empty one, and a way to add terms."""

import pytest

from glossary.models import AlsoKnownAs, GlossaryTerm, Phrase


@pytest.fixture
def empty_glossary(db):
    """A portal whose glossary has nothing in it yet."""
    GlossaryTerm.objects.all().delete()
    Phrase.objects.all().delete()


@pytest.fixture
def add(empty_glossary):
    """Add a live term: `add("MASH", "Multi-agency safeguarding hub", names=["hub"], old_names=["duty"])`."""

    def add_(name, expansion="", names=(), old_names=(), **fields):
        fields = {"meaning": f"What {name} means.", "slug": f"t{GlossaryTerm.objects.count()}", **fields}
        term = GlossaryTerm(term=name, expansion=expansion, **fields)
        term.also_known_as = [
            *(AlsoKnownAs(name=each) for each in names),
            *(AlsoKnownAs(name=each, direction="one-way", old=True) for each in old_names),
        ]
        term.full_clean(exclude=["maintainer"])
        term.save()
        return term

    return add_
