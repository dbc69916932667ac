from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The front door: home page, plain pages, and the first steps of an empty portal."""

    name = "home"
    verbose_name = "Home"
