"""Plans are given, taken away and brought up to date; who was at a session is noted. Records stay."""

import datetime
import re
import threading
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts import memberships
from tests.factories.training import add_module
from tests.pages import plain_main_of as main_of
from tests.training.conftest import ELSEWHERE, LEAD, READER, person
from tests.training.records.pages import at
from tests.training.records.plans.planning import add_people, add_plan, content, key_of
from training.records import assigning, cpd, learning, plans
from training.records.models import Assignment, How, LearningRecord, Plan, Requirement
from training.records.models.learning import Sort
from training.records.plan_people import PAGE_SIZE
from training.records.plans import Content, Entry, Group

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]


@pytest.fixture
def ours(demo):
    """A plan of the reader's school."""
    return add_plan()


@pytest.fixture
def lead(signed_in):
    """The lead of the reader's school."""
    return signed_in(LEAD)


def give(client, plan, *people, press="give", **more):
    """Tick `people` and press a button."""
    posted = {"person": [key_of(one, plan.school) for one in people], "press": press, **more}
    return client.post(at("give_plan", plan.public_id), posted, follow=True)


def given(plan, *people, **more):
    """Give a plan without the page."""
    assigning.assign(plan, people, school=plan.school, by=person(LEAD), **more)
    return Assignment.objects.current().filter(plan=plan, person__in=people).order_by("pk")


def test_a_plan_is_given_to_two_people(lead, ours):
    first, second = add_people(2)
    due = timezone.localdate() + datetime.timedelta(days=30)
    assert first.name in main_of(lead.get(at("give_plan", ours.public_id)))
    main = main_of(give(lead, ours, first, second, due_on=due.isoformat()))
    assert "Given to 2 people." in main
    assert first.name in main and "0 of 3 done" in main and f"{due:%-d %B %Y}" in main
    for one in Assignment.objects.all():
        assert (one.school, one.given_by, one.due_on) == (ours.school, person(LEAD), due)
        assert [item.title for item in one.items.all()] == [
            "Find your front door",
            "Meet the lead",
            "Prevent, online",
        ]
    main = main_of(lead.get(at("give_plan", ours.public_id)))
    assert main.count("has it since") == 2
    assert f'value="{key_of(first)}"' not in main
    assert "Given to 1 person. 2 people had it already." in main_of(
        give(lead, ours, first, second, person(READER))
    )
    assert Assignment.objects.count() == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [("2001-01-01", "That day is over"), ("2101-01-01", "more than three years"), ("soon", "Write the day")],
)
def test_a_day_that_cannot_be_is_refused_and_ticks_stay(lead, ours, typed, said):
    (somebody,) = add_people(1)
    main = main_of(give(lead, ours, somebody, due_on=typed), 400)
    assert said in main and f'id="person-{key_of(somebody)}" checked' in main
    assert not Assignment.objects.exists()
    assert "Tick at least one person" in main_of(give(lead, ours), 400)


def test_nobody_of_another_school_gets_it(lead, ours):
    stranger = person(ELSEWHERE)
    for key in (key_of(stranger, stranger.school), "nonsense", "00000000-0000-0000-0000-000000000000"):
        posted = {"person": [key, key_of(person(READER))], "press": "give"}
        assert lead.post(at("give_plan", ours.public_id), posted).status_code == 404
    assert not Assignment.objects.exists()


def test_who_left_meanwhile_does_not_get_it(lead, ours):
    gone, stays = add_people(2)
    keys = [key_of(gone), key_of(stays)]
    memberships.leave(memberships.current(person=gone).get())
    answer = lead.post(at("give_plan", ours.public_id), {"person": keys, "press": "give"}, follow=True)
    assert "Given to 1 person. 1 person left meanwhile, and did not get it." in main_of(answer)
    assert [one.person for one in Assignment.objects.all()] == [stays]


