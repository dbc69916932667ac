"""Who was at a session of a plan is noted by the lead, once, and as what the school saw."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts import memberships
from tests.pages import plain_main_of as main_of
from tests.training.conftest import ELSEWHERE, person
from tests.training.records.pages import at
from tests.training.records.plans.planning import add_people, add_plan, given
from training.records import assigning, cpd, learning
from training.records.models import Assignment, How, LearningRecord
from training.records.models.learning import Sort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]


def test_who_was_at_a_session_is_noted_once(lead, ours):
    first, second, third = add_people(3)
    given(ours, first, second)
    where = at("attended", ours.public_id, "meet-the-lead")
    main = main_of(lead.get(where))
    assert first.name in main and third.name not in main and 'value="1.5"' in main
    keys = [str(one.public_id) for one in Assignment.objects.current()]
    day = timezone.localdate() - datetime.timedelta(days=3)
    posted = {"person": keys, "done_on": day.isoformat(), "hours": "1.25", "press": "note"}
    for _ in range(2):
        assert "Noted: 2 people at “Meet the lead”." in main_of(lead.post(where, posted, follow=True))
    records = LearningRecord.objects.all()
    assert {one.person for one in records} == {first, second} and records.count() == 2
    for one in records:
        assert (one.sort, one.key, one.done_on) == (Sort.SESSION, "meet-the-lead", day)
        assert (one.how, str(one.hours)) == (How.ATTENDED, "1.25")
    assert "1 of 3 done" in main_of(lead.get(at("plan", ours.public_id)))
    assert f"was there on {day:%-d %B %Y}" in main_of(lead.get(where))


def test_what_a_school_saw_stands_in_the_place_of_what_somebody_said(lead, ours):
    said, other_day, elsewhere = add_people(3)
    elsewhere_too = memberships.join(elsewhere, person(ELSEWHERE).school)
    memberships.choose(elsewhere, elsewhere_too)
    rows = given(ours, said, other_day, elsewhere)
    session = rows[0].items.get(sort=Sort.SESSION)
    day = timezone.localdate() - datetime.timedelta(days=3)
    own = learning.note_task(said, session, day, how=How.DECLARED, hours=Decimal("1.50"))
    learning.note_task(other_day, session, day - datetime.timedelta(days=1), how=How.DECLARED)
    entry = cpd.about(own)
    entry.reflection = "Ask earlier"
    entry.save()
    posted = {"person": [str(one.public_id) for one in rows], "done_on": day.isoformat(), "press": "note"}
    for _ in range(2):
        lead.post(at("attended", ours.public_id, "meet-the-lead"), posted)
    seen = LearningRecord.objects.standing().filter(how=How.ATTENDED)
    assert {one.person: one.school for one in seen} == dict.fromkeys(
        [said, other_day, elsewhere], ours.school
    )
    assert seen.count() == 3
    line, *others = cpd.log_of(said).lines
    assert (line.record.how, line.hours, line.reflection) == (How.ATTENDED, Decimal("1.50"), "Ask earlier")
    assert not others
    assert learning.of(other_day).standing().count() == 2
    assert learning.of(said).count() == 2  # what they said is kept, corrected


def test_a_session_before_the_day_from_which_on_it_counts_is_refused(lead, ours):
    late, others = add_people(2)
    begins = timezone.localdate() - datetime.timedelta(days=5)
    rows = [*given(ours, late, counts_from=begins), *given(ours, others)]
    where = at("attended", ours.public_id, "meet-the-lead")
    posted = {"person": [str(one.public_id) for one in rows], "press": "note"}
    day_before = (begins - datetime.timedelta(days=1)).isoformat()
    main = main_of(lead.post(where, posted | {"done_on": day_before}), 400)
    assert f"for {late.name}. Give {begins:%-d %B %Y} or a day after it, or do not tick them." in main
    assert not LearningRecord.objects.exists()
    lead.post(where, posted | {"done_on": day_before, "person": [str(rows[1].public_id)]})
    lead.post(where, posted | {"done_on": begins.isoformat()})
    assert LearningRecord.objects.count() == 3


def test_noting_a_session_asks_as_often_for_fifty_as_for_two(lead):
    counts = []
    for count in (2, 50):
        ours, people = add_plan(name=f"For {count}"), add_people(count)
        rows = given(ours, *people)
        session = rows[0].items.get(sort=Sort.SESSION)
        for one in people[: count // 2]:
            learning.note_task(one, session, timezone.localdate(), how=How.DECLARED)
        today = timezone.localdate().isoformat()
        posted = {"person": [str(one.public_id) for one in rows], "done_on": today, "press": "note"}
        with CaptureQueriesContext(connection) as asked:
            lead.post(at("attended", ours.public_id, "meet-the-lead"), posted)
        counts.append(len(asked))
    assert LearningRecord.objects.standing().filter(how=How.ATTENDED).count() == 52
    assert counts[0] == counts[1]


def test_attendance_with_a_mistake_notes_nothing(lead, ours):
    (somebody,) = add_people(1)
    (assignment,) = given(ours, somebody)
    where = at("attended", ours.public_id, "meet-the-lead")
    ticked = {"person": [str(assignment.public_id)], "press": "note"}
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    for more, said in [
        ({"done_on": ""}, "required"),
        ({"done_on": tomorrow.isoformat()}, "still to come"),
        ({"done_on": "2026-01-01", "hours": "many"}, "Enter a number"),
    ]:
        main = main_of(lead.post(where, ticked | more), 400)
        assert said in main and f'id="person-{assignment.public_id}" checked' in main
    answer = lead.post(where, {"press": "note", "done_on": "2026-01-01"})
    assert "Tick at least one person" in main_of(answer, 400)
    theirs = add_plan(school=person(ELSEWHERE).school)
    (stranger,) = given(theirs, person(ELSEWHERE))
    for key in (str(stranger.public_id), "nonsense"):
        posted = {"press": "note", "done_on": "2026-01-01", "person": [key]}
        assert lead.post(where, posted).status_code == 404
    assert lead.get(at("attended", ours.public_id, "front-door")).status_code == 404  # no session
    assert lead.get(at("attended", theirs.public_id, "meet-the-lead")).status_code == 404
    assigning.end(assignment)
    answer = lead.post(where, ticked | {"done_on": "2026-01-01"})
    assert not LearningRecord.objects.exists()


def test_a_session_of_nobody_says_so(lead, ours):
    assert "Nobody has a list" in main_of(lead.get(at("attended", ours.public_id, "meet-the-lead")))
