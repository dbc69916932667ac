"""The edition of the directory: a number that rises with every change, for what is held in memory.

Every save or deletion of what readers find raises it in the same transaction. Code that writes
past the signals (`bulk_create`, `QuerySet.update`) calls `bump` itself.
"""

import time

from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.db.models.signals import m2m_changed, post_delete, post_save

from directory.models import (
    AlternateName,
    Assurance,
    Contact,
    Edition,
    EscalationStep,
    Organization,
    Phone,
    ReferralRoute,
    Schedule,
    Service,
    ServiceNote,
    ThresholdLevel,
)
from portal.content.models import Area, AreaTerm, HelpWith

ONLY = 1  # the table has one row
OWN = [Service, Organization, Assurance, ThresholdLevel]
ROWS = [AlternateName, Contact, EscalationStep, Phone, ReferralRoute, Schedule, ServiceNote]
SHARED = [Area, AreaTerm, HelpWith]
LINKS = [Service.areas, Service.help_with, Service.works_with, Service.protocols]


def number() -> int:
    """Return the edition that the database holds now; 0 where nothing was ever changed."""
    return Edition.objects.filter(pk=ONLY).values_list("number", flat=True).first() or 0


def bump(**signal) -> None:
    """Raise the edition within the transaction that is open."""
    edition = Edition.objects.filter(pk=ONLY)
    if not edition.update(number=_next()):
        Edition.objects.bulk_create([Edition(pk=ONLY)], ignore_conflicts=True)
        edition.update(number=_next())


def _next() -> Greatest:
    """Return the number after this one, by the clock: one that was rolled back never comes again."""
    return Greatest(F("number") + 1, Value(time.time_ns() // 1000))


def watch() -> None:
    """Raise the edition whenever something that readers find is saved, deleted or linked."""
    for model in [*OWN, *ROWS, *SHARED]:
        for signal in (post_save, post_delete):
            signal.connect(bump, sender=model, dispatch_uid=f"edition.{model.__name__}")
    for link in LINKS:
        m2m_changed.connect(bump, sender=link.through, dispatch_uid=f"edition.{link.through.__name__}")