def test_five_hundred_people_are_filtered_ticked_and_given(lead, ours):
    teachers, others = add_people(PAGE_SIZE + 20), add_people(3, job_title="Caretaker")
    main = main_of(lead.get(at("give_plan", ours.public_id)))
    assert main.count('type="checkbox"') == PAGE_SIZE and "Next page" in main
    main = main_of(give(lead, ours, others[0], press="show", job_title="Teacher", words="test PERSON"))
    assert f"1 ticked, 1 of them not shown here. {PAGE_SIZE + 20} people in this list" in main
    main = main_of(give(lead, ours, others[0], press="page:2", job_title="Teacher"))
    assert "Page 2 of 2" in main and main.count('type="checkbox"') == 20
    main = main_of(give(lead, ours, others[0], press="all", job_title="Teacher"))
    assert f"{PAGE_SIZE + 21} ticked" in main
    keys = re.findall(r'name="person" value="([^"]+)"', main)
    assert len(keys) == PAGE_SIZE + 21  # those of the other page travel along
    answer = lead.post(at("give_plan", ours.public_id), {"person": keys, "press": "give"}, follow=True)
    assert f"Given to {PAGE_SIZE + 21} people." in main_of(answer)
    had = {one.person for one in Assignment.objects.all()}
    assert had == {*teachers, others[0]}
    main = main_of(lead.get(at("plan", ours.public_id) + "?page=2"))
    assert main.count("Take away<") == 21


def test_two_leads_who_give_at_once_give_once(at_once):
    ours, people = add_plan(), add_people(3)
    ready = threading.Barrier(2)

    def assign() -> int:
        ready.wait()
        return assigning.assign(ours, people, school=ours.school, by=None)

    assert sorted(one.result() for one in [at_once(assign), at_once(assign)]) == [0, 3]
    assert Assignment.objects.filter(plan=ours).count() == 3


def test_a_plan_is_taken_away_from_one_person_and_what_they_did_stays(lead, ours):
    first, second = add_people(2)
    assignment, _ = given(ours, first, second)
    learning.note_task(first, assignment.items.first(), timezone.localdate())
    where = at("take_plan_away", assignment.public_id)
    assert first.name in main_of(lead.get(where))
    assert Assignment.objects.current().count() == 2
    assert "does not have this plan any more" in main_of(lead.post(where, follow=True))
    assert [one.person for one in Assignment.objects.current()] == [second]
    assert LearningRecord.objects.count() == 1
    assert lead.post(where).status_code == 404
    assert "Given to 1 person." in main_of(give(lead, ours, first))  # again, later


def test_what_a_person_chose_themselves_is_not_shown_to_the_lead(lead, ours):
    chosen = assigning.choose(ours, person(READER))
    plans.change(ours, content(name="Changed"), 1)
    main = main_of(lead.get(at("plan", ours.public_id)))
    assert "Nobody yet" in main and "earlier list" not in main and person(READER).name not in main
    assert lead.get(at("take_plan_away", chosen.public_id)).status_code == 404
    assert "Everybody who has" in main_of(lead.get(at("update_plan", ours.public_id)))
    lead.post(at("update_plan", ours.public_id), {"seen": "2"})
    chosen.refresh_from_db()
    assert chosen.version == 1


def test_the_page_says_how_far_people_are(lead, ours, time_machine):
    time_machine.move_to(datetime.datetime(2026, 9, 10, 12, tzinfo=datetime.UTC))
    first, second, third = add_people(3)
    day = datetime.date(2026, 9, 20)
    for one in given(ours, first, second, due_on=day):
        for item in list(one.items.all())[: 3 if one.person == first else 1]:
            learning.note_task(one.person, item, datetime.date(2026, 9, 10))
    given(ours, third)
    memberships.leave(memberships.current(person=third).get())
    plans.change(ours, content(name="Later"), 1)
    time_machine.move_to(datetime.datetime(2026, 9, 21, 12, tzinfo=datetime.UTC))
    main = main_of(lead.get(at("plan", ours.public_id)))
    assert "Done on 10 September 2026" in main and "1 of 3 done" in main
    assert main.count("Overdue") == 1 and main.count("Earlier list") == 2
    assert third.name not in main


