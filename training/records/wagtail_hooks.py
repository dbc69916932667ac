"""What the records add to Wagtail's admin: figures, and the screen that revokes a certificate."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from training.records.figures.modules import may_read_some
from training.records.permissions import REVOKES
from training.records.views.figures import FiguresView, MissedView
from training.records.views.revoke import LOG_ACTION, RevokeView


@hooks.register("register_admin_urls")
def records_urls():
    """Add the addresses of both."""
    return [
        path("reports/training/", FiguresView.as_view(), name="training_figures"),
        path("reports/training/missed/", MissedView.as_view(), name="training_missed"),
        path("certificates/", RevokeView.as_view(), name="revoke_certificate"),
    ]


class FiguresItem(MenuItem):
    """The figures, for those who may change modules."""

    def is_shown(self, request):
        return may_read_some(request.user)


@hooks.register("register_reports_menu_item")
def figures_item():
    """Offer the figures."""
    address = reverse("training_figures")
    return FiguresItem("Training figures", address, name="training-figures", icon_name="group", order=886)


class RevokeItem(MenuItem):
    """The screen, for those who may revoke."""

    def is_shown(self, request):
        return request.user.has_perm(REVOKES)


@hooks.register("register_settings_menu_item")
def revoke_item():
    """Offer the screen among the settings: it is needed seldom."""
    address = reverse("revoke_certificate")
    return RevokeItem(
        "Revoke a certificate", address, name="revoke-certificate", icon_name="cross", order=900
    )


@hooks.register("register_log_actions")
def name_revocations_in_histories(actions):
    """Let the site's history say that a certificate was revoked: by its row, without the name on it."""

    @actions.register_action(LOG_ACTION)
    class Revoked(LogFormatter):
        label = "Revoke a certificate"
        message = "Certificate revoked"
