"""The pages of a quiz: all questions on one, or one question a page and a list to check at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training.quizzes.content.schema import Content, Item, items_of
from training.quizzes.enums import ItemType
from training.quizzes.layout import Layout

CHECK = "check"


@dataclass(frozen=True)
class Steps:
    """The items of an attempt in their order, and how they are spread over pages."""

    items: Sequence[Item]
    pages: Sequence[Sequence[Item]]
    one_per_page: bool

    @classmethod
    def of(cls, content: Content, layout: Layout) -> "Steps":
        """Return the pages of a layout. A text between questions stands on the page of the next one."""
        known = items_of(content)
        items = [known[key] for key in layout["items"]]
        one = bool(content["one_per_page"]) and any(map(_asks, items))
        return cls(items, _one_by_one(items) if one else [items], one)

    @property
    def asked(self) -> list[Item]:
        """Return the items that ask something."""
        return [item for item in self.items if _asks(item)]

    @property
    def check(self) -> int:
        """Return the number of the list to check: the one after the last page."""
        return len(self.pages) + 1

    def on(self, page: int) -> Sequence[Item]:
        """Return the items of a page, counted from 1; none of the list to check."""
        return self.pages[page - 1] if 1 <= page <= len(self.pages) else []

    def first_open(self, responses: Mapping) -> int:
        """Return the first page with a question that is not answered, else the list to check."""
        for number, page in enumerate(self.pages, 1):
            if any(_asks(item) and item["id"] not in responses for item in page):
                return number
        return self.check if self.one_per_page else 1

    def wanted(self, text: str, otherwise: int) -> int:
        """Return the page that an address or a button names: a number, or the list to check."""
        if not self.one_per_page:
            return 1
        if text == CHECK:
            return self.check
        number = int(text) if len(text) <= 4 and text.isascii() and text.isdigit() else 0
        return number if 1 <= number <= self.check else otherwise

    def after(self, go: str, page: int) -> int:
        """Return the page that a button leads to from `page`."""
        moves = {"next": page + 1, "back": page - 1}
        there = moves.get(go) or self.wanted(go, page)
        return min(max(1, there), self.check if self.one_per_page else 1)


def _asks(item: Item) -> bool:
    return item["type"] != ItemType.INFORMATION


def _one_by_one(items: Sequence[Item]) -> list[list[Item]]:
    pages: list[list[Item]] = []
    waiting: list[Item] = []
    for item in items:
        waiting.append(item)
        if _asks(item):
            pages.append(waiting)
            waiting = []
    if waiting:  # a text at the end stands with the last question
        pages[-1] += waiting
    return pages