def test_the_preview_of_an_update_is_what_happens(lead, ours):
    people = add_people(3)
    given(ours, *people[:2])
    learning.note_task(people[0], ours.groups.first().items.first(), timezone.localdate())
    where = at("update_plan", ours.public_id)
    assert "has it as it is now" in main_of(lead.get(where))
    module = add_module(title="New here")
    now = Content(
        "Renamed",
        groups=(Group("All", (Entry("task", "Find it", key="front-door"), plans.entry_of(module))),),
    )
    plans.change(ours, now, 1)
    given(ours, people[2])
    main = main_of(lead.get(where))
    assert "2 people have an earlier list" in main and "Bring 2 lists up to date" in main
    comes, goes = main.split("This comes in")[1].split("This goes out")
    assert "New here" in comes and "Meet the lead" in goes and "Prevent, online" in goes
    assert "Find it" not in main
    assert Assignment.objects.filter(version=1).count() == 2  # looking changes nothing
    assert "changed again a moment ago" in main_of(lead.post(where, {"seen": "1"}), 409)
    answer = lead.post(where, {"seen": "2"}, follow=True)
    assert "The lists of 2 people are up to date. What they did stays." in main_of(answer)
    for one in Assignment.objects.all():
        assert [item.title for item in one.items.all()] == ["Find it", "New here"]
        assert (one.version, one.name) == (2, "Renamed")
    assert "1 of 2 done" in main_of(answer)
    assert "has it as it is now" in main_of(lead.get(where))


def test_an_update_of_order_alone_says_so(lead, ours):
    given(ours, *add_people(1))
    said = plans.content_of(ours)
    group = said.groups[0]
    plans.change(ours, Content(said.name, groups=(Group("Turned", group.entries[::-1]),)), 1)
    main = main_of(lead.get(at("update_plan", ours.public_id)))
    assert "1 person has" in main and "The things to do are the same. Their order" in main
    assert "Of what stays" not in main


def test_an_update_says_what_moves_also_where_something_comes_in(lead, ours):
    given(ours, *add_people(1))
    said, more = plans.content_of(ours), Entry("task", "One more", key="more")
    where, entries = at("update_plan", ours.public_id), said.groups[0].entries
    for version, (groups, moves) in enumerate(
        [
            ((Group("Do", (more, *entries)),), False),
            ((Group("First", (more,)), Group("Do", entries)), False),
            ((Group("Do", (more, *entries[::-1])),), True),
            ((Group("Do", (more, *entries), 2),), True),
            ((Group("Do", (more,)), Group("Other", entries)), True),
            ((Group("Do", (more, replace(entries[0], note="Other words"), *entries[1:])),), True),
        ],
        start=1,
    ):
        plans.change(ours, Content(said.name, groups=groups), version)
        main = main_of(lead.get(where))
        assert "One more" in main and ("Of what stays" in main) == moves, groups
    plans.change(ours, replace(said, about="Other words"), 7)
    assert "Only what the plan says of itself was changed" in main_of(lead.get(where))


def test_an_update_looks_at_the_version_once_nobody_else_can_change_it(ours):
    """Whoever pressed saw version 1; a colleague saved version 2 after their page was read."""
    given(ours, *add_people(1))
    read_before = Plan.objects.get(pk=ours.pk)
    plans.change(ours, content(name="Changed"), 1)
    with pytest.raises(plans.MeanwhileError):
        assigning.bring_up_to_date(read_before, ours.school, read_before.version)
    assert Assignment.objects.get().version == 1


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


