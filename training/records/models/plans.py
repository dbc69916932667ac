"""Training plans: what people are to do, and what each of them was given."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from training.records.models.learning import Sort


class Plan(models.Model):
    """A list of things to do, in groups. Without a school it is the portal's own, which schools copy."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    about = models.TextField("what it is for", blank=True)
    for_whom = models.CharField("for whom", max_length=100, blank=True)
    school = models.ForeignKey(
        "accounts.School", null=True, blank=True, on_delete=models.CASCADE, related_name="plans"
    )
    # Who answers for it. Without anybody it is its school's alone: the account was erased.
    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="plans"
    )
    is_induction = models.BooleanField("the first plan of new staff", default=False)
    version = models.PositiveIntegerField(default=1)  # rises with each change, so that none is lost
    changed = models.DateTimeField(default=timezone.now)
    put_away = models.BooleanField(default=False)  # nobody gets it any more; who has it goes on

    wagtail_reference_index_ignore = True  # what a school asks of its staff is nobody's business in the admin

    class Meta:
        ordering = ["-is_induction", "name", "pk"]

    def __str__(self):
        return self.name


class PlanGroup(models.Model):
    """A part of a plan: all of it is to be done, or `needed` of its items."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="groups")
    title = models.CharField(max_length=120)
    needed = models.PositiveSmallIntegerField(null=True, blank=True)  # None: all
    order = models.PositiveSmallIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.title


class ToDo(models.Model):
    """What an item of a plan and its copy have in common. The page may go: number and title stay."""

    sort = models.CharField(max_length=10, choices=Sort.choices)
    number = models.PositiveIntegerField(null=True, blank=True)  # of a page
    key = models.CharField(max_length=100, blank=True)  # of what is no page; copies keep it
    title = models.CharField(max_length=300)
    note = models.CharField(max_length=300, blank=True)  # what exactly to do, in the words of the plan
    minutes = models.PositiveSmallIntegerField(default=0)
    order = models.PositiveSmallIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    @property
    def what(self) -> tuple[int | None, str]:
        """Return what tells it from others, and finds its records: the number of a page, or a key."""
        return (self.number, self.key)


class PlanItem(ToDo):
    """One thing of a plan."""

    group = models.ForeignKey(PlanGroup, on_delete=models.CASCADE, related_name="items")

    class Meta:
        ordering = ["group__order", "order", "pk"]


class AssignmentQuerySet(models.QuerySet):
    """Finds the ones that last."""

    def current(self):
        """Return those that were not ended."""
        return self.filter(ended=None)


class Assignment(models.Model):
    """A plan that one person has: given by their school, or chosen. Its items are a copy of its own.

    What counts for it are the person's records; nothing is written here when something is done.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    # Which school gave it; without one the person chose it.
    school = models.ForeignKey(
        "accounts.School", null=True, blank=True, on_delete=models.CASCADE, related_name="assignments"
    )
    plan = models.ForeignKey(Plan, null=True, on_delete=models.SET_NULL, related_name="assignments")
    name = models.CharField(max_length=120)
    version = models.PositiveIntegerField()  # of the plan, when its items were copied
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    requirement = models.ForeignKey(
        "records.Requirement", null=True, blank=True, on_delete=models.SET_NULL, related_name="assignments"
    )
    # A refresher is a new cycle, for which only what is done from this day on counts.
    cycle = models.PositiveSmallIntegerField(default=1)
    counts_from = models.DateField(null=True, blank=True)
    ended = models.DateField(null=True)

    objects = AssignmentQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["given_on", "pk"]
        indexes = [
            models.Index(fields=["school", "plan"], name="assignment_of_school"),
            models.Index(fields=["due_on"], name="assignment_by_due_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "plan", "school"],
                condition=Q(ended=None, school__isnull=False),
                name="assignment_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["person", "plan"],
                condition=Q(ended=None, school=None),
                name="plan_chosen_once_at_a_time",
            ),
        ]

    def __str__(self):
        """Return no word about the person: this may stand in a log."""
        return f"Assignment {self.pk}"

    @property
    def is_chosen(self) -> bool:
        """Return whether the person chose it themselves."""
        return self.school_id is None

    def days_left(self, today: datetime.date) -> int | None:
        """Return the days until it is due, below 0 when that is over; None where it never is."""
        return (self.due_on - today).days if self.due_on else None


class AssignedItem(ToDo):
    """One thing that a person is to do, as it was when they got it."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="items")
    group = models.CharField(max_length=120)
    group_order = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField(null=True, blank=True)  # of its group; None: all

    class Meta:
        ordering = ["group_order", "order", "pk"]
