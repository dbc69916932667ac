"""What the portal knows and a page is held against: names of the glossary, phrases, numbers."""

import re
from dataclasses import dataclass, field

from directory.copied_numbers import numbers_in
from directory.models import Phone
from glossary import names
from glossary.models import Phrase
from glossary.vocabulary import vocabulary


@dataclass(frozen=True)
class Known:
    """Names in the glossary (as keys), phrases with kind and prompt, services by their number (E.164)."""

    names: frozenset[str] = frozenset()
    phrases: dict[str, tuple[str, str]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)


def read_known(texts: list[str]) -> Known:
    """Return what is known, with three queries at most; the numbers only where `texts` hold any."""
    typed = numbers_in("\n".join(text for text in texts if re.search(r"\d{3}", text)))
    rows = Phone.objects.filter(number__in=typed, service__live=True) if typed else Phone.objects.none()
    return Known(
        names=frozenset(vocabulary().by_name),
        phrases={names.key(row.phrase): (row.get_kind_display(), row.prompt) for row in Phrase.objects.all()},
        numbers=dict(rows.values_list("number", "service__name")),
    )
