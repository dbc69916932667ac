from django.apps import AppConfig


class ContentConfig(AppConfig):
    """What every published thing shares: areas, topics, tags, review dates, the guidance register."""

    name = "portal.content"
    label = "content"
    verbose_name = "Shared content"
