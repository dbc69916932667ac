"""One of everything that the portal can hold about a person, each free text with a word of its own."""

import datetime

from django.apps import apps
from django.utils import timezone

from portal.accounts.models import User
from tests.everything import accounts, pages, records
from tests.everything.somebody import Somebody


class Everything(Somebody):
    """A person, a colleague at the same school, and what there is of the person."""

    def __init__(self):
        super().__init__()
        accounts.add_account(self)
        records.add_learning(self)
        records.add_logs(self)
        records.add_plans(self)
        records.add_sheets(self)
        pages.add_quizzes(self)
        pages.add_hub(self)
        pages.add_directory(self)
        accounts.add_admin(self)
        pages.add_what_names_nobody(self)


def points_at_people():
    """Yield every field of every model, those of libraries too, that points at an account."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model is User:
                yield model, field


def after(days: int) -> datetime.datetime:
    """Return the moment so many days from now."""
    return timezone.now() + datetime.timedelta(days=days)
