"""Held by `manage.py check`: nothing is published that the search has not been told about."""

from collections.abc import Iterable

from django.core.checks import Error, Tags, register
from django.db.models import Model
from wagtail.models import get_page_models

from portal.content.models import Governed
from portal.search import adapters


@register(Tags.models)
def check_findable(app_configs, **kwargs) -> list[Error]:
    """Each type of ours that can be published is found, is part of a tool, or is left out for a reason."""
    pages = [model for model in get_page_models() if model.is_creatable and issubclass(model, Governed)]
    return findable_errors(dict.fromkeys([*Governed.kinds(), *pages]))


def findable_errors(published: Iterable[type[Model]]) -> list[Error]:
    """Return an error for each of the `published` models that no room has told the search about."""
    return [
        Error(
            f"{model.__name__} is published, and the search does not know of it.",
            hint="Register an adapter for it, or a LeftOut with the reason, in the findable.py of its app "
            "(docs/developers/search.md).",
            obj=model,
            id="search.E001",
        )
        for model in published
        if not adapters.is_known(model)
    ]
