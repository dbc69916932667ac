"""The house rules, held at every start: `manage.py check` names each model that breaks one."""

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError, models
from wagtail.models import DraftStateMixin, Page, get_page_models

ROOMS = ("home", "hub", "training", "glossary", "directory", "portal")


def is_ours(model: type) -> bool:
    """Return whether `model` is defined in one of the project's rooms."""
    return model.__module__.partition(".")[0] in ROOMS


@register(Tags.models)
def check_page_types(app_configs, **kwargs) -> list[Error]:
    """Each page type of ours says where it may stand, what may stand below it, and what it is for."""
    return page_type_errors(model for model in get_page_models() if is_ours(model))


def page_type_errors(page_models: Iterable[type[Page]]) -> list[Error]:
    """Return an error for each rule that one of `page_models` leaves unsaid."""
    rules = (
        ("parent_page_types", "portal.E001", "List the page types it may stand below."),
        ("subpage_types", "portal.E002", "List the page types that may stand below it."),
        ("page_description", "portal.E003", "Say in one sentence when an editor chooses it."),
    )
    return [
        Error(f"{model.__name__} does not state {attribute}.", hint=hint, obj=model, id=identity)
        for model in page_models
        for attribute, identity, hint in rules
        if not any(attribute in ancestor.__dict__ for ancestor in model.__mro__ if is_ours(ancestor))
    ]


@register(Tags.models)
def check_published_types(app_configs, **kwargs) -> list[Error]:
    """Each type of ours that can be published is governed: an owner, a source, a status, a review date."""
    published = [*get_page_models(), *(m for m in apps.get_models() if issubclass(m, DraftStateMixin))]
    return published_type_errors(dict.fromkeys(model for model in published if is_ours(model)))


def published_type_errors(published: Iterable[type[models.Model]]) -> list[Error]:
    """Return an error for each of the `published` models that is not governed."""
    from portal.content.models import Governed

    return [
        Error(
            f"{model.__name__} can be published but is not governed.",
            hint="Let it inherit portal.content.models.Governed or GovernedPage.",
            obj=model,
            id="portal.E004",
        )
        for model in published
        if not issubclass(model, Governed)
    ]


@register(Tags.security, deploy=True)
def check_demo_accounts(app_configs, **kwargs) -> list[Error]:
    """A site that is no demonstration has no demo account: its password stands in public."""
    if settings.DEMO:
        return []
    from portal.accounts.models import User

    try:
        found = User.objects.filter(is_demo=True).exists()
    except DatabaseError:  # not migrated yet: then there is no account at all
        found = False
    return [demo_account_error()] if found else []


def demo_account_error() -> Error:
    """Return the error that names the way out."""
    return Error(
        "Demo accounts exist, and this site is no demonstration.",
        hint="Delete them in the admin, or start with an empty database.",
        id="portal.E005",
    )
