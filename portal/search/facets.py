"""The filters beside the results: their names in readers' words, how many each would find, and the chips."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, Value

from portal.content.models import Area, Audience, Tag, Topic
from portal.search.asked import Asked
from portal.search.enums import Group, Kind

TABLES = {Group.TOPIC: Topic, Group.AUDIENCE: Audience, Group.AREA: Area, Group.TAG: Tag}
MOST_OPTIONS = 30  # of one group; those that find most. What is chosen is always there
STANDING_OPEN = {Group.KIND, Group.AREA}

Labels = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Option:
    """One box: how many results there would be, and whether it is ticked."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Choices:
    """One group of boxes."""

    name: str
    legend: str
    options: list[Option]

    @property
    def chosen(self) -> int:
        """Return how many boxes are ticked."""
        return sum(option.chosen for option in self.options)

    @property
    def stands_open(self) -> bool:
        """Return whether the group shows its boxes at once."""
        return self.name in STANDING_OPEN or bool(self.chosen)


@dataclass(frozen=True)
class Chip:
    """One filter in force, and the address of the search without it."""

    legend: str
    label: str
    without: str


def labels_of(wanted: Iterable[tuple[Group, str]]) -> Labels:
    """Return the name of each value, (group, value) to name, in one query whatever is asked for."""
    slugs: dict[Group, set[str]] = {group: set() for group in TABLES}
    for group, value in wanted:
        if group in slugs:
            slugs[group].add(value)
    parts = [
        model._default_manager.filter(slug__in=slugs[group])
        .order_by()
        .values_list(Value(group.value, output_field=CharField()), "slug", "name")
        for group, model in TABLES.items()
    ]
    named: Labels = {(group, slug): name for group, slug, name in parts[0].union(*parts[1:], all=True)}
    return named | {(Group.KIND.value, kind.value): str(kind.label) for kind in Kind}


def groups(results, labels: Labels) -> list[Choices]:
    """Return the groups of boxes that can narrow `results`; a group with nothing to choose is left out."""
    found = [_choices(group, results, labels) for group in Group]
    return [choices for choices in found if len(choices.options) > 1 or choices.chosen]


def _choices(group: Group, results, labels: Labels) -> Choices:
    counts = results.counts.get(group, {})
    chosen = set(results.filters.get(group, []))
    options = [
        Option(value, labels[group.value, value], counts.get(value, 0), value in chosen)
        for value in {*counts, *chosen}
        if (group.value, value) in labels
    ]
    options.sort(key=lambda option: (-option.chosen, -option.count, option.label))
    kept = options[: max(MOST_OPTIONS, len(chosen))]
    return Choices(group.value, str(group.label), sorted(kept, key=_order(group)))


def _order(group: Group):
    """Return how the boxes stand: kinds as readers look for them, all else by how many it finds."""
    if group == Group.KIND:
        places = {kind.value: place for place, kind in enumerate(Kind)}
        return lambda option: places[option.value]
    return lambda option: (-option.count, option.label)


def chips(asked: Asked, results, labels: Labels) -> list[Chip]:
    """Return the filters in force. One that was read from the words goes by searching as typed."""
    read = {(each.group, each.value): each for each in results.understood}
    shown = [
        Chip(str(each.group.label), each.label, asked.but(as_typed=True).address) for each in read.values()
    ]
    for group, values in asked.filters.items():
        shown += [
            Chip(str(group.label), labels[group.value, value], asked.without(group, value).address)
            for value in values
            if (group.value, value) in labels and (group, value) not in read
        ]
    return shown
