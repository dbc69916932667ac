"""What is kept no longer goes, of every app and kind; and a dry run says beforehand how much that is."""

import re
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command

from portal.accounts import privacy
from tests.everything import Everything, after
from training.records.models import Reminder

pytestmark = pytest.mark.django_db

YEARS = 9


def rows() -> Counter:
    """Return how many rows each table has."""
    return Counter({model._meta.label: model._base_manager.count() for model in apps.get_models()})


def printed(capsys, *options) -> dict[tuple[str, str], int]:
    """Run the command; return what it printed, by app and kind."""
    call_command("expire_records", *options)
    *lines, last = capsys.readouterr().out.splitlines()
    found = {}
    for line in lines:
        app, kind, count = re.fullmatch(r"(\w+): (.+): (\d+)", line).groups()
        found[app, kind] = int(count)
    assert last == f"{'Would delete' if options else 'Deleted'} {sum(found.values())} records."
    return found


def test_a_dry_run_says_what_the_run_then_does(demo, capsys, time_machine):
    old = Everything()
    time_machine.move_to(after(YEARS * 365), tick=False)
    new = Everything()
    before = rows()
    planned = printed(capsys, "--dry-run")
    assert rows() == before  # nothing was deleted
    assert [kind for kind, count in planned.items() if count == 0] == [], "Let Everything have one"
    done = printed(capsys)
    assert done == planned
    assert set(printed(capsys).values()) == {0}
    for model in ("LearningRecord", "Certificate", "CpdEntry", "SupervisionEntry", "Digest"):
        kept = apps.get_model("records", model).objects
        assert not kept.filter(person=old.person).exists()
        assert kept.filter(person=new.person).exists()
    assert not old.person.assignments.exists()
    assert new.person.assignments.exists()
    assert old.person.quiz_attempts.count() == 1  # its outcome is kept, without its answers
    assert not old.person.quiz_attempts.get().responses.exists()
    assert new.person.quiz_attempts.count() == 2


def test_every_kind_lets_go_of_what_it_counts(demo, time_machine):
    """What is deleted is gone, and no other row of its table; what goes by another way goes, or is blank."""
    Everything()
    time_machine.move_to(after(YEARS * 365), tick=False)
    before = after(-183)
    for module in privacy.registry():
        found = module.over(before)
        said = {kind: keys_of(rows) for kind, rows in found.items()}
        there = {rows.model: keys_of(rows.model._base_manager) for rows in found.values()}
        assert privacy.expire(module, before) == {kind: len(keys) for kind, keys in said.items()}
        ways = getattr(module, "WAYS", {})
        for model, keys in there.items():
            kinds = [kind for kind, rows in found.items() if rows.model is model]
            gone = keys - keys_of(model._base_manager)
            deleted = set().union(*(said[kind] for kind in kinds if kind not in ways))
            otherwise = set().union(*(said[kind] for kind in kinds if kind in ways))
            assert gone >= deleted, kinds
            if model is not Reminder:  # others of them go with their plans
                assert gone - deleted in (set(), otherwise), kinds
        assert [kind for kind, rows in module.over(before).items() if rows.exists()] == []


def keys_of(rows) -> set:
    """Return the numbers of rows."""
    return set(rows.values_list("pk", flat=True))
