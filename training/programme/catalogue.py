"""What a programme can be put together from, in the order of the shelves."""

from dataclasses import dataclass

from training.enums import SheetKind
from training.models import ActivityPage, ModulePage, ResourceSheetPage, ToolkitPage, ToolkitSectionPage
from training.programme.items import label_of

STEP = 4  # letters of a page's place in the tree, for each level (treebeard)


@dataclass(frozen=True)
class Shelf:
    """Things of one sort, below one heading."""

    title: str
    things: list


def catalogue(user) -> list[Shelf]:
    """Return what `user` may choose from: activities by section, modules, sheets by kind. Eight queries."""
    modules = list(ModulePage.objects.readable_by(user).order_by(*ModulePage.shelf_order))
    found = [*_activities(user), Shelf("Modules", modules), *_sheets(user)]
    return [shelf for shelf in found if shelf.things]


def _activities(user) -> list[Shelf]:
    names = _names(ToolkitSectionPage, user) | _names(ToolkitPage, user)
    shelves: dict[str, Shelf] = {}
    for activity in ActivityPage.objects.readable_by(user).order_by("number", "title"):
        section = activity.path[:-STEP]
        unit = names.get(section[:-STEP])
        title = ": ".join(filter(None, [unit, names.get(section)])) or "Activities"
        shelves.setdefault(section, Shelf(title, [])).things.append(activity)
    # Units as they stand, the sections of each by their numbers.
    return [shelves[path] for path in sorted(shelves, key=lambda path: (path[:-STEP], shelves[path].title))]


def _names(kind, user) -> dict[str, str]:
    return {page.path: label_of(page) for page in kind.objects.readable_by(user)}


def _sheets(user) -> list[Shelf]:
    sheets = list(ResourceSheetPage.objects.readable_by(user).defer("body").order_by("code", "title"))
    return [
        Shelf(f"{kind.label}s" if kind != SheetKind.DIRECT_WORK else str(kind.label), there)
        for kind in SheetKind
        if (there := [sheet for sheet in sheets if sheet.sort == kind])
    ]
