"""The list of the glossary, narrowed by letter, status or a question such as "what is MASH?"."""

import re
import string
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from glossary import names
from glossary.vocabulary import Entry, Vocabulary
from portal.content.enums import GuidanceStatus

OTHER = "#"
# What people put around the word they mean.
QUESTION = re.compile(
    r"^(?:(?:what|who)(?:\s+is|\s+are|['’]s|\s+does)?|define|definition\s+of|meaning\s+of)\s+(?:an?\s+|the\s+)?"
    r"|\s+(?:mean|means|stand\s+for)(?=\W*$)|[?!.\"“”]+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Row:
    """One line of the list: an entry, or (`name`) another name that leads to it."""

    entry: Entry
    name: str = ""
    old: bool = False

    @property
    def shown(self) -> str:
        """Return what stands in the list."""
        return self.name or self.entry.term

    @property
    def letter(self) -> str:
        """Return the letter below which it stands; "#" for a figure or a sign."""
        first = self.shown[:1].upper()
        return first if first in string.ascii_uppercase else OTHER


class Lookup:
    """What a reader asked the glossary for, from the parameters `q`, `letter` and `status`."""

    def __init__(self, vocabulary: Vocabulary, asked):
        self.vocabulary = vocabulary
        self.words = asked.get("q", "").strip()
        self.letter = asked.get("letter", "").upper()[:1]
        self.status = asked.get("status", "")
        if self.status not in GuidanceStatus.values:
            self.status = ""
        everything = _rows(vocabulary)
        self.letters_used = {row.letter for row in everything}
        if self.letter not in self.letters_used:
            self.letter = ""
        self.rows = [row for row in everything if self._wants(row)]

    def _wants(self, row: Row) -> bool:
        if self.status and (row.name or row.entry.status != self.status):
            return False
        return not self.letter or row.letter == self.letter

    @property
    def is_active(self) -> bool:
        """Return whether the list is narrowed."""
        return bool(self.words or self.letter or self.status)

    @property
    def wanted(self) -> str:
        """Return the words without the question around them."""
        return names.key(QUESTION.sub(" ", self.words)) or names.key(self.words)

    @property
    def exact(self) -> Entry | None:
        """Return the one entry that the words name, or None."""
        return self.vocabulary.by_name.get(self.wanted) if self.words else None

    @property
    def answers(self) -> list[Entry]:
        """Return the entries that one of the words names, then those whose names hold all of them."""
        parts = self.wanted.split()
        near = [
            entry
            for entry in self.vocabulary.entries
            if all(any(part in names.key(name) for name in entry.names) for part in parts)
        ]
        several = [self.vocabulary.by_name[part] for part in parts if part in self.vocabulary.by_name]
        return list(dict.fromkeys([*several, *near]))

    @property
    def statuses(self) -> list[dict]:
        """Return the statuses in use, with how many entries have each and the address that shows them."""
        counts = Counter(entry.guidance_status for entry in self.vocabulary.entries)
        return [
            {
                "label": status.label,
                "count": count,
                "url": "?" + urlencode({"status": status}),
                "chosen": status == self.status,
            }
            for status in GuidanceStatus
            if (count := counts[status])
        ]

    @property
    def letters(self) -> list[tuple[str, bool]]:
        """Return each letter with whether something stands below it."""
        every = [*string.ascii_uppercase, *([OTHER] if OTHER in self.letters_used else [])]
        return [(letter, letter in self.letters_used) for letter in every]

    @property
    def query(self) -> str:
        """Return the parameters without the page, encoded."""
        asked = {"q": self.words, "letter": self.letter, "status": self.status}
        return urlencode({name: value for name, value in asked.items() if value})


def _rows(vocabulary: Vocabulary) -> list[Row]:
    """Return every entry and every other name that leads to one, by name."""
    rows = [Row(entry) for entry in vocabulary.entries]
    for entry in vocabulary.entries:
        parts = names.spoken(entry.term)[1:]  # "DSL / DDSL" stands below D for DSL
        rows += [Row(entry, part) for part in parts]
        rows += [Row(entry, other.name, other.old) for other in entry.others]
    return sorted(rows, key=lambda row: names.key(row.shown))
