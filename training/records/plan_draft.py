"""A plan while somebody writes it: what its form holds between two presses of a button. Pure: no database.

Everything is text as it was typed. Parts and things have the numbers of their places, from 0: `part-0-title`,
`thing-0-2-note`. A press is a verb with the place that it is about: `up:0:2`, `part-remove:1`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from training.programme.address import is_number
from training.records.models.learning import Sort
from training.records.plans import MOST_GROUPS, MOST_ITEMS, SORTS_OF_PAGES, Content, Entry

WITHOUT_A_PAGE = {"task": Sort.TASK, "session": Sort.SESSION, "external": Sort.EXTERNAL}
FULL = f"A plan has at most {MOST_ITEMS} things. Remove one first, or make a second plan."
TOO_MANY_PARTS = f"A plan has at most {MOST_GROUPS} parts. Remove one first, or make a second plan."
_LONGEST = 5000  # of what is read at all; what is saved is shorter
_PART = re.compile(r"part-(\d{1,3})-title")
_THING = re.compile(r"thing-(\d{1,3})-(\d{1,3})-sort")


@dataclass
class Thing:
    """One thing to do, as typed. A page has a number, all else may have a key."""

    sort: str
    number: int | None = None
    key: str = ""
    title: str = ""
    note: str = ""
    minutes: str = ""

    @property
    def is_page(self) -> bool:
        """Return whether it is a page of the training."""
        return self.sort in SORTS_OF_PAGES


@dataclass
class Part:
    """A part of the plan, as typed. `needed` is empty where all of it is to be done."""

    title: str = ""
    needed: str = ""
    things: list[Thing] = field(default_factory=list)


@dataclass
class Draft:
    """All parts of a plan, as typed."""

    parts: list[Part]

    @classmethod
    def of(cls, content: Content) -> "Draft":
        """Return what the form of a plan begins with."""
        return cls(
            [
                Part(group.title, str(group.needed or ""), [_thing(one) for one in group.entries])
                for group in content.groups
            ]
        )

    @classmethod
    def read(cls, posted: Mapping[str, str]) -> "Draft":
        """Return what was posted: as much of it as a plan can hold, and a few more."""
        places = sorted(int(found[1]) for name in posted if (found := _PART.fullmatch(name)))
        parts = {place: _part(posted, place) for place in places[: MOST_GROUPS * 2]}
        rows = sorted((int(found[1]), int(found[2])) for name in posted if (found := _THING.fullmatch(name)))
        for part, row in rows[: MOST_ITEMS * 2]:
            if part in parts and (thing := _read(posted, f"thing-{part}-{row}")):
                parts[part].things.append(thing)
        return cls(list(parts.values()))

    @property
    def things(self) -> Iterator[Thing]:
        """Return all things of all parts."""
        return (thing for part in self.parts for thing in part.things)

    @property
    def numbers(self) -> set[int]:
        """Return the numbers of its pages."""
        return {thing.number for thing in self.things if thing.number}

    def data(self) -> dict[str, str]:
        """Return it as the fields of the form, numbered by place."""
        said = {}
        for place, part in enumerate(self.parts):
            said |= {f"part-{place}-title": part.title, f"part-{place}-needed": part.needed}
            for row, thing in enumerate(part.things):
                values = {**vars(thing), "number": str(thing.number or "")}
                said |= {f"thing-{place}-{row}-{name}": value for name, value in values.items()}
        return said

    def add(self, place: int, entries: list[Entry]) -> str:
        """Put `entries` at the end of a part; return what is wrong, should they not fit."""
        if not 0 <= place < len(self.parts):
            return ""
        room = MOST_ITEMS - sum(1 for _ in self.things)
        self.parts[place].things += [_thing(one) for one in entries[: max(0, room)]]
        return FULL if len(entries) > room else ""

    def press(self, pressed: str) -> str:
        """Do what a button says; return what is wrong, should it not be possible. Nonsense does nothing."""
        verb, *words = pressed.split(":")
        places = [int(word) for word in words if is_number(word)]
        if len(places) != len(words):
            return ""
        if verb == "part-add":
            return self._add_part()
        if not places or places[0] >= len(self.parts):
            return ""
        if verb in WITHOUT_A_PAGE:
            return self.add(places[0], [Entry(WITHOUT_A_PAGE[verb], "")])
        if verb.startswith("part-"):
            _move(self.parts, places[0], verb.removeprefix("part-"))
        elif len(places) == 2 and places[1] < len(self.parts[places[0]].things):
            self._move_thing(*places, verb)
        return ""

    def _add_part(self) -> str:
        if len(self.parts) >= MOST_GROUPS:
            return TOO_MANY_PARTS
        self.parts.append(Part())
        return ""

    def _move_thing(self, place: int, row: int, verb: str) -> None:
        """Move a thing; from the edge of its part into the part beside it."""
        things = self.parts[place].things
        if verb == "up" and row == 0 and place > 0:
            self.parts[place - 1].things.append(things.pop(row))
        elif verb == "down" and row == len(things) - 1 and place < len(self.parts) - 1:
            self.parts[place + 1].things.insert(0, things.pop(row))
        else:
            _move(things, row, verb)


def _move(rows: list, place: int, verb: str) -> None:
    if verb not in ("up", "down", "remove"):
        return
    row = rows.pop(place)
    if verb != "remove":
        rows.insert(max(0, place + (1 if verb == "down" else -1)), row)


def _thing(entry: Entry) -> Thing:
    minutes = str(entry.minutes or "")
    return Thing(entry.sort, entry.number, entry.key, entry.title, entry.note, minutes)


def _part(posted: Mapping[str, str], place: int) -> Part:
    title, needed = (posted.get(f"part-{place}-{name}", "")[:_LONGEST] for name in ("title", "needed"))
    return Part(title, needed)


def _read(posted: Mapping[str, str], name: str) -> Thing | None:
    """Return a thing, or None for what no form of ours says."""
    words = ("sort", "number", "key", "title", "note", "minutes")
    said = {word: posted.get(f"{name}-{word}", "")[:_LONGEST] for word in words}
    typed = said.pop("number")
    thing = Thing(number=int(typed) if is_number(typed) else None, **said)
    return thing if thing.sort in Sort.values and thing.is_page == bool(thing.number) else None
