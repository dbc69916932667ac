"""What a person types about a session or about training elsewhere that a plan asks for."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from portal.exported_text import one_line
from training.records import cpd, learning
from training.records.models import CpdEntry, LearningRecord
from training.records.models.learning import How
from training.records.my_forms import CpdForm, DayThatWas
from training.records.progress import Thing

LONGEST_NOTE = 300


class _OfAPlan:
    """Holds a day to what counts for the plan."""

    item: Thing
    counts_from: datetime.date | None

    def clean_done_on(self):
        """Return the day. Raises ValidationError for one that is too early to count."""
        day = self.cleaned_data["done_on"]
        if day and self.counts_from and day < self.counts_from:
            first = f"{self.counts_from.day} {self.counts_from:%B %Y}"
            raise ValidationError(f"For this plan only what you did from {first} on counts.")
        return day


class SessionForm(_OfAPlan, forms.Form):
    """That one was at a session."""

    done_on = DayThatWas(label="Day of the session")

    def __init__(self, *args, person, item: Thing, counts_from=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.item, self.counts_from, self.label_suffix = person, item, counts_from, ""

    def keep(self) -> LearningRecord:
        """Write the record. Whoever says it themselves was not seen there by anybody."""
        return learning.note_task(
            self.person,
            self.item,
            self.cleaned_data["done_on"],
            how=How.DECLARED,
            hours=learning.hours_of(self.item),
        )


class ElsewhereForm(_OfAPlan, CpdForm):
    """Training that somebody else gave; its evidence is kept as that of the CPD log is."""

    def __init__(self, *args, item: Thing, counts_from=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.item, self.counts_from = item, counts_from

    @transaction.atomic
    def keep(self) -> CpdEntry:
        """Write the record, and beside it what the person says of it."""
        given = self.cleaned_data
        entry: CpdEntry = self.save(commit=False)
        entry.record = learning.note_task(
            entry.person,
            self.item,
            given["done_on"],
            hours=given["hours"],
            note=one_line(given["title"])[:LONGEST_NOTE],
        )
        cpd.keep(entry, given["file"])
        return entry
