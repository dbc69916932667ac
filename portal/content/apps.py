from django.apps import AppConfig


class ContentConfig(AppConfig):
    """What every published thing shares: areas, topics, tags, review dates, the guidance register."""

    name = "portal.content"
    label = "content"
    verbose_name = "Shared content"

    def ready(self):
        """Give every form of the admin our tag field."""
        from portal.content import forms  # noqa: F401 - forms need the models
