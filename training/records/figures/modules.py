"""Whose figures somebody reads, and which of those modules are out of date."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from training.models import ModulePage
from training.quizzes import may_change
from training.quizzes.models import QuizPage
from training.records.figures.suppression import FEWEST, Figure, figure, in_words
from training.records.models import LearningRecord, Outcome, Sort


def may_read_some(user) -> bool:
    """Return whether `user` may change any module, were there one."""
    return PagePermissionPolicy(ModulePage).user_has_permission(user, "change")


def modules_of(user) -> QuerySet[ModulePage]:
    """Return the published modules whose figures `user` reads: what they may change, or look after."""
    return _published(may_change.modules_for(user), user).order_by("code", "title", "pk")


def quizzes_read_by(user) -> QuerySet[QuizPage]:
    """Return the published quizzes whose most missed questions `user` reads: by the same rule."""
    return _published(may_change.quizzes_of(user), user).order_by("title", "pk")


def _published(changed: QuerySet, user) -> QuerySet:
    return changed.model.objects.live().filter(Q(pk__in=changed.values("pk")) | Q(maintainer=user))


@dataclass(frozen=True)
class State:
    """A module, with how many people read it, and how many of them the version of today."""

    module: ModulePage
    people: int
    read_this_version: int

    @property
    def most_read_an_older(self) -> bool:
        """Return whether most who read it did not read the version of today."""
        return self.people >= FEWEST and 2 * self.read_this_version < self.people

    @property
    def figures(self) -> list[Figure]:
        """Return both numbers as they may be shown."""
        return [figure(each, self.people) for each in (self.people, self.read_this_version)]

    @property
    def in_words(self) -> list[str]:
        """Return both as pages write them."""
        return [in_words(each) for each in self.figures]

    @property
    def is_out_of_date(self) -> bool:
        """Return whether somebody should see to it."""
        return self.most_read_an_older or self.module.is_review_overdue


def states_of(modules: Sequence[ModulePage]) -> list[State]:
    """Return how up to date `modules` are, those first that somebody should see to."""
    read = LearningRecord.objects.standing().filter(
        sort=Sort.PAGE, outcome=Outcome.DONE, number__in=[module.pk for module in modules]
    )
    people = Count("person", distinct=True)
    all_of = dict(read.order_by().values_list("number").annotate(people))
    by_version = read.order_by().values_list("number", "version").annotate(people)
    newest = {(number, version): count for number, version, count in by_version}
    states = [
        State(module, all_of.get(module.pk, 0), newest.get((module.pk, str(module.version)), 0))
        for module in modules
    ]
    return sorted(states, key=lambda state: not state.is_out_of_date)
