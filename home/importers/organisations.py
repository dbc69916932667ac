"""Organisations."""

from directory.models import Organization
from home.importers.writing import Load
from portal.accounts.roles import DIRECTORY_EDITOR

WORDS = {"parent_organization": "parent"}


def load_organisations(load: Load) -> None:
    """Load organisations.yaml. A parent stands above its parts in the file."""
    for organisation, item, before in load.begin(Organization, load.keyed("organisations.yaml")):
        parent = {
            "parent": lambda it, item: setattr(it, "parent_organization", load.find(Organization, item))
        }
        organisation.parent_organization = None
        if load.fill(
            organisation, item, {**load.governed(), **parent, "parent_organization": _unknown(load)}
        ):
            load.govern(organisation, item, DIRECTORY_EDITOR)
            load.check(organisation, item, WORDS)
        if not load.mistakes:
            load.publish(organisation, before)
        load.remember(organisation, organisation.slug)


def _unknown(load: Load):
    return lambda _, item: load.mistakes.add(item, "write “parent” here")
