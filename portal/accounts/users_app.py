"""Wagtail's app of users, told to use our forms and lists (it is named so in INSTALLED_APPS)."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleAppConfig(WagtailUsersAppConfig):
    """The same app, with our user screens."""

    user_viewset = "portal.accounts.viewsets.UserViewSet"