def test_the_pages_with_people_ask_as_often_for_fifty_as_for_two(lead):
    counts = []
    for count in (2, 50):
        ours, people = add_plan(name=f"For {count}"), add_people(count)
        given(ours, *people[: count // 2])
        pages = [at("give_plan", ours.public_id), at("attended", ours.public_id, "meet-the-lead")]
        for page in pages:
            lead.get(page)
        with CaptureQueriesContext(connection) as asked:
            for page in pages:
                main_of(lead.get(page))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_no_cache_and_no_address_holds_a_person(lead, ours):
    (somebody,) = add_people(1)
    (assignment,) = given(ours, somebody)
    for where in (
        at("plan", ours.public_id),
        at("give_plan", ours.public_id),
        at("attended", ours.public_id, "meet-the-lead"),
        at("take_plan_away", assignment.public_id),
    ):
        answer = lead.get(where)
        assert "no-store" in answer["Cache-Control"]
        assert str(somebody.pk) not in re.findall(r'value="(\d+)"', answer.text)
        assert somebody.email not in answer.text


def required(plan, *people, school=None):
    """Give a plan of the portal as a requirement of a school does, each night."""
    school = school or person(READER).school
    assigning.assign(plan, people, school=school, by=None)
    return Assignment.objects.current().filter(plan=plan, school=school, person__in=people).order_by("pk")


def test_a_plan_of_the_portal_that_a_school_requires_is_kept_by_its_lead(lead, template):
    first, second = add_people(2)
    assignment, _ = required(template, first, second)
    theirs = required(template, person(ELSEWHERE), school=person(ELSEWHERE).school)[0]
    chosen = assigning.choose(template, person(READER))
    plans.change(template, content(name="Better"), 1)
    main = main_of(lead.get(at("plan", template.public_id)))
    assert first.name in main and main.count("Earlier list") == 2 and "Say who was there" in main
    assert "Give it to people" not in main and "Change it" not in main
    assert person(ELSEWHERE).name not in main and person(READER).name not in main
    assert "2 people have an earlier list" in main_of(lead.get(at("update_plan", template.public_id)))
    lead.post(at("update_plan", template.public_id), {"seen": "2"})
    assert [one.version for one in (*Assignment.objects.filter(person__in=[first, second]),)] == [2, 2]
    for one in (theirs, chosen):
        one.refresh_from_db()
        assert one.version == 1
        assert lead.post(at("take_plan_away", one.public_id)).status_code == 404
    assert first.name in main_of(lead.get(at("attended", template.public_id, "meet-the-lead")))
    answer = lead.post(at("take_plan_away", assignment.public_id), follow=True)
    assert "does not have this plan any more" in main_of(answer)
    assert {one.person for one in assigning.given_by(person(READER).school)} == {second}


def test_who_takes_away_what_is_required_is_told_that_it_comes_again(lead, ours, template):
    (somebody,) = add_people(1)
    school = {"school": ours.school, "by_month": 10, "by_day": 31}
    for plan in (ours, template):
        where = at("take_plan_away", required(plan, somebody)[0].public_id)
        others = Requirement.objects.create(plan=plan, job_title="Caretaker", **school)
        theirs = {**school, "school": person(ELSEWHERE).school}
        if plan == template:
            Requirement.objects.create(plan=plan, **theirs)
        assert "again in the coming night" not in main_of(lead.get(where))
        rule = Requirement.objects.create(plan=plan, job_title="teacher", **school)
        main = main_of(lead.get(where))
        assert "again in the coming night" in main and "each school year by 31 October" in main
        assert at("change_rule", rule.public_id) in main and at("change_rule", others.public_id) not in main
        plans.put_away(plan, True)
        assert "again in the coming night" not in main_of(lead.get(where))


def test_a_plan_of_the_portal_that_is_put_away_stays_with_the_lead_who_gave_it(lead, template):
    (somebody,) = add_people(1)
    (assignment,) = required(template, somebody)
    plans.change(template, content(name="Better"), 1)
    plans.put_away(template, True)
    main = main_of(lead.get(at("plan", template.public_id)))
    assert "Bring lists up to date" in main and "Copy for our school" not in main
    lead.post(at("update_plan", template.public_id), {"seen": "2"})
    assert "Nobody yet" in main_of(lead.post(at("take_plan_away", assignment.public_id), follow=True))


def test_a_plan_of_the_portal_that_another_school_gave_has_no_lists_here(lead, template):
    required(template, person(ELSEWHERE), school=person(ELSEWHERE).school)
    assert "Who has it" not in main_of(lead.get(at("plan", template.public_id)))
    assert lead.get(at("update_plan", template.public_id)).status_code == 404
    assert lead.get(at("attended", template.public_id, "meet-the-lead")).status_code == 404
    plans.put_away(template, True)
    assert lead.get(at("plan", template.public_id)).status_code == 404
