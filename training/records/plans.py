"""Training plans: who sees and changes which; build one, copy one. The portal's own have no school."""

import datetime
import uuid
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from portal.accounts.memberships import is_lead
from portal.accounts.models import School
from training.models import ActivityPage, ModulePage, ResourceSheetPage, TrainingPage
from training.quizzes.models import QuizPage
from training.records.models import AssignedItem, Plan, PlanGroup, PlanItem
from training.records.models.learning import Sort

PAGES = (ModulePage, ActivityPage, ResourceSheetPage, QuizPage)
SORTS_OF_PAGES = (Sort.PAGE, Sort.QUIZ)
MOST_OF_A_SCHOOL = 50
MOST_GROUPS = 12
MOST_ITEMS = 60
PRESSED_TWICE = datetime.timedelta(seconds=10)  # so close together two copies are one
WRITES_TEMPLATES = "training.publish_own_pages"  # trainers and editors: they publish for every school


@dataclass(frozen=True)
class Entry:
    """One thing of a plan, as a form or a file says it. A page has a number, all else a key."""

    sort: str
    title: str
    number: int | None = None
    key: str = ""
    note: str = ""
    minutes: int = 0


@dataclass(frozen=True)
class Group:
    """A part of a plan, as a form or a file says it."""

    title: str
    entries: tuple[Entry, ...] = ()
    needed: int | None = None


@dataclass(frozen=True)
class Content:
    """All that somebody says about a plan."""

    name: str
    about: str = ""
    for_whom: str = ""
    is_induction: bool = False
    groups: tuple[Group, ...] = field(default=())


class MeanwhileError(Exception):
    """Somebody changed the plan since its reader began."""


class FullError(Exception):
    """The school, or the portal, has as many plans in use as it may."""


def templates() -> QuerySet[Plan]:
    """Return the portal's own plans, which every school may copy and everybody may follow."""
    return Plan.objects.filter(school=None, put_away=False)


def of_school(school) -> QuerySet[Plan]:
    """Return the plans of a school; in: a school, or its number, or None for none."""
    return Plan.objects.filter(school=school) if school else Plan.objects.none()


def seen_by(user) -> QuerySet[Plan]:
    """Return the plans that `user` may look at and choose: the portal's, and those of their school."""
    ours = Q(school=user.school_id) if user.is_authenticated and user.school_id else Q(pk=None)
    return Plan.objects.filter(Q(school=None) | ours, put_away=False)


def changed_by(user) -> QuerySet[Plan]:
    """Return the plans that `user` may change: a lead those of the school, a trainer the portal's."""
    if not user.is_authenticated:
        return Plan.objects.none()
    mine = Q(school=user.school_id) if is_lead(user) else Q(pk=None)
    return Plan.objects.filter(mine | Q(school=None) if user.has_perm(WRITES_TEMPLATES) else mine)


def entry_of(page: TrainingPage) -> Entry:
    """Return a page as a thing of a plan."""
    page = page.specific
    sort = Sort.QUIZ if isinstance(page, QuizPage) else Sort.PAGE
    return Entry(sort, page.title, number=page.pk, minutes=getattr(page, "minutes", 0) or 0)


def content_of(plan: Plan) -> Content:
    """Return all that `plan` says: what a form begins with, and what a copy is made of."""
    groups = tuple(
        Group(
            group.title,
            tuple(
                Entry(one.sort, one.title, one.number, one.key, one.note, one.minutes)
                for one in group.items.all()
            ),
            group.needed,
        )
        for group in plan.groups.prefetch_related("items")
    )
    return Content(plan.name, plan.about, plan.for_whom, plan.is_induction, groups)


@transaction.atomic
def add(content: Content, *, school=None, maker=None) -> Plan:
    """Return a new plan of `school`, or of the portal. Raises FullError."""
    _look_for_room(school)
    plan = Plan.objects.create(school=school, maker=maker, **_words(content))
    _write_groups(plan, content)
    return plan


@transaction.atomic
def copy(plan: Plan, *, school, maker) -> Plan:
    """Return a copy of `plan` for a school. What is done for the one counts for the other: keys stay.

    Pressed twice it is one: whoever made the same copy a moment ago gets that. Raises FullError.
    """
    _hold(school)
    content = content_of(plan)
    just_made = Plan.objects.filter(school=school, maker=maker, version=1, put_away=False)
    just_made = just_made.filter(maker__isnull=False, changed__gt=timezone.now() - PRESSED_TWICE)
    there = next((one for one in just_made if content_of(one) == content), None)
    return there or add(content, school=school, maker=maker)


@transaction.atomic
def change(plan: Plan, content: Content, seen: int) -> None:
    """Write `content` over `plan`. Who has the plan keeps their copy; see assigning.py.

    In: the version that the writer began with. Raises MeanwhileError where it is another by now; nothing
    is written then.
    """
    as_seen = Plan.objects.filter(pk=plan.pk, version=seen)
    if not as_seen.update(**_words(content), version=F("version") + 1, changed=timezone.now()):
        raise MeanwhileError
    plan.refresh_from_db()
    plan.groups.all().delete()
    _write_groups(plan, content)


@transaction.atomic
def put_away(plan: Plan, away: bool) -> None:
    """Put `plan` away, so that nobody gets it any more, or take it out again. Raises FullError."""
    if not away and plan.put_away:
        _look_for_room(plan.school)
    Plan.objects.filter(pk=plan.pk).update(put_away=away)


def keys_of(plan: Plan) -> set[str]:
    """Return the keys that things of `plan` have, or had in a list that somebody was given."""
    now = PlanItem.objects.filter(group__plan=plan).exclude(key="").values_list("key", flat=True)
    given = AssignedItem.objects.filter(assignment__plan=plan).exclude(key="").values_list("key", flat=True)
    return {*now, *given.distinct()}


def _hold(school) -> None:
    if school:
        School.objects.select_for_update().get(pk=school.pk)  # two leads at once take turns


def _look_for_room(school) -> None:
    _hold(school)
    if Plan.objects.filter(school=school, put_away=False).count() >= MOST_OF_A_SCHOOL:
        raise FullError


def _words(content: Content) -> dict:
    return {
        "name": content.name,
        "about": content.about,
        "for_whom": content.for_whom,
        "is_induction": content.is_induction,
    }


def _write_groups(plan: Plan, content: Content) -> None:
    for place, group in enumerate(content.groups):
        row = PlanGroup.objects.create(plan=plan, title=group.title, needed=group.needed, order=place)
        PlanItem.objects.bulk_create(
            PlanItem(
                group=row,
                sort=entry.sort,
                title=entry.title,
                number=entry.number,
                key=entry.key or ("" if entry.number else uuid.uuid4().hex),
                note=entry.note,
                minutes=entry.minutes,
                order=order,
            )
            for order, entry in enumerate(group.entries)
        )
