"""A person's log of professional development: what they wrote, and what follows from their records."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import cached_property

from portal.exported_text import one_line
from training.records import learning
from training.records.dates import school_year_in_words, school_year_of
from training.records.models import CpdEntry, LearningRecord

MOST_OF_A_PERSON = 1000
MOST_FILES = 50  # of up to 10 MB each


@dataclass(frozen=True)
class Line:
    """One line of the log. An automatic one has a record; its entry holds what the person says of it."""

    entry: CpdEntry | None
    record: LearningRecord | None

    @property
    def _told(self) -> CpdEntry | LearningRecord:
        told = self.record or self.entry
        if told is None:
            raise ValueError("A line is of a record or of an entry.")
        return told

    @property
    def done_on(self) -> datetime.date:
        """Return the day."""
        return self._told.done_on

    @property
    def title(self) -> str:
        """Return what was done, with the version that was read."""
        version = self.record.version if self.record else ""
        return f"{self._told.title} (version {version})" if version else self._told.title

    @property
    def hours(self) -> Decimal:
        """Return how long it took."""
        return self._told.hours

    @property
    def provider(self) -> str:
        """Return who gave it; nobody for what was done on the portal."""
        return self.entry.provider if self.entry else ""

    @property
    def how(self) -> str:
        """Return how it came into the log, in words."""
        return f"Automatic: {self.record.get_how_display()}" if self.record else "Own entry"

    @property
    def reflection(self) -> str:
        """Return what the person thinks of it."""
        return self.entry.reflection if self.entry else ""


@dataclass(frozen=True)
class Log:
    """The log of one person."""

    lines: tuple[Line, ...]  # the newest first

    @cached_property
    def years(self) -> list[tuple[int, str, Decimal]]:
        """Return each school year that has a line: when it began, in words, its hours; the newest first."""
        hours: defaultdict[int, Decimal] = defaultdict(Decimal)
        for line in self.lines:
            hours[school_year_of(line.done_on)] += line.hours
        return [(year, school_year_in_words(year), hours[year]) for year in sorted(hours)[::-1]]

    def of_year(self, year: int) -> list[Line]:
        """Return the lines of the school year that began in `year`."""
        return [line for line in self.lines if school_year_of(line.done_on) == year]


def of(person) -> QuerySet[CpdEntry]:
    """Return what `person` wrote: nobody else's can be reached from here."""
    return CpdEntry.objects.filter(person=person.pk)


def log_of(person) -> Log:
    """Return the log of `person`: two questions, however long it is."""
    entries = list(of(person))
    said = {entry.record_id: entry for entry in entries if entry.record_id}
    lines = [Line(entry, None) for entry in entries if not entry.record_id]
    lines += [Line(said.get(record.pk), record) for record in learning.of(person).standing()]
    return Log(tuple(sorted(lines, key=lambda line: (line.done_on, line.title), reverse=True)))


def about(record: LearningRecord) -> CpdEntry:
    """Return what its person says of a record, to be written on; not saved where there is nothing yet."""
    there = CpdEntry.objects.filter(record=record).first()
    return there or CpdEntry(
        person=record.person,
        record=record,
        done_on=record.done_on,
        title=record.title,
        hours=record.hours,
    )


def has_room_for_a_file(person) -> bool:
    """Return whether `person` may keep one more file."""
    return of(person).exclude(evidence="").count() < MOST_FILES


def keep(entry: CpdEntry, file=None, drop_file: bool = False) -> None:
    """Save `entry`; with `file` in the place of the one that is there, or without any.

    Was it changed in another window meanwhile, the later words stand, and a file that came there stays.
    """
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=entry.person_id)
        same = {"record": entry.record_id} if entry.record_id else {"pk": entry.pk}
        there = CpdEntry.objects.filter(**same).first()
        if there:
            entry.pk, entry.public_id = there.pk, there.public_id
        old = there.evidence.name if there else ""
        if file or drop_file:
            entry.evidence = file or ""
            entry.evidence_name = one_line(file.name)[-100:] if file else ""
        else:
            entry.evidence, entry.evidence_name = old, there.evidence_name if there else ""
        entry.save()
        if old and entry.evidence.name != old:
            drop_files([old])


def delete(entries: QuerySet[CpdEntry]) -> int:
    """Delete `entries` with their files; return how many."""
    with transaction.atomic():
        names = list(entries.exclude(evidence="").values_list("evidence", flat=True))
        count = entries.count()
        entries.delete()
        drop_files(names)
    return count


def drop_files(names: list[str]) -> None:
    """Delete files of evidence once what is being done is done; should it fail, they stay."""
    storage = CpdEntry._meta.get_field("evidence").storage

    def drop() -> None:
        for name in names:
            storage.delete(name)

    transaction.on_commit(drop)
