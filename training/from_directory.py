"""What the directory, and a school's own links with it, put into the tables of a sheet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from directory.models import Service
from directory.querysets import NATIONAL
from directory.school_view import links_of
from portal.content.models import HelpWith
from training.sheets.live import LiveRow, Rows, keys_posted, sources_of, with_rows
from training.sheets.tree import Sheet, Source

GONE = "No longer in the list"
NONE = "None in the directory"
MOST_NAMED = 6  # services beside one need; the others are counted


def sheet_with_rows(sheet: Sheet, user, names: Iterable[str] = (), begins: bool = False) -> Sheet:
    """Return `sheet` with the rows of the directory where it `begins` with them, or `names` speak of some.

    `names` are those of cells that somebody has filled in.
    """
    names = list(names)
    if not begins and not keys_posted(sheet, names):
        return sheet
    return with_rows(sheet, rows_for(sheet, user, names))


def rows_for(sheet: Sheet, user, posted: Iterable[str] = ()) -> Rows:
    """Return the rows for the tables of `sheet`, by their source.

    The services are those that the school of `user` uses now; somebody without a school gets none. `posted`
    are names of cells: a row that was on the form and has left the directory since keeps its place.
    """
    wanted = sources_of(sheet)
    keys = keys_posted(sheet, list(posted)) if wanted else []
    rows: dict[Source, Sequence[LiveRow]] = {}
    if Source.SCHOOL in wanted:
        there = school_rows(user.school) if user.is_authenticated and user.school else []
        rows[Source.SCHOOL] = [*there, *_others(there, [key for key in keys if key.startswith("s")])]
    if Source.NEEDS in wanted:
        rows[Source.NEEDS] = need_rows()
    return rows


def _others(rows: list[LiveRow], keys: list[str]) -> list[LiveRow]:
    """Return rows for what was answered about services that are not among `rows` (any more)."""
    there = {row.key for row in rows}
    missing = [key for key in keys if key not in there]
    if not missing:
        return []
    named = Service.objects.published().filter(pk__in=[int(key[1:]) for key in missing])
    heads = {f"s{pk}": name for pk, name in named.values_list("pk", "organization__name")}
    return [LiveRow(key, heads.get(key, GONE)) for key in missing]


def school_rows(school) -> list[LiveRow]:
    """Return a row for each service that `school` works with, by its provider, then its name."""
    rows, _ = links_of(school)
    needs = _needs_of([row["service"].pk for row in rows])
    made = [_school_row(row, needs) for row in rows]
    return sorted(made, key=lambda row: (row.head.casefold(), row.says["service"].casefold()))


def _school_row(row: dict, needs) -> LiveRow:
    service, link, phone = row["service"], row["link"], row["phone"]
    people = [link.link_person, link.role, f"Cover: {link.cover}" if link.cover else ""]
    return LiveRow(
        f"s{service.pk}",
        str(service.organization),
        {
            "service": service.name,
            "summary": service.summary,
            "used": "Yes" if link.used_now else "Lapsed",
            "reach": "\n".join(filter(None, [str(phone) if phone else "", service.email])),
            "link": "\n".join(filter(None, people)),
            "needs": "\n".join(needs[service.pk]),
            "confirmed": link.confirmed_on.isoformat() if link.confirmed_on else "",
        },
    )


def _needs_of(services: list[int]) -> dict[int, list[str]]:
    """Return the names of the needs of each service: one query."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = Service.help_with.through.objects.filter(service__in=services).order_by("helpwith__order")
    for service, name in rows.values_list("service", "helpwith__name"):
        found[service].append(name)
    return found


def need_rows() -> list[LiveRow]:
    """Return a row for each need with the services of the directory that help with it: two queries.

    National helplines do not fill a gap near the school: a need that only they help with has none.
    """
    names: defaultdict[int, list[str]] = defaultdict(list)
    local = Service.objects.in_lists().exclude(kind__in=NATIONAL)
    for need, name in local.order_by("name").values_list("help_with", "name"):
        names[need].append(name)
    return [
        LiveRow(f"n{need.pk}", need.name, {"services": _listed(names[need.pk])})
        for need in HelpWith.objects.all()
    ]


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    named = ", ".join(names[:MOST_NAMED]) or NONE
    return f"{named} and {more} more" if more > 0 else named
