"""What stands in somebody's name at their school, so that a successor gets it when they leave.

The protocol. An app whose records name staff of a school has a module `handing_over.py` with

- `held(membership) -> list[Held]`: what stands in the name of that person at that school;
- `give(membership, keys, successor) -> None`: give those of `keys` that are its own to `successor`, a
  membership of the same school. A key that is not in `held` is passed over.

`everything_in_the_name_of()` and `give_over()` ask every app that has one.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps
from django.db import transaction

from portal.accounts import audit, memberships
from portal.accounts.models import Membership


@dataclass(frozen=True)
class Held:
    """One thing in somebody's name: its key (app and number), the sort of thing, and what it is called."""

    key: str
    sort: str
    title: str
    note: str = ""


def registry() -> list[ModuleType]:
    """Return the module of every installed app that has one."""
    ours = (app for app in apps.get_app_configs() if app.name != "portal.accounts")
    names = (f"{app.name}.handing_over" for app in ours if not app.name.startswith("wagtail"))
    return [import_module(name) for name in names if find_spec(name)]


def everything_in_the_name_of(membership: Membership) -> list[Held]:
    """Return what all apps hold in the name of the person, at that school."""
    return [one for module in registry() for one in module.held(membership)]


@transaction.atomic
def give_over(membership: Membership, keys: Collection[str], successor: Membership, by) -> int:
    """Give what `keys` name to `successor`; return how many of them are theirs now."""
    before = {one.key for one in everything_in_the_name_of(membership)} & set(keys)
    for module in registry():
        module.give(membership, before, successor)
    audit.record("handed_over", by=by, about=membership.person)
    return len(before - {one.key for one in everything_in_the_name_of(membership)})


def has_namesake(membership: Membership) -> bool:
    """Return whether somebody else of the school has the same name: what is free text may be theirs."""
    same = memberships.current(school=membership.school_id, person__name__iexact=membership.person.name)
    return same.exclude(person=membership.person_id).exists()


def named(name: str) -> re.Pattern:
    """Return what finds `name` as a whole within a text, whatever its capitals."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
