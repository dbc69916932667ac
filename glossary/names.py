"""The names of a term: which there are, how they are written in running text, and that none leads to two."""

import re

from django.apps import apps
from django.db.models import QuerySet

TAKEN_TERM = "There is an entry for this term already."
STROKE = " / "


def is_acronym(name: str) -> bool:
    """Return whether `name` is one word with a capital after its first letter: MASH, CoP, DDSLs."""
    return " " not in name and any(letter.isupper() for letter in name[1:])


def spoken(term: str) -> list[str]:
    """Return the names that a term holds: "DSL / DDSL" holds two, "Persistent / severe absence" one.

    A stroke parts names only where an acronym stands on one side of it.
    """
    parts = [part.strip() for part in term.split(STROKE)]
    return parts if any(map(is_acronym, parts)) else [term.strip()]


def key(name: str) -> str:
    """Return `name` as names are compared: without regard to capitals and spaces."""
    return re.sub(r"\s+", " ", name).strip().casefold()


def taken(term_pk: int | None, wanted: list[str]) -> dict[str, str]:
    """Return, for each of the `wanted` names that leads to another term already, what to say about it.

    Drafts count too: they would stand in each other's way as soon as they are published.
    """
    owners = owners_in(apps.get_model("glossary.GlossaryTerm").objects.exclude(pk=term_pk))
    messages = {}
    for name in wanted:
        owner = next((owners[key(part)] for part in [name, *spoken(name)] if key(part) in owners), None)
        if owner:
            messages[name] = f"“{name}” leads to the entry “{owner}” already: a name has one entry."
    return messages


def owners_in(terms: QuerySet) -> dict[str, str]:
    """Return which of these terms each name leads to.

    All of them are read: on SQLite only Python knows the small letters of every alphabet.
    """
    rows = apps.get_model("glossary.AlsoKnownAs").objects.filter(term__in=terms).order_by()
    owners = {key(name): term for name, term in rows.values_list("name", "term__term")}
    own = terms.values_list("term", flat=True)
    return owners | {key(part): term for term in own for part in [term, *spoken(term)] if part}
