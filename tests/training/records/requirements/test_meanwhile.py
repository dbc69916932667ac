"""What leads and other runs do while a night is at work, in a database that commits."""

import threading

import pytest
from django.utils import timezone

from tests.factories.accounts import SchoolFactory
from tests.training.records.what_is_asked import does, has, night, rule_of, staff
from training.records import assigning, requiring
from training.records.models import Assignment, Plan


@pytest.fixture
def schools(database_of_threads, on_day):
    """Two schools, the first with somebody whose next cycle begins today, and with its rule."""
    Assignment.objects.all().delete()
    Plan.objects.all().delete()
    on_day(2026, 9, 2)
    found = []
    for _ in range(2):
        school = SchoolFactory()
        found.append((staff(school), rule_of(school)))
    assert night() == (2, 0, 0)
    for ann, _ in found:
        does(ann)
    on_day(2027, 9, 2)
    return found


@pytest.fixture
def meanwhile(monkeypatch):
    """Give a function that lets something happen once a night is worked out, and before it is carried out."""
    real = requiring.night_of

    def let(work):
        def night_of(*arguments):
            found = real(*arguments)
            work()
            return found

        monkeypatch.setattr(requiring, "night_of", night_of)

    return let


def test_two_runs_at_once_renew_once(schools, at_once, meanwhile):
    ready = threading.Barrier(2, timeout=60)
    first_pass = iter([True] * 2)
    meanwhile(lambda: ready.wait() if next(first_pass, False) else None)
    one = schools[1][1].school
    schools[0][1].delete()
    runs = [at_once(requiring.run, timezone.localdate()) for _ in range(2)]
    assert sorted(run.result(timeout=60).renewed for run in runs) == [0, 1]
    assert sorted(Assignment.objects.filter(school=one).values_list("cycle", flat=True)) == [1, 2]


def test_what_a_lead_takes_away_and_gives_again_is_not_renewed(schools, meanwhile):
    ann, rule = schools[0]
    old = has(ann)

    def lead_gives_anew():
        if Assignment.objects.filter(person=ann).count() == 1:
            assigning.end(old)
            today = timezone.localdate()
            assigning.assign(rule.plan, [ann], school=rule.school, by=None, due_on=today, counts_from=today)

    meanwhile(lead_gives_anew)
    assert night()[1] == 1
    old.refresh_from_db()
    assert old.ended == timezone.localdate()
    assert Assignment.objects.filter(person=ann, cycle=2).count() == 0


@pytest.mark.parametrize("what", ["rule", "plan", "school"])
def test_what_is_deleted_stops_no_other_school(schools, meanwhile, what):
    rule, bo = schools[0][1], schools[1][0]
    gone = rule if what == "rule" else getattr(rule, what)
    cy = staff(rule.school)  # would get it the first time
    meanwhile(lambda: gone.delete() if gone.pk else None)
    given, renewed, _ = night()
    assert (given, renewed) == (0, 1)
    assert has(bo).cycle == 2
    assert not Assignment.objects.filter(person=cy).exists()
