"""The requirements of a school, as its lead keeps them: which there are, for whom, and in words."""

import calendar

from django.db import transaction
from django.db.models import Q, QuerySet

from portal.accounts.memberships import current
from portal.accounts.models import School
from training.records.models import Assignment, Plan, Requirement
from training.records.rhythm import meets, plain_title

MOST_OF_A_SCHOOL = 50
LONGEST_TITLE = 100
EVERYBODY = "Everybody"


class ThereAlreadyError(Exception):
    """The school has the same requirement."""


def of_school(school) -> QuerySet[Requirement]:
    """Return the requirements of a school; nobody else's can be reached from here."""
    return Requirement.objects.filter(school=school).select_related("plan")


def plans_for(school, also: int | None = None) -> QuerySet[Plan]:
    """Return the plans that a school may require: its own and the portal's; `also` one that was put away."""
    return Plan.objects.filter(Q(put_away=False, school=None) | Q(put_away=False, school=school) | Q(pk=also))


def giving_again(assignment: Assignment) -> list[Requirement]:
    """Return the requirements by which whoever has `assignment` gets its plan again, were it taken away."""
    person = {"person": assignment.person_id, "person__is_active": True}
    member = current(school=assignment.school_id, **person).first()
    rules = of_school(assignment.school_id).filter(plan=assignment.plan_id, plan__put_away=False)
    return [rule for rule in rules if member and meets(rule.job_title, member.job_title)]


def job_titles(school) -> list[str]:
    """Return the job titles that people of `school` have, sorted, each once whatever its capitals."""
    found: dict[str, str] = {}
    for title in current(school=school).order_by("pk").values_list("job_title", flat=True):
        title = title.strip()
        if title and len(title) <= LONGEST_TITLE:
            found.setdefault(plain_title(title), title)
    return [found[key] for key in sorted(found)]


def with_counts(school) -> list[tuple[Requirement, int]]:
    """Return each requirement of `school` with how many people it meets today: two queries."""
    titles = list(current(school=school, person__is_active=True).values_list("job_title", flat=True))
    return [(rule, sum(meets(rule.job_title, title) for title in titles)) for rule in of_school(school)]


@transaction.atomic
def keep(rule: Requirement) -> None:
    """Save a requirement. Raises ThereAlreadyError where the school has it: two presses at once are one."""
    School.objects.select_for_update().get(pk=rule.school_id)
    others = of_school(rule.school_id).filter(plan=rule.plan_id).exclude(pk=rule.pk)
    if any(plain_title(one.job_title) == plain_title(rule.job_title) for one in others):
        raise ThereAlreadyError
    rule.save()


def in_words(rule: Requirement) -> str:
    """Return for whom and how often: "Everybody, every 12 months"."""
    return f"{rule.job_title or EVERYBODY}, {rhythm_in_words(rule)}"


def rhythm_in_words(rule: Requirement) -> str:
    """Return how often: "every 12 months", "each school year by 31 October"."""
    if rule.every_months is None:
        return f"each school year by {rule.by_day} {calendar.month_name[rule.by_month or 0]}"
    return "every month" if rule.every_months == 1 else f"every {rule.every_months} months"
