"""Find services: what a reader chose, read from the address, and what it means for the list."""

from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import or_
from urllib.parse import urlencode

from django.http import QueryDict

from directory import facets
from directory.facets import Choice
from directory.held import held
from directory.models import Service
from portal.search.words import words

LONGEST_TEXT = 200
STANDING_OPEN = ["need", "area"]  # the groups that most readers use; the others wait folded
LEGENDS = {
    "need": "Help with",
    "area": "Where the child lives",
    "level": "Level of need",
    "refer": "Who may refer",
    "urgency": "How soon",
    "format": "How help is given",
    "holidays": "In the school holidays",
    "kind": "Kind of service",
}


@dataclass(frozen=True)
class Option:
    """One value of a group of filters, and how many services choosing it would show."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Group:
    """A group of filters, such as need or area, with the options that lead somewhere."""

    name: str
    legend: str
    options: list[Option]

    @property
    def chosen(self) -> list[Option]:
        """Return the options that the reader chose."""
        return [option for option in self.options if option.chosen]

    @property
    def stands_open(self) -> bool:
        """Return whether it is unfolded when the page opens. A folded one says how many are chosen in it."""
        return self.name in STANDING_OPEN


@dataclass(frozen=True)
class Chip:
    """One active filter, the address of the list without it, and how many services stand there."""

    legend: str
    label: str
    without: str
    count: int


@dataclass(frozen=True)
class Chosen:
    """The words and the choices of one reader. It never changes: leaving something out makes another."""

    text: str
    choices: dict[str, list[Choice]]

    def without_text(self) -> "Chosen":
        return replace(self, text="")

    def without(self, group: str, choice: Choice | None = None) -> "Chosen":
        """Return all but one choice of a group, or all but the group."""
        kept = [each for each in self.choices[group] if choice and each != choice]
        return replace(self, choices={**self.choices, group: kept})

    @property
    def query(self) -> str:
        """Return them as a query string."""
        pairs = [("q", self.text)] if self.text else []
        return urlencode(pairs + [(g, each.value) for g, chosen in self.choices.items() for each in chosen])


class Finder:
    """The filters of one request. A value that no list knows is left out, never an error.

    AND between groups, OR within one. What is counted beside an option leaves its own group out,
    as another option of a group adds to the list.
    """

    def __init__(self, query: QueryDict):
        self.text = query.get("q", "").strip()[:LONGEST_TEXT]
        self.held = held()
        self.index = facets.index(self.held)
        self._chosen = Chosen(
            self.text,
            {
                name: [choice for choice in choices if choice.value in query.getlist(name)]
                for name, choices in self.index.groups.items()
            },
        )

    @property
    def is_active(self) -> bool:
        """Return whether anything narrows the list."""
        return bool(self.text or any(self._chosen.choices.values()))

    @cached_property
    def pks(self) -> list[int]:
        """Return the primary keys of the services that the list shows, in its order."""
        return self.index.pks_of(self._allowed(self._chosen) & self.index.shown)

    @property
    def left_out(self) -> int:
        """Return how many more there are that nobody has checked for too long."""
        return (self._allowed(self._chosen) & self.index.left_out).bit_count()

    @property
    def total(self) -> int:
        """Return how many services the list shows to somebody who chooses nothing."""
        return self.index.shown.bit_count()

    @cached_property
    def groups(self) -> list[Group]:
        """Return the groups in which an option leads somewhere, or is chosen."""
        groups = [Group(name, LEGENDS[name], self._options(name)) for name in LEGENDS]
        return [group for group in groups if group.options]

    def _options(self, name: str) -> list[Option]:
        others = self._allowed(self._chosen.without(name)) & self.index.shown
        chosen = self._chosen.choices[name]
        options = [
            Option(choice.value, choice.label, (others & choice.services).bit_count(), choice in chosen)
            for choice in self.index.groups[name]
        ]
        return [option for option in options if option.count or option.chosen]

    @cached_property
    def chips(self) -> list[Chip]:
        """Return the active filters, each with what the list is without it."""
        chips = [self._chip("Words", f"“{self.text}”", self._chosen.without_text())] if self.text else []
        for name, chosen in self._chosen.choices.items():
            chips += [self._chip(LEGENDS[name], c.label, self._chosen.without(name, c)) for c in chosen]
        return chips

    def _chip(self, legend: str, label: str, rest: Chosen) -> Chip:
        count = (self._allowed(rest) & self.index.shown).bit_count()
        return Chip(legend, label, f"?{rest.query}", count)

    @property
    def ways_out(self) -> list[Chip]:
        """Return the filters without which the list would not be empty."""
        return [chip for chip in self.chips if chip.count]

    @property
    def query(self) -> str:
        """Return the active filters as a query string, for the links of pages."""
        return self._chosen.query

    def _allowed(self, chosen: Chosen) -> int:
        """Return the set of services that the words and every group allow."""
        allowed = self._with_words if chosen.text else -1  # minus one has every bit
        for choices in chosen.choices.values():
            if choices:
                allowed &= reduce(or_, (choice.services for choice in choices))
        return allowed

    @cached_property
    def _with_words(self) -> int:
        found = Service.objects.listed().matching(words(self.text))
        return self.index.services_of(found.values_list("pk", flat=True))
