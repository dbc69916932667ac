"""What every engine does, and what the two of the databases share."""

from dataclasses import dataclass, field
from typing import Protocol

from django.db import connection

from portal.search.enums import Group
from portal.search.match import Match

Filters = dict[Group, list[str]]
MOST_CANDIDATES = 200


@dataclass
class Found:
    """What an engine found: the keys of rows, the likeliest first, how many there are in all, and counts.

    `counts[group][value]` is how many there would be with that value and without the group's own choice.
    """

    pks: list[int]
    total: int
    counts: dict[Group, dict[str, int]] = field(default_factory=dict)


class Engine(Protocol):
    """Finds what may fit. Raises `EngineDownError` where it cannot be asked.

    `fallen_back` says, after `find`, that another one was to be asked and could not.
    """

    name: str
    fallen_back: bool

    def find(self, match: Match, filters: Filters, most: int = MOST_CANDIDATES, skip: int = 0) -> Found:
        """Return the likeliest `most` rows after the first `skip`, the total, and the counts."""
        ...


class EngineDownError(Exception):
    """The engine cannot be asked just now."""


class EngineBehindError(EngineDownError):
    """The engine answers, but not of what has changed of late."""


class DatabaseEngine:
    """An engine in the site's own database: it needs the SQL that names the rows of a match."""

    name = ""
    fallen_back = False

    def matching(self, match: Match) -> tuple[str, list]:
        """Return SQL, and its values, for the primary keys of all rows that match."""
        raise NotImplementedError

    def likeliest(self, match: Match, where: str, values: list, most: int, skip: int) -> tuple[str, list]:
        """Return SQL, and its values, for the likeliest rows that match and fulfil `where`."""
        raise NotImplementedError

    def find(self, match: Match, filters: Filters, most: int = MOST_CANDIDATES, skip: int = 0) -> Found:
        """Return the likeliest rows, the total and the counts, in two queries."""
        filters = {group: values for group, values in filters.items() if values}
        where, values = _filtered(filters)
        pks = [row[0] for row in _rows(*self.likeliest(match, where, values, most, skip))]
        counts = self._counts(match, filters)
        # Each row is of one kind, and kinds are counted without the choice of kinds.
        kinds = counts[Group.KIND]
        total = sum(kinds.get(kind, 0) for kind in filters.get(Group.KIND, kinds))
        return Found(pks, total, counts)

    def _counts(self, match: Match, filters: Filters) -> dict[Group, dict[str, int]]:
        """Return how many there are of each value, in one query however many groups are chosen from."""
        counts: dict[Group, dict[str, int]] = {group: {} for group in Group}
        free = [group for group in Group if group not in filters]
        wanted = [(free, filters), *(([group], _without(filters, group)) for group in filters)]
        parts = [_count(groups, others) for groups, others in wanted if groups]
        # Found once for all parts: SQLite would else match again for every row of a filter.
        sql, values = self.matching(match)
        values = [*values, *(value for _, own in parts for value in own)]
        sql = f"WITH found AS MATERIALIZED ({sql}) " + " UNION ALL ".join(part for part, _ in parts)
        for group, value, count in _rows(sql, values):
            counts[Group(group)][value] = count
        return counts


def _count(groups: list[Group], filters: Filters) -> tuple[str, list]:
    """Return SQL, and its values, that counts each value of `groups` among what was found and filtered."""
    where, values = _filtered(filters)
    marks = ", ".join(["%s"] * len(groups))
    return (
        'SELECT facet."group", facet.value, count(*) FROM found'
        " JOIN search_searchfacet AS facet ON facet.document_id = found.id"
        f' WHERE facet."group" IN ({marks}) AND {where} GROUP BY 1, 2',
        [*groups, *values],
    )


def _filtered(filters: Filters) -> tuple[str, list]:
    """Return a condition on `found.id`: one of the values of each group."""
    parts, values = ["1 = 1"], []
    for group, chosen in filters.items():
        marks = ", ".join(["%s"] * len(chosen))
        parts.append(
            "found.id IN (SELECT document_id FROM search_searchfacet"
            f' WHERE "group" = %s AND value IN ({marks}))'
        )
        values += [group, *chosen]
    return " AND ".join(parts), values


def _without(filters: Filters, group: Group) -> Filters:
    return {other: values for other, values in filters.items() if other != group}


def _rows(sql: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
