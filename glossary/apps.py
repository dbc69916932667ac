from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    """What the words mean: the glossary, definitions on other pages, and help with plain language."""

    name = "glossary"
    verbose_name = "Glossary"

    def ready(self):
        """Let every change raise the edition, so that no process shows an old meaning."""
        from glossary import edition

        edition.watch()
