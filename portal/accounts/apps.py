"""The app of people: who may sign in, for which school, in which role."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Users, schools, invitations and roles."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self):
        """Bring the roles up to date after every migration, and listen for new second factors."""
        from portal.accounts import roles, second_factor  # noqa: F401 - models are ready only here

        post_migrate.connect(roles.sync_after_migrate, dispatch_uid="accounts.roles")
