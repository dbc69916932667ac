"""What the glossary tells a search: which words find which others."""

from typing import NamedTuple

from glossary.enums import Direction
from glossary.vocabulary import Entry, vocabulary


class Synonym(NamedTuple):
    """Whoever looks for `words` also finds `others`; both ways where `direction` says so.

    `old` marks words that nobody should use any more: a search may say what they became.
    """

    words: str
    others: str
    direction: Direction
    old: bool


def synonyms() -> list[Synonym]:
    """Return every pair of the live terms: expansions, other names, and what took an old term's place."""
    held = vocabulary()
    return [pair for entry in held.entries for pair in _pairs(entry, held.by_slug)]


def _pairs(entry: Entry, by_slug: dict[str, Entry]) -> list[Synonym]:
    first, *more = entry.own_names
    pairs = [Synonym(name, first, Direction.BOTH, False) for name in more]
    pairs += [Synonym(other.name, first, Direction(other.direction), other.old) for other in entry.others]
    successor = by_slug.get(entry.see)
    if entry.guidance_status.is_past and successor:
        pairs.append(Synonym(first, successor.own_names[0], Direction.ONE_WAY, True))
    return [pair for pair in pairs if pair.words.casefold() != pair.others.casefold()]
