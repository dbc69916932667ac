"""What rests on which guidance, asked of every kind of governed thing in one query."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, IntegerField, Model, Value

from portal.content.models import Governed

Citations = dict[type[Model], dict[int, set[int]]]


def citations(records: Iterable[int]) -> Citations:
    """Return {kind: {key of a thing: keys of the records it cites}} for the keys `records`; drafts too.

    Wagtail's reference index does not follow many-to-many fields, so the tables are asked themselves.
    """
    kinds, records = Governed.kinds(), list(records)
    first, *others = [_cited(kind, number, records) for number, kind in enumerate(kinds)]
    found: Citations = defaultdict(lambda: defaultdict(set))
    for number, pk, record in first.union(*others, all=True):
        found[kinds[number]][pk].add(record)
    return found


def _cited(kind: type[Model], number: int, records: list[int]):
    """Return the query for (number, thing, record) of one kind."""
    field = kind._meta.get_field("cites")
    record = f"{field.m2m_reverse_field_name()}_id"
    rows = field.remote_field.through._default_manager.order_by().filter(**{f"{record}__in": records})
    columns = {
        "which": Value(number, output_field=IntegerField()),
        "thing": F(f"{field.m2m_field_name()}_id"),
        "record": F(record),
    }
    return rows.annotate(**columns).values_list("which", "thing", "record")
