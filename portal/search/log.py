"""Keep what was looked for, so that editors see what nobody finds. The answer never waits for it."""

import datetime
import logging
import re
import uuid

from django.db import DatabaseError, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from portal.search import analysis, redact
from portal.search.enums import Group
from portal.search.models import SearchLog, SearchTerm

log = logging.getLogger(__name__)

RARE = 3  # searches of the same words; fewer may be about one person
RARE_KEPT = datetime.timedelta(days=30)
KEPT = datetime.timedelta(days=396)  # thirteen months
DEEPEST_CLICK = 200

_MACHINE = re.compile(r"bot|crawl|spider|slurp|preview|scan|monitor|^(?:curl|wget|python)", re.IGNORECASE)


def is_counted(request) -> bool:
    """Return whether a person asked, and means to read the answer: no machine, no page fetched ahead."""
    ahead = f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}"
    agent = request.headers.get("User-Agent", "")
    return request.method == "GET" and "prefetch" not in ahead and bool(agent) and not _MACHINE.search(agent)


def row_of(results, milliseconds: int) -> SearchLog:
    """Return what is to be kept of a search, not saved; a click is tied to it by its key, drawn by lot."""
    return SearchLog(
        query=results.query.text,
        results=results.total,
        relaxed=results.relaxed,
        corrected=bool(results.corrected),
        kinds=" ".join(results.filters.get(Group.KIND, []))[:200],
        engine=results.engine,
        milliseconds=milliseconds,
    )


def write_after(response, row: SearchLog) -> None:
    """Write `row` once `response` has been sent: a database that is busy keeps nobody waiting."""
    response._resource_closers.append(lambda: _write(row))


def _write(row: SearchLog) -> None:
    try:
        row.query = redact.redacted(row.query, _known(row.query))
        if row.query:
            with transaction.atomic():
                row.save(force_insert=True)
    except DatabaseError:
        log.warning("search_not_logged", exc_info=True)


def _known(typed: str) -> frozenset[str]:
    """Return those of the words that the index holds; asked only where capitals may make a name."""
    if not re.search(r"\b[A-Z]", typed):
        return frozenset()
    rows = SearchTerm.objects.filter(is_stem=False, text__in=analysis.words(typed), documents__gt=0)
    return frozenset(rows.values_list("text", flat=True))


def clicked(searched: str, rank: str, key: str) -> None:
    """Write down which result of a search was opened, the first time; whatever is not so is left."""
    try:
        place = int(rank)
        found = SearchLog.objects.filter(pk=uuid.UUID(searched), clicked_rank=None, results__gte=place)
        if 1 <= place <= DEEPEST_CLICK:
            found.update(clicked_rank=place, clicked_key=key[:120])
    except (ValueError, DatabaseError):
        log.info("click_not_logged")


def over() -> dict[str, QuerySet]:
    """Return what few have asked for and is older than 30 days, and the rest that is older than 13 months."""
    today = timezone.localdate()
    often = SearchLog.objects.order_by().values("query").annotate(times=Count("pk")).filter(times__gte=RARE)
    rows, often = SearchLog.objects.all(), often.values("query")
    return {
        "searches of few": rows.filter(day__lt=today - RARE_KEPT).exclude(query__in=often),
        "searches": rows.filter(day__lt=today - KEPT, query__in=often),
    }
