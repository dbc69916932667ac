"""What the directory adds to Wagtail's admin: its menu, buttons, and its part of histories."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from directory.models import Service
from directory.viewsets import DirectoryGroup
from directory.viewsets.bulk_check import CheckedTodayAction
from directory.viewsets.checks import add_check_url
from directory.viewsets.copied_numbers import CopiedNumbersView
from directory.viewsets.health import HealthView
from directory.viewsets.merge import MAY_MERGE, MergeView
from directory.viewsets.panel import DuePanel

register_snippet(DirectoryGroup)
hooks.register("register_bulk_action", CheckedTodayAction)


@hooks.register("register_snippet_listing_buttons")
def add_check_button(snippet, user, next_url=None):
    """Offer to write down a check, beside each service."""
    if isinstance(snippet, Service) and user.has_perm("directory.add_assurance"):
        yield Button("Add a check", add_check_url(snippet), icon_name="clipboard-list", priority=15)


@hooks.register("register_snippet_listing_buttons")
def add_merge_button(snippet, user, next_url=None):
    """Offer to make one entry of two, beside each service that still runs."""
    if isinstance(snippet, Service) and snippet.live and not snippet.is_gone and user.has_perm(MAY_MERGE):
        address = reverse("directory_merge", args=[snippet.pk])
        yield Button("Merge with another", address, icon_name="link", priority=16)


@hooks.register("register_admin_urls")
def merge_urls():
    """Add the address of the screen that merges."""
    return [path("directory/merge/<int:pk>/", MergeView.as_view(), name="directory_merge")]


@hooks.register("register_log_actions")
def name_merges_in_histories(actions):
    """Let the history of both entries say that they were merged."""

    @actions.register_action("directory.merge")
    class Merged(LogFormatter):
        label = "Entries merged"

        def format_message(self, log_entry):
            return f"Merge: {log_entry.data.get('said', '')}"


@hooks.register("register_admin_urls")
def report_urls():
    """Add the addresses of our reports."""
    return [
        path("reports/copied-numbers/", CopiedNumbersView.as_view(), name="directory_copied_numbers"),
        path("reports/directory-health/", HealthView.as_view(), name="directory_health"),
    ]


class DirectoryReport(MenuItem):
    """A report for those who may change services."""

    def is_shown(self, request):
        return request.user.has_perm("directory.change_service")


@hooks.register("construct_homepage_panels")
def say_what_is_due(request, panels):
    """Put what is due at the top of the admin's first page."""
    panels.append(DuePanel())


@hooks.register("register_reports_menu_item")
def copied_numbers_item():
    """Offer the report of copied numbers."""
    address = reverse("directory_copied_numbers")
    return DirectoryReport("Copied numbers", address, name="copied-numbers", icon_name="warning", order=900)


@hooks.register("register_reports_menu_item")
def health_item():
    """Offer the report on the health of the directory."""
    address = reverse("directory_health")
    return DirectoryReport(
        "Health of the directory", address, name="directory-health", icon_name="success", order=890
    )


@hooks.register("register_log_actions")
def name_reports_in_histories(actions):
    """Let the history of an entry say what readers reported, and what came of it."""

    @actions.register_action("directory.report")
    class Reported(LogFormatter):
        label = "Reported by a reader"

        def format_message(self, log_entry):
            return f"A reader reported: {log_entry.data.get('said', '')}"

    @actions.register_action("directory.report_outcome")
    class ActedOn(LogFormatter):
        label = "Report acted on"

        def format_message(self, log_entry):
            return f"What came of a report: {log_entry.data.get('said', '')}"


@hooks.register("register_log_actions")
def name_number_changes_in_histories(actions):
    """Let the history of an entry say who asked for a new number, and who agreed."""
    for word in ("asked for", "agreed", "declined"):
        name = f"directory.number_change_{word.split()[0]}"
        actions.register_action(name)(
            type("NumberChanged", (NumberChanged,), {"label": f"New number {word}"})
        )


class NumberChanged(LogFormatter):
    """One line of an entry's history about its numbers."""

    def format_message(self, log_entry):
        return f"{self.label}: {log_entry.data.get('said', '')}"
