"""What a query asks of an engine: concepts, and how many of them a document must hold.

It is made of stems alone, never of what was typed, so no engine ever reads an operator.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

MOST_CONCEPTS = 24
RAREST = 10  # of a long query, so many of its rarest concepts decide what matches


@dataclass(frozen=True)
class Alternative:
    """One way to say a concept: a stem, or several that stand beside each other."""

    stems: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Concept:
    """One thing that was asked for, said in one way or another."""

    alternatives: tuple[Alternative, ...]

    @property
    def stems(self) -> tuple[str, ...]:
        """Return the stems as they were typed."""
        return self.alternatives[0].stems


@dataclass(frozen=True)
class Match:
    """At least `least` of `concepts` must stand in a document."""

    concepts: tuple[Concept, ...]
    least: int

    def ways(self) -> Iterator[tuple[Concept, ...]]:
        """Yield the sets of concepts, one of which a document must hold in full."""
        return combinations(self.concepts, self.least)


def least_of(count: int) -> int:
    """Return how many of `count` concepts must stand in a document: both of two, and two of more.

    A third would lose half of what long questions look for, in every collection that it was measured on;
    what holds more of them comes first anyhow.
    """
    return min(count, 2)
