"""Pages of other sites, known by their addresses."""

from home.importers.reading import Item
from home.importers.writing import Load, state
from portal.accounts.roles import PORTAL_EDITOR
from portal.search.models import ElsewherePage
from portal.search.models.elsewhere import one_spelling

FILE = "elsewhere.yaml"


def load_elsewhere(load: Load) -> None:
    """Load elsewhere.yaml."""
    there = {page.address: page for page in ElsewherePage.objects.all()}
    for item in load.keyed(FILE, "url"):
        page = there.get(one_spelling(item["url"].text))
        _load_page(load, page or ElsewherePage(), item, state(page) if page else None)


def _load_page(load: Load, page: ElsewherePage, item: Item, before: str | None) -> None:
    if load.fill(page, item, {**load.governed(), "address": _not_here(load)}):
        load.govern(page, item, PORTAL_EDITOR)
        load.check(page, item, {})
    if not load.mistakes:
        load.publish(page, before)


def _not_here(load: Load):
    return lambda page, item: load.mistakes.add(item, "write “url” here")
