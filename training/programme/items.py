"""The items of a programme, as far as its reader may read them."""

from dataclasses import dataclass
from functools import cached_property

from training.models import (
    ActivityPage,
    ActivitySheet,
    ModulePage,
    ModuleSheet,
    ResourceSheetPage,
    TrainingPage,
)

KINDS = (ActivityPage, ModulePage, ResourceSheetPage)


@dataclass(frozen=True)
class Item:
    """One thing of a programme. `page` is None where it is gone, or not for this reader."""

    number: int
    page: TrainingPage | None
    sheets: tuple[ResourceSheetPage, ...] = ()  # that it works with
    title: str = ""  # what a kept programme calls it
    url: str = ""  # whole, with the site's name

    @property
    def label(self) -> str:
        """Return its number on paper and its title."""
        return label_of(self.page) if self.page else self.title

    @property
    def minutes(self) -> int:
        """Return how long it takes; a sheet takes the time of what it is used in."""
        return getattr(self.page, "minutes", 0)


@dataclass(frozen=True)
class Items:
    """All items of a programme, in order."""

    all: tuple[Item, ...]

    def __iter__(self):
        return iter(self.all)

    def __len__(self):
        return len(self.all)

    @cached_property
    def there(self) -> list[Item]:
        """Return those that can be read."""
        return [item for item in self.all if item.page]

    @property
    def gone(self) -> int:
        """Return how many cannot."""
        return len(self.all) - len(self.there)

    @property
    def numbers(self) -> list[int]:
        """Return their numbers, in order."""
        return [item.number for item in self.all]

    @property
    def minutes(self) -> int:
        """Return how long all of it takes."""
        return sum(item.minutes for item in self.all)

    @property
    def time(self) -> str:
        """Return that in words."""
        return in_words(self.minutes)

    @property
    def sheets_of(self) -> dict[int, list[int]]:
        """Return the numbers of the sheets that each item works with."""
        return {item.number: [sheet.pk for sheet in item.sheets] for item in self.all}


def items_for(numbers: list[int], request, titles: dict[int, str] | None = None) -> Items:
    """Return the items of `numbers`, in their order, as whoever sent `request` may see them.

    Five queries, and one for each kind of page that is among them. What is a draft, is for others or was
    never there looks the same to whoever may not read it: nothing can be learned from an address.
    """
    titles = titles or {}
    pages = {page.pk: page for page in readable(request.user).filter(pk__in=numbers).specific()}
    sheets = _sheets_of(pages, request.user)
    urls = {pk: page.get_full_url(request) or "" for pk, page in pages.items()}
    return Items(
        tuple(
            Item(one, pages.get(one), tuple(sheets.get(one, ())), titles.get(one, ""), urls.get(one, ""))
            for one in numbers
        )
    )


def readable(user):
    """Return the pages that `user` may read and that can stand in a programme."""
    return TrainingPage.objects.readable_by(user).type(*KINDS)


def _sheets_of(pages: dict[int, TrainingPage], user) -> dict[int, list[ResourceSheetPage]]:
    """Return the sheets that each page works with, in its order: those that `user` may read."""
    pairs = [
        *ActivitySheet.objects.filter(activity__in=pages)
        .values_list("activity", "sheet")
        .order_by("sort_order"),
        *ModuleSheet.objects.filter(module__in=pages).values_list("module", "sheet").order_by("sort_order"),
    ]
    wanted = {sheet for _, sheet in pairs}
    there = ResourceSheetPage.objects.readable_by(user).in_bulk(wanted) if wanted else {}
    found: dict[int, list[ResourceSheetPage]] = {}
    for page, sheet in pairs:
        if sheet in there:
            found.setdefault(page, []).append(there[sheet])
    return found


def label_of(page) -> str:
    """Return the number of a page on paper, and its title."""
    return f"{getattr(page, 'code', '') or getattr(page, 'number', '')} {page.title}".strip()


def in_words(minutes: int) -> str:
    """Return a time in words: 145 is "2 hours 25 minutes"."""
    hours, rest = divmod(minutes, 60)
    said = [_counted(hours, "hour")] * bool(hours) + [_counted(rest, "minute")] * bool(rest or not hours)
    return " ".join(said)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
