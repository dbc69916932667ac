"""Areas, with their school terms."""

from home.importers.writing import Load
from portal.accounts.roles import DIRECTORY_EDITOR
from portal.content.models import Area


def load_areas(load: Load) -> None:
    """Load areas.yaml."""
    for area, item, before in load.begin(Area, load.keyed("areas.yaml")):
        terms = {"terms": lambda area, item: load.rows(area, "terms", item)}
        if load.fill(area, item, {**load.governed(), **terms}):
            load.govern(area, item, DIRECTORY_EDITOR)
            load.check(area, item, {})
        if not load.mistakes:
            load.publish(area, before)
        load.remember(area, area.slug)
