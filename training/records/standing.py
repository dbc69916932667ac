"""How far people are with what they were given: the rules of progress.py over what stands in the database.

Always for many at once: three queries, whether for two people or for fifty.
"""

from collections.abc import Collection, Iterable

from django.db.models import Q

from training.models import ModulePage
from training.records.models import AssignedItem, Assignment, LearningRecord, Outcome
from training.records.progress import Fact, Item, Progress, Thing, progress_of

OF_ITEM = ("assignment_id", *Thing.__annotations__, *Item.__annotations__)
COLUMNS = ("person", "sort", "number", "key", "version", "done_on", "outcome")


def progress_by_assignment(assignments: Collection[Assignment], seen_by=None) -> dict[int, Progress]:
    """Return how far each is, by the number of the assignment; `seen_by` a school, as it may see it."""
    items: dict[int, list[Item]] = {one.pk: [] for one in assignments}
    rows = AssignedItem.objects.filter(assignment__in=items)
    for item in rows.values_list(*OF_ITEM, named=True):  # hundreds: a model of each costs more than the query
        items[item.assignment_id].append(item)
    facts = facts_by_person({one.person_id for one in assignments}, _sorts(items.values()), seen_by)
    again = read_again_from(item.number for rows in items.values() for item in rows if item.number)
    return {
        one.pk: progress_of(items[one.pk], facts.get(one.person_id, ()), one.counts_from, again)
        for one in assignments
    }


def facts_by_person(
    people: Collection[int], sorts: Collection[str] | None = None, seen_by=None
) -> dict[int, list[Fact]]:
    """Return what the records that stand say of each person, by their number.

    A school that looks (`seen_by`) sees what was done elsewhere, and not what was not passed elsewhere.
    """
    records = LearningRecord.objects.standing().filter(person__in=people).order_by()
    if seen_by is not None:
        records = records.filter(seen_by_school(seen_by))
    if sorts is not None:
        records = records.filter(sort__in=sorts)
    found: dict[int, list[Fact]] = {}
    for person, *said in records.values_list(*COLUMNS):
        found.setdefault(person, []).append(Fact(*said))
    return found


def seen_by_school(school) -> Q:
    """Return which records a school may see of those that count for its plans."""
    return ~Q(outcome=Outcome.NOT_YET) | Q(school=school)


def read_again_from(numbers: Iterable[int]) -> dict[int, int]:
    """Return the modules that their editor asks to read again, and from which version on that will do."""
    marked = ModulePage.objects.filter(pk__in=set(numbers), read_again_from__isnull=False)
    return dict(marked.values_list("pk", "read_again_from"))


def _sorts(items: Iterable[list[Item]]) -> set[str]:
    return {item.sort for rows in items for item in rows}
