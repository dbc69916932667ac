"""The ladder of need: its levels, known by their numbers."""

from directory.models import ThresholdLevel
from directory.models.thresholds import LEVELS
from home.importers.reading import Item
from home.importers.writing import Load, state
from portal.accounts.roles import DIRECTORY_EDITOR

FILE = "thresholds.yaml"


def load_thresholds(load: Load) -> None:
    """Load thresholds.yaml."""
    there = {level.number: level for level in ThresholdLevel.objects.all()}
    for item in load.keyed(FILE, "number"):
        if _has_a_number(load, item):
            level = there.get(int(item["number"].text))
            _load_level(load, level or ThresholdLevel(), item, state(level) if level else None)


def _has_a_number(load: Load, item: Item) -> bool:
    known = item["number"].text in map(str, LEVELS)
    if not known:
        load.mistakes.add(item["number"], f"levels run from {LEVELS[0]} to {LEVELS[-1]}")
    return known


def _load_level(load: Load, level: ThresholdLevel, item: Item, before: str | None) -> None:
    if load.fill(level, item, load.governed()):
        load.govern(level, item, DIRECTORY_EDITOR)
        load.check(level, item, {})
    if not load.mistakes:
        load.publish(level, before)
