"""Find services: what a reader chose, read from the address, and what it means for the list."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from directory.enums import ServiceKind, Urgency
from directory.models import Service
from portal.content.models import Area, HelpWith
from portal.search.words import words


@dataclass(frozen=True)
class Option:
    """One value of a group of filters."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Group:
    """A group of filters, such as need or area."""

    name: str
    legend: str
    options: list[Option]

    @property
    def chosen(self) -> list[Option]:
        """Return the options that the reader chose."""
        return [option for option in self.options if option.chosen]


@dataclass(frozen=True)
class Chip:
    """One active filter and the address of the list without it."""

    label: str
    without: str


class Finder:
    """The filters of one request. A value that no list knows is left out, never an error."""

    def __init__(self, query: QueryDict):
        self.text = query.get("q", "").strip()
        self.words = words(self.text)
        self.groups = [
            self._group(query, "need", "Help with", HelpWith.objects.values_list("slug", "name")),
            self._group(
                query, "area", "Where the child lives", Area.objects.authorities().values_list("slug", "name")
            ),
            self._group(query, "urgency", "How soon", Urgency.choices),
            self._group(query, "kind", "Kind of service", ServiceKind.choices),
        ]

    @staticmethod
    def _group(query, name, legend, choices) -> Group:
        wanted = set(query.getlist(name))
        return Group(name, legend, [Option(value, label, value in wanted) for value, label in choices])

    def _values(self, name: str) -> list[str]:
        group = next(group for group in self.groups if group.name == name)
        return [option.value for option in group.chosen]

    def services(self):
        """Return the services that every group allows: AND between groups, OR within one."""
        found = Service.objects.listed()
        if needs := self._values("need"):
            found = found.filter(help_with__slug__in=needs)
        if areas := self._values("area"):
            found = found.filter(areas__slug__in=[*areas, "england"])
        if urgencies := self._values("urgency"):
            found = found.filter(routes__urgency__in=urgencies)
        if kinds := self._values("kind"):
            found = found.filter(kind__in=kinds)
        return found.matching(self.words).distinct().local_first()

    @property
    def is_active(self) -> bool:
        """Return whether anything narrows the list."""
        return bool(self.text or any(group.chosen for group in self.groups))

    def chips(self) -> list[Chip]:
        """Return the active filters, each with the address that leaves it out."""
        chips = [Chip(f"“{self.text}”", self._address(text=""))] if self.text else []
        for group in self.groups:
            chips += [Chip(o.label, self._address(without=(group.name, o.value))) for o in group.chosen]
        return chips

    def query(self) -> str:
        """Return the active filters as a query string, for the links of pages."""
        return self._address().removeprefix("?")

    def _address(self, text: str | None = None, without: tuple[str, str] | None = None) -> str:
        pairs = [("q", self.text)] if self.text and text is None else []
        for group in self.groups:
            pairs += [(group.name, o.value) for o in group.chosen if (group.name, o.value) != without]
        return f"?{urlencode(pairs)}"
