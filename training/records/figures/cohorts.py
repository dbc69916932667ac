"""How many people of each school did each module: counted by the database, shown by suppression.py.

As many queries for two schools as for two hundred. A person counts once in a figure, at the school for which
they acted that day. Records that were corrected or taken back do not count.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.accounts.models import School
from training.models import ModulePage
from training.records.dates import first_day_of, school_year_of
from training.records.figures.suppression import Figure, at_least, figure, in_words, of_all_years
from training.records.models import AssignedItem, LearningRecord, Outcome, Sort

Counts = dict[tuple[int, int], int]  # by school, and number of the page


class Measure(models.TextChoices):
    """What is counted."""

    READ = "read", "have read it"
    PASSED = "passed", "have passed its quiz"
    OPEN = "open", "have it in a plan, not done"


@dataclass(frozen=True)
class Row:
    """One school, with a figure for each module."""

    school: School
    figures: list[Figure]

    @property
    def cells(self) -> list[str]:
        """Return its figures in words."""
        return [in_words(each) for each in self.figures]


def school_years() -> list[int]:
    """Return the school years that have a record of a page or quiz, and this one; the newest first."""
    this_year = school_year_of(timezone.localdate())
    first = LearningRecord.objects.filter(sort__in=(Sort.PAGE, Sort.QUIZ)).aggregate(day=Min("done_on"))[
        "day"
    ]
    return list(range(this_year, school_year_of(first) - 1 if first else this_year - 1, -1))


def rows_of(
    measure: str, modules: Sequence[ModulePage], schools: Sequence[School], years: list[int], year: int | None
) -> list[Row]:
    """Return a row for each of `schools`, which know their `members`.

    In: all school years that have records, and the one that is asked for (None: all). What is in a plan is
    counted as of today, whatever the year.
    """
    by_year: dict[int, Counts] = {}
    if measure == Measure.OPEN:
        counts = _open(modules)
    elif year is None:
        counts, by_year = _counted(_records(measure, modules)), _by_year(_records(measure, modules), years)
    else:
        days = (first_day_of(year), first_day_of(year + 1))
        counts = _counted(_records(measure, modules).filter(done_on__gte=days[0], done_on__lt=days[1]))

    def shown(school: School, module: ModulePage) -> Figure:
        key = (school.pk, module.quiz_id if measure == Measure.PASSED else module.pk)
        each_year = [figure(counts_of.get(key, 0), school.members) for counts_of in by_year.values()]
        if by_year:
            return of_all_years(counts.get(key, 0), school.members, each_year)
        return figure(counts.get(key, 0), school.members)

    return [Row(school, [shown(school, module) for module in modules]) for school in schools]


def sums(rows: Iterable[Row]) -> list[int]:
    """Return, for each module, how many people of all `rows` there are at least."""
    return [at_least(column) for column in zip(*(row.figures for row in rows), strict=True)]


def schools_with_members(area: int | None = None) -> QuerySet[School]:
    """Return the schools, or those of an area, with how many people belong to each."""
    found = School.objects.filter(area=area) if area else School.objects.all()
    members = Count("memberships", filter=Q(memberships__left=None))
    return found.select_related("area").annotate(members=members).order_by("name", "pk")


def _records(measure: str, modules: Sequence[ModulePage]) -> QuerySet[LearningRecord]:
    """Return the records that count: of modules that were read, or of their quizzes that were passed."""
    standing = LearningRecord.objects.standing().filter(school__isnull=False).order_by()
    if measure == Measure.READ:
        numbers = [module.pk for module in modules]
        return standing.filter(sort=Sort.PAGE, outcome=Outcome.DONE, number__in=numbers)
    quizzes = [module.quiz_id for module in modules if module.quiz_id]
    return standing.filter(sort=Sort.QUIZ, outcome=Outcome.PASSED, number__in=quizzes)


def _counted(records: QuerySet) -> Counts:
    rows = records.values_list("school", "number").annotate(people=Count("person", distinct=True))
    return {(school, number): people for school, number, people in rows}


def _by_year(records: QuerySet, years: list[int]) -> dict[int, Counts]:
    """Return how many people there are in each of `years`, the newest of which stands first."""
    when = (When(done_on__gte=first_day_of(year), then=Value(year)) for year in years)
    found = records.annotate(year=Case(*when, output_field=models.IntegerField()))
    rows = found.values_list("year", "school", "number").annotate(people=Count("person", distinct=True))
    counts: dict[int, Counts] = {year: {} for year in years}
    for year, school, number, people in rows:
        counts[year][school, number] = people
    return counts


def _open(modules: Sequence[ModulePage]) -> Counts:
    """Return how many people have a module in a plan of their school that lasts, and have not done it."""
    always = Value(datetime.date.min, output_field=models.DateField())
    done = LearningRecord.objects.standing().filter(
        person=OuterRef("assignment__person"),
        number=OuterRef("number"),
        sort=Sort.PAGE,
        outcome=Outcome.DONE,
        done_on__gte=Coalesce(OuterRef("assignment__counts_from"), always),
    )
    items = AssignedItem.objects.filter(
        ~Exists(done),
        sort=Sort.PAGE,
        number__in=[module.pk for module in modules],
        assignment__ended=None,
        assignment__school__isnull=False,
    )
    rows = items.order_by().values_list("assignment__school", "number")
    counted = rows.annotate(people=Count("assignment__person", distinct=True))
    return {(school, number): people for school, number, people in counted}
