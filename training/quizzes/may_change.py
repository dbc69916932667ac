"""What somebody may change of quizzes, in the admin: each asks once, however many there are."""

from django.db.models import QuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from training.enums import Holds
from training.models import ModulePage, TrainingShelfPage
from training.quizzes.models import QuizPage


def quizzes_of(user) -> QuerySet[QuizPage]:
    """Return the quizzes that `user` may change: whose figures they read, and whose questions they export."""
    return PagePermissionPolicy(QuizPage).instances_user_has_permission_for(user, "change")


def modules_for(user) -> QuerySet[ModulePage]:
    """Return the modules that `user` may change: to those a new quiz can be attached."""
    modules = PagePermissionPolicy(ModulePage).instances_user_has_permission_for(user, "change")
    return modules.order_by("code", "title").select_related("quiz")


def shelf_for(user) -> TrainingShelfPage | None:
    """Return where quizzes stand, where `user` may add one."""
    shelf = TrainingShelfPage.objects.filter(holds=Holds.QUIZ).first()
    return shelf if shelf and shelf.permissions_for_user(user).can_add_subpage() else None
