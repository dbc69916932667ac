"""Plans are given, taken away and brought up to date; who was at a session is noted. Records stay."""

import datetime
import re
import threading
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts import memberships
from tests.factories.training import add_module
from tests.pages import plain_main_of as main_of
from tests.training.conftest import ELSEWHERE, LEAD, READER, person
from tests.training.records.pages import at
from tests.training.records.plans.planning import add_people, add_plan, content, given, key_of
from training.records import assigning, learning, plans
from training.records.models import Assignment, LearningRecord, Plan
from training.records.plan_people import PAGE_SIZE
from training.records.plans import Content, Entry, Group

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]


def give(client, plan, *people, press="give", **more):
    """Tick `people` and press a button."""
    posted = {"person": [key_of(one, plan.school) for one in people], "press": press, **more}
    return client.post(at("give_plan", plan.public_id), posted, follow=True)


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
