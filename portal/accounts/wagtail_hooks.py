"""What this app adds to Wagtail's admin."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from portal.accounts import memberships
from portal.accounts.models import User
from portal.accounts.viewsets import SchoolViewSet

register_snippet(SchoolViewSet)


@hooks.register("register_user_listing_buttons")
def reset_second_factor_button(user, request_user):
    """Offer to take away a lost second factor, for people who have one."""
    if getattr(user, "has_second_factor", False) and request_user.has_perm("accounts.change_user"):
        yield Button(
            "Reset second factor",
            reverse("accounts:reset_second_factor", args=[user.public_id]),
            icon_name="key",
            priority=50,
        )


@hooks.register("register_log_actions")
def log_actions(actions):
    """Name what we write into Wagtail's history of a person."""
    actions.register_action(
        "accounts.second_factor_reset", "Second factor reset", "The second factor was taken away"
    )


@hooks.register("after_bulk_action")
def memberships_follow(request, action_type, objects, action):
    """Keep the memberships of people whose role was changed for several at once."""
    if action.model is User and action_type == "assign_role":
        for person in User.objects.filter(pk__in=[person.pk for person in objects]).exclude(school=None):
            memberships.follow_account(person)


@hooks.register("before_bulk_action")
def leave_superusers_alone(request, action_type, objects, action):
    """Refuse (403) to change several people at once when one is a superuser and the person asking is none.

    The form of one person refuses it too (`viewsets.EditView`); Wagtail's bulk actions ask for the
    permission to change people only.
    """
    if request.user.is_superuser or action.model is not User:
        return
    if any(user.is_superuser for user in objects):
        raise PermissionDenied
