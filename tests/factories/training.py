"""Pages of the training for tests: activities of one section of one unit, modules, sheets."""

import itertools

from home.models import HomePage
from portal.accounts.models import User
from training.enums import Holds
from training.models import (
    ActivityPage,
    ActivitySheet,
    ModulePage,
    ResourceSheetPage,
    ToolkitPage,
    ToolkitSectionPage,
    TrainingShelfPage,
)
from training.tree import add_training

_numbers = itertools.count(1)
LINES = [("lines", {"label": "What we do", "help": "", "lines": 2})]
RATING = {
    "question": "How sure are you?",
    "low": "not at all",
    "high": "very",
    "points": 5,
    "statements": ["I know whom to ring.", "I know what to write."],
    "blank_statements": 0,
    "times": [],
    "notes": [],
}


def owner() -> User:
    """Return whoever keeps the pages."""
    return User.objects.get(email="tom.aldous@ambleford.example.org")


def shelf(holds: Holds) -> TrainingShelfPage:
    """Return the shelf that holds a kind of page; the training is made where it is missing."""
    add_training(HomePage.objects.get(), owner())
    return TrainingShelfPage.objects.get(holds=holds)


def _add(parent, kind, live: bool = True, **fields):
    number = next(_numbers)
    given = {
        "title": f"{kind._meta.verbose_name} {number}".capitalize(),
        "slug": f"of-a-test-{number}",
        "standfirst": "In short.",
        "maintainer": owner(),
        **fields,
    }
    page = kind(live=live, **given)
    parent.add_child(instance=page)
    page.save_revision(clean=False)
    return page


def add_sheet(body=None, **fields) -> ResourceSheetPage:
    """Add a sheet: published, but for `live=False`."""
    return _add(shelf(Holds.SHEET), ResourceSheetPage, body=body or LINES, **fields)


def add_module(**fields) -> ModulePage:
    """Add a module."""
    return _add(shelf(Holds.MODULE), ModulePage, **fields)


def section() -> ToolkitSectionPage:
    """Return the section that the tests' activities stand in."""
    found = ToolkitSectionPage.objects.filter(slug="section-of-tests").first()
    if found:
        return found
    unit = _add(shelf(Holds.UNIT), ToolkitPage, title="Unit of tests", slug="unit-of-tests")
    return _add(unit, ToolkitSectionPage, title="Section of tests", slug="section-of-tests", number="1")


def add_activity(sheets=(), **fields) -> ActivityPage:
    """Add an activity that works with `sheets`."""
    page = _add(section(), ActivityPage, **{"number": "1.1", "minutes": 45, **fields})
    for place, sheet in enumerate(sheets):
        ActivitySheet.objects.create(activity=page, sheet=sheet, sort_order=place)
    return page
