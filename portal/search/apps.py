from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    """The one search over everything that is published."""

    name = "portal.search"
    label = "search"
    verbose_name = "Search"

    def ready(self):
        """Let every app say what can be found in it, and note every change of that."""
        from portal.search import adapters, checks, watch  # noqa: F401 (registers the check)
        from portal.search.engines import prepare

        adapters.discover()
        watch.watch()
        post_migrate.connect(prepare.prepare, sender=self)
