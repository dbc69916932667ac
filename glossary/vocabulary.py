"""The live terms, held in memory: each process reads them once for an edition.

Lists, definitions on other pages and synonyms read from here; a request costs one query, which asks
for the number of the edition.
"""

import re
import threading
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.text import slugify

from glossary import edition, names
from glossary.models import GlossaryTerm
from portal.content.enums import GuidanceStatus

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Name:
    """Another name of a term."""

    name: str
    direction: str
    old: bool


@dataclass(frozen=True)
class Entry:
    """What readers see of one term, without asking the database again."""

    slug: str
    term: str
    expansion: str
    meaning: str
    now: str
    status: str
    match_case: bool
    see: str  # the slug of another entry, or ""
    others: tuple[Name, ...]

    @property
    def url(self) -> str:
        """Return the address of its page."""
        return reverse("glossary:term", args=[self.slug])

    @property
    def guidance_status(self) -> GuidanceStatus:
        """Return the status as a member of its closed list."""
        return GuidanceStatus(self.status)

    @property
    def own_names(self) -> list[str]:
        """Return what the term itself is called, and written out."""
        return [name for name in [*names.spoken(self.term), self.expansion] if name]

    @property
    def names(self) -> list[str]:
        """Return every name that leads to this term, its own ones first."""
        return [*self.own_names, *(other.name for other in self.others)]


@dataclass(frozen=True)
class Spelling:
    """One way to write a term in running text."""

    entry: Entry
    pattern: re.Pattern


class Vocabulary:
    """The live entries, by term, and what they are found by."""

    def __init__(self, entries: list[Entry]):
        self.entries = entries
        self.by_slug = {entry.slug: entry for entry in entries}

    @cached_property
    def by_name(self) -> dict[str, Entry]:
        """Return the entry of each name; a term's own name before what others are called."""
        found: dict[str, Entry] = {}
        for names_of in (Entry.own_names.fget, Entry.names.fget):
            for entry in self.entries:
                for name in names_of(entry):
                    found.setdefault(names.key(name), entry)
        return found

    @cached_property
    def by_name_in_address(self) -> dict[str, Entry]:
        """Return the entry of each name as it would stand in an address: an old one may be printed."""
        return {slugify(name): entry for name, entry in self.by_name.items()}

    @cached_property
    def spellings(self) -> dict[str, list[Spelling]]:
        """Return how terms may be written, by their first word, the longest spelling first."""
        found: defaultdict[str, list[Spelling]] = defaultdict(list)
        for name, entry in sorted(self._written().items(), key=lambda item: -len(item[0])):
            if first := WORD.search(name):
                spelling = Spelling(entry, _pattern(name, entry.match_case))
                for word in {first[0].casefold(), f"{first[0].casefold()}s"}:
                    found[word].append(spelling)
        return dict(found)

    def _written(self) -> dict[str, Entry]:
        """Return the entry of each name as it is written, where the name leads to that entry."""
        return {
            name: entry
            for entry in self.entries
            for name in entry.names
            if self.by_name[names.key(name)] is entry
        }


# How characters may stand in HTML that an editor or a library wrote.
IN_HTML = {"&": "&(?:amp;)?", "'": "(?:'|’|&#x27;|&#39;|&rsquo;)", "’": "(?:'|’|&#x27;|&#39;|&rsquo;)"}


def _pattern(name: str, match_case: bool) -> re.Pattern:
    """Return what finds `name` in HTML, in the plural too; acronyms in their capitals only."""
    words = ["".join(IN_HTML.get(char, re.escape(char)) for char in word) for word in name.split()]
    flags = 0 if match_case or names.is_acronym(name) else re.IGNORECASE
    return re.compile(r"(?:\s|&nbsp;)+".join(words) + r"s?(?![\w-])", flags)


_building = threading.Lock()
_held: tuple[int, Vocabulary] | None = None


def vocabulary() -> Vocabulary:
    """Return the vocabulary of the present edition; one query where it is held already."""
    global _held
    # Read before the terms are: what changes meanwhile raises it, and the next request builds anew.
    wanted = edition.number()
    held = _held
    if held is None or held[0] != wanted:
        with _building:
            if _held is None or _held[0] != wanted:
                _held = wanted, build()
            held = _held
    return held[1]


def build() -> Vocabulary:
    """Read the live terms: two queries however many there are."""
    terms = GlossaryTerm.objects.filter(live=True).select_related("see").prefetch_related("also_known_as")
    return Vocabulary(sorted(map(_entry, terms), key=lambda entry: names.key(entry.term)))


def _entry(term: GlossaryTerm) -> Entry:
    return Entry(
        slug=term.slug,
        term=term.term,
        expansion=term.expansion,
        meaning=term.meaning,
        now=term.now,
        status=term.status,
        match_case=term.match_case,
        see=term.see.slug if term.see and term.see.live else "",
        others=tuple(Name(row.name, row.direction, row.old) for row in term.also_known_as.all()),
    )
