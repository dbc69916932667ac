from django.apps import AppConfig


class SearchConfig(AppConfig):
    """How words that people type are read; the one search over everything grows here."""

    name = "portal.search"
    label = "search"
    verbose_name = "Search"
