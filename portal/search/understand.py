"""What the words of a query ask for besides things: a place, a kind, a meaning, a number to ring."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from portal.search import analysis
from portal.search.enums import Group, Kind


@dataclass(frozen=True)
class Understood:
    """A filter that was read from the words: `label` in readers' words, `words` as they were typed."""

    group: Group
    value: str
    label: str
    words: str


class Wish(Enum):
    """What somebody wants to know of the thing that they name."""

    NOTHING = "nothing in particular"
    MEANING = "what it means"
    NUMBER = "whom to call"


@dataclass(frozen=True)
class Reading:
    """A query as it was understood; `rest` is what is left to search for.

    `weak` kinds are words that people also use otherwise: "escalation policy" asks for no strategy paper.
    """

    rest: str
    wish: Wish = Wish.NOTHING
    filters: tuple[Understood, ...] = ()
    weak: bool = False

    @property
    def places(self) -> list[str]:
        """Return the areas that the words name."""
        return [each.value for each in self.filters if each.group == Group.AREA]


KIND_WORDS = {
    Kind.QUIZ: r"quiz(?:zes)?",
    Kind.FORM: r"letters?|forms?|templates?",
    Kind.MODULE: r"slides?|slide decks?|power ?points?|modules?",
    Kind.SHEET: r"sheets?|worksheets?|resource sheets?|handouts?",
    Kind.ACTIVITY: r"activity|activities",
    Kind.POLICY: r"policy|policies|strategy|strategies",
    Kind.CASE_STUDY: r"case stud(?:y|ies)",
    Kind.BULLETIN: r"bulletins?|newsletters?",
    Kind.ARTICLE: r"articles?",
    Kind.GLOSSARY: r"glossary",
}
WEAK = {Kind.POLICY, Kind.FORM, Kind.ACTIVITY, Kind.ARTICLE, Kind.MODULE}

_MEANING = re.compile(
    r"^(?:what(?:['’]?s| is| are| does| do)|define|definition of|meaning of)\s+(?:an?\s+|the\s+)?"
    r"|\s+(?:meaning|means?|stands? for)(?=\W*$)",
    re.IGNORECASE,
)
_CALL = (
    r"^whom? (?:do|should|can|could|must|would|shall) (?:i|we|you|schools?) (?:need to |have to )?"
    r"(?:(?:call|ring|phone|contact|tell|ask|speak to|talk to)(?: about| for| if| when)?(?: an?| the)? )?"
)
_NUMBER = re.compile(
    _CALL + r"|\b(?:tele)?phone(?: numbers?| no)?(?= *\W*$)|^(?:tele)?phone(?: numbers?)?(?: for| of)?\b"
    r"|\b(?:contact )?numbers?(?: for| of)?(?=\W*$|\W+(?:for|of)\b)|\bcontact details?(?: for| of)?",
    re.IGNORECASE,
)


def read(text: str, places: Iterable[tuple[str, str]], kinds: Iterable[str]) -> Reading:
    """Return how `text` is understood. `places` are slugs and names; `kinds` those of which there is any.

    What is left always says something: a query that is only a place or a kind is searched as it stands.
    """
    reading = _wish(text)
    for slug, name in places:
        pattern = re.compile(rf"\b(?:(?:in|for|of|from)\s+)?({re.escape(name)})(?:['’]s)?\b", re.IGNORECASE)
        reading = _take(reading, pattern, Group.AREA, slug, name)
    there = set(kinds)
    for kind, words in KIND_WORDS.items():
        if kind.value in there:
            pattern = re.compile(rf"\b({words})\b", re.IGNORECASE)
            reading = _take(reading, pattern, Group.KIND, kind.value, str(kind.label), weak=kind in WEAK)
    return reading


def names_kind(text: str) -> bool:
    """Return whether a word of `text` may name a kind, so that it must be asked which there are."""
    return any(re.search(rf"\b(?:{words})\b", text, re.IGNORECASE) for words in KIND_WORDS.values())


def _wish(text: str) -> Reading:
    for wish, pattern in ((Wish.MEANING, _MEANING), (Wish.NUMBER, _NUMBER)):
        rest = _squeezed(pattern.sub(" ", text))
        if pattern.search(text) and _says_something(rest):
            return Reading(rest, wish)
    return Reading(text)


def _take(reading: Reading, pattern: re.Pattern, group: Group, value: str, label: str, weak=False) -> Reading:
    found = pattern.search(reading.rest)
    rest = _squeezed(pattern.sub(" ", reading.rest))
    # What stands in quotation marks is wanted as it stands.
    if not found or '"' in reading.rest or not _says_something(rest):
        return reading
    filters = (*reading.filters, Understood(group, value, label, found[1]))
    return replace(reading, rest=rest, filters=filters, weak=reading.weak or weak)


def _says_something(text: str) -> bool:
    return any(word not in analysis.STOP_WORDS for word in analysis.words(text))


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def by_group(understood: Sequence[Understood]) -> dict[Group, list[str]]:
    """Return the filters as an engine takes them."""
    groups: dict[Group, list[str]] = {}
    for each in understood:
        groups.setdefault(each.group, []).append(each.value)
    return groups
