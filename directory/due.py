"""What an editor has to look at: what is due or overdue, what a reader reported, what rests on new guidance.

The order is the order of work: core entries first, then whatever has waited longest.
"""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from directory.enums import Criticality, ReportState
from directory.freshness import Freshness, State, sees_no_change
from directory.models import Service

NEEDS_A_LOOK = {State.DUE, State.OVERDUE, State.NEVER}
LONG_AGO = datetime.date.min


@dataclass(frozen=True)
class Entry:
    """One service and what makes it due."""

    pk: int
    is_core: bool
    freshness: Freshness
    reports: int
    guidance: datetime.date | None = None  # the day of a change that the newest check has not seen

    @property
    def needs_a_look(self) -> bool:
        """Return whether it is due, overdue, never checked, reported, or rests on guidance that changed."""
        return bool(self.reports or self.guidance) or self.freshness.state in NEEDS_A_LOOK

    @property
    def rank(self) -> tuple:
        """Return its place in the order of work."""
        due = self.freshness.due or LONG_AGO
        return not self.is_core, min(due, self.guidance or due), -self.reports, self.pk


@dataclass(frozen=True)
class Wanted:
    """What an editor narrows the list to; an empty `area` is all of them."""

    maintainer: object | None = None
    area: str = ""
    core_only: bool = False


def entries(wanted: Wanted | None = None) -> list[Entry]:
    """Return the entries that need a look, in the order of work; two queries however many there are."""
    found = [entry for entry in _all(wanted or Wanted()) if entry.needs_a_look]
    return sorted(found, key=lambda entry: entry.rank)


def counts(found: list[Entry]) -> dict[str, int]:
    """Return how many of `found` are in each state, were reported, and rest on guidance that changed."""
    states = Counter(str(entry.freshness.state) for entry in found)
    return {
        **{str(state): states[str(state)] for state in NEEDS_A_LOOK},
        "reported": sum(1 for entry in found if entry.reports),
        "guidance": sum(1 for entry in found if entry.guidance),
    }


def lines(pks: list[int]) -> list[Service]:
    """Return these services, in this order, with all that a line shows."""
    found = {service.pk: service for service in Service.objects.for_list().filter(pk__in=pks)}
    return [found[pk] for pk in pks if pk in found]


def _all(wanted: Wanted) -> list[Entry]:
    services = Service.objects.listed()
    if wanted.maintainer:
        services = services.filter(maintainer=wanted.maintainer)
    if wanted.area:
        services = services.filter(areas__slug=wanted.area)
    if wanted.core_only:
        services = services.filter(criticality=Criticality.CORE)
    reports = dict(
        Service.objects.order_by()
        .annotate(open=Count("reports", filter=Q(reports__state=ReportState.NEW)))
        .filter(open__gt=0)
        .values_list("pk", "open")
    )
    rows = services.order_by().annotate(newest=Max("assurances__assured_at"))
    columns = ("pk", "criticality", "newest", "guidance_changed_on")
    return [
        Entry(
            pk,
            criticality == Criticality.CORE,
            Freshness(newest, Criticality(criticality).interval_days),
            reports.get(pk, 0),
            changed if sees_no_change(newest, changed) else None,
        )
        for pk, criticality, newest, changed in rows.values_list(*columns).distinct()
    ]
