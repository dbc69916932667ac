from django.apps import AppConfig


class HubConfig(AppConfig):
    """The good-practice hub: articles, topics, barrier cards, questions, bulletins."""

    name = "hub"
    verbose_name = "Good practice"
    room = {"label": "Good practice", "url": "/hub/", "place": 2}

    def ready(self):
        from hub import checks  # noqa: F401 - registers them
