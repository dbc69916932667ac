"""What the address of a search page says, read without trust, and written again."""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.urls import reverse

from portal.search.engines import Filters
from portal.search.enums import Group
from portal.search.query import LONGEST

MOST_VALUES = 20  # of one group
DEEPEST_PAGE = 10  # 200 results: whoever has not found it by then needs other words

_SLUG = re.compile(r"[\w-]{1,80}")


@dataclass(frozen=True)
class Asked:
    """One search as its address says it. `home` is the slug of the area whose entries win a tie."""

    text: str = ""
    filters: Filters = field(default_factory=dict)
    page: int = 1
    as_typed: bool = False
    home: str = ""

    @classmethod
    def of(cls, query) -> "Asked":
        """Return what the parameters `query` (a QueryDict) ask for; what makes no sense is left out."""
        page = query.get("page", "")
        return cls(
            text=" ".join(query.get("q", "").replace("\x00", " ").split())[:LONGEST],
            filters={group: values for group in Group if (values := _values(query.getlist(group.value)))},
            page=min(max(int(page), 1), DEEPEST_PAGE) if re.fullmatch(r"[0-9]{1,6}", page) else 1,
            as_typed=query.get("as") == "typed",
            home=next(iter(_values([query.get("home", "")])), ""),
        )

    @property
    def parameters(self) -> str:
        """Return all but the page, encoded for an address."""
        pairs = [("q", self.text)]
        pairs += [(group.value, value) for group, values in self.filters.items() for value in values]
        pairs += [("as", "typed")] if self.as_typed else []
        pairs += [("home", self.home)] if self.home else []
        return urlencode(pairs)

    @property
    def address(self) -> str:
        """Return the address of this search, its first page unless another was asked for."""
        page = f"&page={self.page}" if self.page > 1 else ""
        return f"{reverse('search:search')}?{self.parameters}{page}"

    def but(self, **changes) -> "Asked":
        """Return this search with changes, at its first page."""
        return replace(self, **{"page": 1, **changes})

    def without(self, group: Group, value: str) -> "Asked":
        """Return this search without one value of a filter."""
        kept = {g: [v for v in values if (g, v) != (group, value)] for g, values in self.filters.items()}
        return self.but(filters={group: values for group, values in kept.items() if values})


def _values(texts: list[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if _SLUG.fullmatch(text)][:MOST_VALUES]
