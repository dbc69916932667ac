from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The local agency directory: who helps with what, how to reach them, who leads."""

    name = "directory"
    verbose_name = "Directory"
    room = {"label": "Who can help", "url": "/directory/", "place": 1}

    def ready(self):
        """Let every change raise the edition, so that no process shows an old list.

        An entry that is unpublished remembers its numbers.
        """
        from directory import edition, number_changes, search_help

        edition.watch()
        number_changes.watch()
        search_help.register()
