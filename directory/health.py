"""How the directory stands: checks in time, answers to reports, and needs without a local service.

An entry is in time on a day where its newest check on or before that day is at most as old as the
interval of its criticality. Six queries, however many services there are.
"""

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from django.utils import timezone

from directory.enums import Criticality, ReportTopic, ServiceKind
from directory.models import Assurance, Report, Service
from directory.querysets import NATIONAL
from portal.content.models import Area, HelpWith

MONTHS = 12
DAY_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Row:
    """A line of a table, and how much of its bar is filled; without a `whole` it has no bar."""

    cells: tuple[str, ...]
    part: float = 0
    whole: float = 0


@dataclass(frozen=True)
class Table:
    """One section of the report: on the screen, and as a file named after `slug`."""

    slug: str
    title: str
    lead: str
    columns: tuple[str, ...]
    rows: list[Row]
    empty: str = "Nothing to show yet."


@dataclass(frozen=True)
class Entry:
    """A listed service; `checks` are its days of checks, oldest first."""

    kind: str
    interval_days: int
    published: datetime.date | None
    checks: list[datetime.date]
    areas: set[int] = field(default_factory=set)

    def existed(self, day: datetime.date) -> bool:
        """Return whether it was published or checked by `day`."""
        return any(first is not None and first <= day for first in (self.published, *self.checks[:1]))

    def in_time(self, day: datetime.date) -> bool:
        """Return whether its newest check by `day` was within the interval."""
        at = bisect_right(self.checks, day)
        return at > 0 and (day - self.checks[at - 1]).days <= self.interval_days


def health(today: datetime.date | None = None) -> list[Table]:
    """Return the tables of the report as of `today` (default: today in this country)."""
    today = today or timezone.localdate()
    entries = _entries()
    authorities = list(Area.objects.authorities().values_list("pk", "name"))
    return [
        _by_authority(entries, authorities, today),
        _by_kind(entries, today),
        _by_month(entries, today),
        _answers(today),
        _gaps(authorities),
    ]


def month_ends(today: datetime.date) -> list[datetime.date]:
    """Return the last days of the twelve months before the month of `today`, oldest first."""
    ends, day = [], today
    for _ in range(MONTHS):
        day = day.replace(day=1) - datetime.timedelta(days=1)
        ends.append(day)
    return ends[::-1]


def _entries() -> list[Entry]:
    checks = defaultdict(list)
    log = Assurance.objects.order_by("assured_at").values_list("service_id", "assured_at")
    for pk, day in log.iterator():
        checks[pk].append(day)
    found = {}
    services = Service.objects.listed().order_by()
    for pk, kind, criticality, published, area in services.values_list(
        "pk", "kind", "criticality", "first_published_at", "areas"
    ).iterator():
        if pk not in found:
            day = timezone.localdate(published) if published else None
            found[pk] = Entry(kind, Criticality(criticality).interval_days, day, checks[pk])
        found[pk].areas.add(area)
    return list(found.values())


def _share(name: str, entries: Iterable[Entry], day: datetime.date) -> Row:
    """Return the row that says how many of `entries` were in time on `day`.

    A share is rounded down: 100% means every entry.
    """
    in_time = [entry.in_time(day) for entry in entries]
    part, whole = sum(in_time), len(in_time)
    share = f"{100 * part // whole}%" if whole else "-"
    return Row((name, str(whole), str(part), share), part, whole)


def _shares(entries: list[Entry], groups: list[tuple[str, list[Entry]]], today: datetime.date) -> list[Row]:
    """Return a row for all entries and one for each group that holds any."""
    rows = [_share(name, group, today) for name, group in groups if group]
    return [_share("All entries", entries, today), *rows] if entries else []


def _by_authority(entries, authorities, today) -> Table:
    known = {pk for pk, _ in authorities}
    groups = [(name, [entry for entry in entries if pk in entry.areas]) for pk, name in authorities]
    groups.append(("In no authority’s area", [entry for entry in entries if not entry.areas & known]))
    return Table(
        "authority",
        "Checked in time, by authority",
        "An entry is in time where its newest check is at most 30 days old (core) or 180 days old"
        " (standard). An entry that serves two areas counts in both.",
        ("Authority", "Entries", "In time", "Share"),
        _shares(entries, groups, today),
    )


def _by_kind(entries, today) -> Table:
    groups = [(str(kind.label), [entry for entry in entries if entry.kind == kind]) for kind in ServiceKind]
    return Table(
        "kind",
        "Checked in time, by kind",
        "The same entries, by what they are to a school.",
        ("Kind", "Entries", "In time", "Share"),
        _shares(entries, groups, today),
    )


def _by_month(entries, today) -> Table:
    rows = [
        _share(f"{day:%-d %B %Y}", [entry for entry in entries if entry.existed(day)], day)
        for day in month_ends(today)
    ]
    return Table(
        "month",
        "Checked in time, month by month",
        "At the end of each of the last 12 months, from the log of checks. Only entries that are listed"
        " today are counted, from the day they were first published or checked.",
        ("End of month", "Entries", "In time", "Share"),
        rows,
    )


def _answers(today) -> Table:
    since = today - datetime.timedelta(days=365)
    days, open_reports = defaultdict(list), defaultdict(int)
    reports = Report.objects.order_by().filter(created_at__date__gte=since)
    for topic, created, acted in reports.values_list("topic", "created_at", "acted_at"):
        if acted is None:
            open_reports[topic] += 1
        else:
            days[topic].append((acted - created).total_seconds() / DAY_SECONDS)
    topics = [topic for topic in ReportTopic if days[topic] or open_reports[topic]]
    numbers = [(topic.label, days[topic], open_reports[topic]) for topic in topics]
    everything = [length for topic in topics for length in days[topic]]
    if topics:
        numbers.insert(0, ("All reports", everything, sum(open_reports.values())))
    longest = max((median(lengths) for _, lengths, _ in numbers if lengths), default=0)
    return Table(
        "reports",
        "Days to act on a report",
        "Reports that readers sent in the last 12 months. Half were acted on in the median number of days"
        " or sooner.",
        ("What has changed", "Acted on", "Still open", "Median days"),
        [_answer(str(label), lengths, still_open, longest) for label, lengths, still_open in numbers],
        "No reader has sent a report in the last 12 months.",
    )


def _answer(label: str, lengths: list[float], still_open: int, longest: float) -> Row:
    middle = f"{median(lengths):.1f}" if lengths else "-"
    return Row((label, str(len(lengths)), str(still_open), middle), median(lengths or [0]), longest)


def _gaps(authorities) -> Table:
    """Return the needs that no listed local service meets in some authority's area, the widest gap first."""
    local = Service.objects.listed().exclude(kind__in=NATIONAL).order_by()
    met = set(local.values_list("help_with", "areas").distinct())
    rows = []
    for need, name in HelpWith.objects.values_list("pk", "name"):
        without = [area for pk, area in authorities if (need, pk) not in met]
        if without:
            whole = len(authorities)
            part = whole - len(without)
            rows.append(Row((name, f"{part} of {whole}", ", ".join(without)), part, whole))
    return Table(
        "gaps",
        "Needs without a local service",
        "National helplines and organisations are left out here: they help everywhere.",
        ("Need", "Areas with a local service", "Areas without one"),
        sorted(rows, key=lambda row: row.part),
        "Every need has a local service in every authority’s area.",
    )
