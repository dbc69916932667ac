"""The part of import and export in Wagtail's admin: addresses, and buttons where quizzes are edited."""

from django.urls import path, re_path, reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from training.enums import Holds
from training.models import TrainingShelfPage
from training.quizzes.models import QuizPage
from training.quizzes.views.transfer import MAY_IMPORT, ExportFileView, ExportView, ImportView


@hooks.register("register_admin_urls")
def transfer_urls():
    """Add the addresses of import and export."""
    return [
        path("quizzes/import/", ImportView.as_view(), name="quizzes_import"),
        path("quizzes/<int:pk>/export/", ExportView.as_view(), name="quizzes_export"),
        re_path(
            r"^quizzes/(?P<pk>\d+)/export/(?P<written_as>gift|moodle-xml)/$",
            ExportFileView.as_view(),
            name="quizzes_export_file",
        ),
    ]


@hooks.register("register_page_header_buttons")
def transfer_buttons(page, user, view_name, next_url=None):
    """Offer import and export at a quiz, and import at the shelf of quizzes."""
    page = page.specific_deferred
    if not user.has_perm(MAY_IMPORT):
        return
    address = reverse("quizzes_import")
    if isinstance(page, QuizPage) and page.permissions_for_user(user).can_edit():
        yield Button("Import questions", f"{address}?quiz={page.pk}", icon_name="upload", priority=80)
        yield Button(
            "Export questions", reverse("quizzes_export", args=[page.pk]), icon_name="download", priority=81
        )
    elif isinstance(page, TrainingShelfPage) and page.holds == Holds.QUIZ:
        yield Button("Import a quiz", address, icon_name="upload", priority=80)
