"""Which figures about people may be shown, so that nobody can be worked out of them. Pure rules.

1. A figure is rounded down to fives: 20 stands for 20 to 24 people. So two figures can be taken from each
   other (one school year from all, today from last week) without learning of one person.
2. One to four people are "fewer than 5". That it is nobody is shown too, except at a school of fewer than
   five people, of whom it would tell something about each.
3. A sum is that of the figures that are shown, and says "at least": it tells nothing that they do not.
4. The figure of all school years is one step lower where it would give its years away: where they can only
   add up to it if each of them has as many people as it can have.
"""

from collections.abc import Iterable

from training.quizzes.statistics.few import FEWEST

Figure = int | None  # None: fewer than five

FEWER = f"Fewer than {FEWEST}"


def figure(people: int, members: int) -> Figure:
    """Return what is shown of `people`, out of a school that has so many members."""
    if people == 0 and members >= FEWEST:
        return 0
    return people // FEWEST * FEWEST or None


def of_all_years(people: int, members: int, years: Iterable[Figure]) -> Figure:
    """Return what is shown of `people` beside what is shown of each school year."""
    shown = figure(people, members)
    return shown - FEWEST if shown and shown == sum(map(_most, years)) else shown


def at_least(figures: Iterable[Figure]) -> int:
    """Return how many people there are at least, as far as figures are shown."""
    return sum(each or 0 for each in figures)


def in_words(shown: Figure) -> str:
    """Return a figure as pages and files write it."""
    return FEWER if shown is None else str(shown)


def _most(shown: Figure) -> int:
    """Return how many people can stand behind a figure."""
    return 0 if shown == 0 else (shown or 0) + FEWEST - 1
