"""A plan is built press by press: nothing typed is lost, and nothing wrong is written."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories.quizzes import add_quiz
from tests.factories.training import add_activity, add_module, add_sheet
from tests.pages import plain_main_of as main_of
from tests.training.conftest import ELSEWHERE, LEAD, person
from tests.training.records.pages import at
from tests.training.records.plans.planning import (
    NEW,
    add_people,
    add_plan,
    change,
    content,
    task,
    titles,
    typed,
)
from training.records import assigning, plans
from training.records.models import Plan
from training.records.models.learning import Sort
from training.records.plan_draft import FULL, TOO_MANY_PARTS, Draft
from training.records.plans import MOST_GROUPS, MOST_ITEMS, Content, Entry, Group

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]


def test_a_plan_is_made_press_by_press_and_nothing_typed_is_lost(signed_in):
    client = signed_in(LEAD)
    module, sheet = add_module(title="Signs of trouble", minutes=40), add_sheet(title="Our partners")
    quiz = add_quiz(title="What do you know?")
    assert "Part 1" in main_of(client.get(NEW))
    begun = {"name": "First <b>weeks</b>", "about": "To begin", "for_whom": "", "is_induction": "on"}
    begun |= {"part-0-title": "Read", "part-0-needed": "", "press": "choose:0"}
    main = main_of(client.post(NEW, begun))
    assert 'value="First <b>weeks</b>"' in main and "To begin" in main and 'value="Read"' in main
    assert re.search('name="is_induction"[^>]*checked', main)
    found = {**begun, "choosing": "0", "words": "SIGNS trouble", "kind": "", "press": "search"}
    main = main_of(client.post(NEW, found))
    assert "Signs of trouble" in main and "Our partners" not in main
    # What is ticked stays so while one looks for something else, and Enter does no more than that.
    for press in ("search", "look"):
        main = main_of(client.post(NEW, {**found, "add": [module.pk], "words": "partners", "press": press}))
        assert f'id="add-{module.pk}" checked' in main and f'id="add-{sheet.pk}">' in main
    main = main_of(client.post(NEW, {**found, "add": [module.pk, sheet.pk, quiz.pk], "press": "add"}))
    assert f'name="thing-0-0-number" value="{module.pk}"' in main
    things = {
        **task("", "thing-0-0", Sort.PAGE, number=module.pk, minutes="40"),
        **task("", "thing-0-1", Sort.PAGE, number=sheet.pk, minutes="5", note="Fill in ours"),
        **task("", "thing-0-2", Sort.QUIZ, number=quiz.pk),
        **task("Ring your front door", "thing-0-3", minutes="10"),
    }
    posted = {**begun, **things, "part-0-needed": "3", "press": "save"}
    answer = client.post(NEW, posted)
    made = Plan.objects.get()
    assert answer["Location"] == at("plan", made.public_id)
    said = plans.content_of(made)
    assert (said.name, said.about, said.is_induction) == ("First <b>weeks</b>", "To begin", True)
    (group,) = said.groups
    assert (group.title, group.needed) == ("Read", 3)
    assert [(one.sort, one.title, one.minutes) for one in group.entries] == [
        (Sort.PAGE, "Signs of trouble", 40),
        (Sort.PAGE, "Our partners", 5),
        (Sort.QUIZ, "What do you know?", 0),
        (Sort.TASK, "Ring your front door", 10),
    ]
    assert (made.school, made.maker) == (person(LEAD).school, person(LEAD))
    main = main_of(client.get(at("plan", made.public_id)))
    assert "At least 15 minutes" in main and "At least 3 of these 4" in main and "Fill in ours" in main


def test_what_is_ticked_comes_in_whatever_is_pressed(signed_in):
    client, ours, module = signed_in(LEAD), add_plan(), add_module(title="Ticked")
    change(client, ours, choosing="0", add=[module.pk])
    assert titles(ours)[-1] == "Ticked"
    other = add_module(title="Another")
    main = main_of(change(client, ours, press="close", choosing="0", add=[other.pk]))
    assert "Another" not in main


def test_things_and_parts_move_also_from_one_part_to_the_other():
    draft = Draft.of(Content("", groups=(Group("A", (Entry("task", "1"), Entry("task", "2"))), Group("B"))))

    def as_it_is():
        return [(part.title, "".join(thing.title for thing in part.things)) for part in draft.parts]

    for press, then in [
        ("up:0:0", [("A", "12"), ("B", "")]),
        ("down:0:0", [("A", "21"), ("B", "")]),
        ("down:0:1", [("A", "2"), ("B", "1")]),
        ("down:1:0", [("A", "2"), ("B", "1")]),
        ("up:1:0", [("A", "21"), ("B", "")]),
        ("part-down:0", [("B", ""), ("A", "21")]),
        ("part-down:1", [("B", ""), ("A", "21")]),
        ("part-up:1", [("A", "21"), ("B", "")]),
        ("remove:0:0", [("A", "1"), ("B", "")]),
        ("session:1", [("A", "1"), ("B", "")]),
        ("part-add", [("A", "1"), ("B", ""), ("", "")]),
        ("part-remove:2", [("A", "1"), ("B", "")]),
    ]:
        assert draft.press(press) == ""
        assert as_it_is() == then, press
    for nonsense in ("", "up", "up:x:1", "up:0:9", "up:9:0", "part-up:9", "task:7", "up:0:0:0", "shout:0:0"):
        assert draft.press(nonsense) == ""
        assert as_it_is() == [("A", "1"), ("B", "")], nonsense
    assert draft.parts[1].things[0].sort == Sort.SESSION


def test_what_is_wrong_is_said_at_its_place_and_nothing_is_written(signed_in):
    client, module = signed_in(LEAD), add_module(title="Once")
    ours = add_plan(module)
    before = plans.content_of(ours)
    twice = task("", "thing-1-3", Sort.PAGE, number=module.pk)
    for more, anchor, said in [
        ({"name": " "}, "id_name", "Give the plan a name"),
        ({"part-0-title": ""}, "id_part-0-title", "Give this part a title"),
        ({"part-0-needed": "2"}, "id_part-0-needed", "choose 1 at most"),
        ({"part-0-needed": "0"}, "id_part-0-needed", "at least one thing"),
        ({"part-0-needed": "x"}, "id_part-0-needed", "at least one thing"),
        ({"part-0-needed": "9" * 5000}, "id_part-0-needed", "at least one thing"),
        ({"thing-1-0-title": "\u200f "}, "id_thing-1-0-title", "Say what is to be done"),
        ({"thing-1-0-minutes": "soon"}, "id_thing-1-0-minutes", "Enter a whole number"),
        ({"thing-1-0-minutes": "99999"}, "id_thing-1-0-minutes", "less than or equal to 6000"),
        ({"part-2-title": "Empty"}, "part-2", "There is nothing in this part"),
        (twice, "thing-1-3", "“Once” is in the plan twice"),
        (task("", "thing-1-3", Sort.PAGE, number=987654321), "thing-1-3", "not here"),
    ]:
        main = main_of(change(client, ours, **more), 400)
        assert f'href="#{anchor}"' in main and f'id="{anchor}"' in main, anchor
        assert said in main
        ours.refresh_from_db()
        assert (plans.content_of(ours), ours.version) == (before, 1)
    assert "nothing in this plan yet" in main_of(client.post(NEW, {"name": "A", "press": "save"}), 400)


def test_a_quiz_that_runs_out_is_named_where_the_plan_comes_again(signed_in):
    client = signed_in(LEAD)
    quiz, free = add_quiz(title="Twice", attempts_allowed=2), add_quiz(title="Free", slug="free")
    ours, said = add_plan(quiz, free), "can be taken only so often in all"
    pages = [at("plan", ours.public_id), at("change_plan", ours.public_id)]
    assert not any(said in main_of(client.get(page)) for page in pages)
    posted = {"plan": ours.pk, "job_title": "*", "rhythm": "months", "every_months": "12"}
    main = main_of(client.post(at("add_rule"), posted | {"days_for_new": "30"}, follow=True))
    assert "Saved." in main and said in main and "It is about: Twice." in main
    assert [main_of(client.get(page)).count(said) for page in pages] == [1, 1]
    quiz.attempts_allowed = None
    quiz.save()
    assert not any(said in main_of(client.get(page)) for page in pages)
    rule = ours.requirements.get()
    posted = {**posted, "days_for_new": "60"}
    assert said not in main_of(client.post(at("change_rule", rule.public_id), posted, follow=True))


def test_a_plan_has_only_so_many_parts_and_things(signed_in):
    client = signed_in(LEAD)
    many = [Entry(Sort.TASK, f"Task {number}") for number in range(MOST_ITEMS - 1)]
    ours = plans.add(Content("Long", groups=(Group("All", tuple(many)),)), school=person(LEAD).school)
    modules = [add_module(title=f"Module {number}") for number in range(2)]
    picked = {"choosing": "0", "add": [page.pk for page in modules]}
    main = main_of(change(client, ours, press="add", **picked))
    assert FULL in main and "Module 0" in main
    answer = change(client, ours, **picked)
    assert FULL in main_of(answer) and titles(ours) == [entry.title for entry in many]
    extra = task("One", "thing-0-70") | task("Two", "thing-0-71")
    assert FULL in main_of(change(client, ours, **extra), 400)
    parts = {f"part-{number}-title": f"Part {number}" for number in range(1, MOST_GROUPS)}
    assert TOO_MANY_PARTS in main_of(change(client, ours, press="part-add", **parts))
    parts[f"part-{MOST_GROUPS}-title"] = "One more"
    assert TOO_MANY_PARTS in main_of(change(client, ours, **parts), 400)


def test_pages_that_not_all_staff_can_read_are_refused_with_words(signed_in):
    client, ours = signed_in(LEAD), add_plan()
    secret, draft = add_module(title="For leads", access="dsl"), add_module(title="A draft", live=False)
    main = main_of(change(client, ours, press="add", choosing="0", add=[secret.pk, draft.pk]))
    assert "“For leads” is for school leads alone" in main and "it was not added" in main
    assert "A draft" not in main and 'name="thing-0-3' not in main
    posted = task("", "thing-0-3", Sort.PAGE, number=secret.pk)
    assert "“For leads” is for school leads alone" in main_of(change(client, ours, **posted), 400)
    posted = task("", "thing-0-3", Sort.PAGE, number=draft.pk)
    assert "A draft" not in main_of(change(client, ours, **posted), 400)


def test_a_page_that_went_stays_in_the_plan_and_is_marked(signed_in):
    closed, gone = add_module(title="Closed later"), add_module(title="Deleted later")
    client, ours = signed_in(LEAD), add_plan(closed, gone)
    closed.access = "dsl"
    closed.save()
    gone.delete()
    for address in (at("plan", ours.public_id), at("change_plan", ours.public_id)):
        main = main_of(client.get(address))
        assert "Deleted later" in main and "was taken away" in main and "for school leads alone" in main
    change(client, ours, name="Saved all the same")
    ours.refresh_from_db()
    assert (ours.name, ours.version) == ("Saved all the same", 2)
    assert titles(ours)[:2] == ["Closed later", "Deleted later"]


def test_things_keep_their_keys_and_nobody_names_a_key_of_others(signed_in):
    client, ours = signed_in(LEAD), add_plan()
    theirs = add_plan(school=person(ELSEWHERE).school)
    plans.change(theirs, Content("Theirs", groups=(Group("A", (Entry("task", "B", key="secret"),)),)), 1)
    change(
        client, ours, **task("Known", "thing-0-3", key="prevent"), **task("New", "thing-0-4", key="secret")
    )
    keys = [entry.key for group in plans.content_of(ours).groups for entry in group.entries]
    assert keys[:3] == ["front-door", "meet-the-lead", "prevent"]
    assert len(set(keys)) == 5 and "secret" not in keys


def test_two_leads_change_one_plan_and_nothing_is_lost(signed_in):
    client, ours = signed_in(LEAD), add_plan()
    mine = typed(ours, press="save", **task("Only mine", "thing-0-3"))
    plans.change(ours, Content("Theirs", groups=(Group("Do", (Entry("task", "Only theirs"),)),)), 1)
    answer = client.post(at("change_plan", ours.public_id), mine)
    main = main_of(answer, 409)
    assert "A colleague saved this plan" in main and "Only theirs" in main
    assert 'value="Only mine"' in main and 'value="Find your front door"' in main
    assert 'name="seen" value="2"' in main
    assert titles(ours) == ["Only theirs"]
    client.post(at("change_plan", ours.public_id), {**mine, "seen": "2"})
    ours.refresh_from_db()
    assert titles(ours)[-1] == "Only mine" and ours.version == 3
    assert client.post(at("change_plan", ours.public_id), {**mine, "seen": "nonsense"}).status_code == 409


def test_two_saves_at_once_are_one_and_a_refusal(at_once):
    ours = add_plan()

    def save(name) -> str:
        try:
            plans.change(Plan.objects.get(pk=ours.pk), content(name=name), 1)
        except plans.MeanwhileError:
            return ""
        return name

    saved = sorted(one.result() for one in [at_once(save, "A"), at_once(save, "B")])
    ours.refresh_from_db()
    assert saved == ["", ours.name] and ours.version == 2


@pytest.mark.parametrize("address", ["plan", "change_plan", "give_plan", "update_plan", "plans"])
def test_pages_ask_as_often_for_fifty_as_for_two(signed_in, address):
    client, counts = signed_in(LEAD), []
    for count in (2, 50):
        pages = [add_activity(title=f"Activity {count} {number}") for number in range(count)]
        school, name = person(LEAD).school, f"Plan for {count}"
        ours = add_plan(*pages, name=name)
        assigning.assign(ours, add_people(count), school=school, by=person(LEAD))
        plans.change(ours, content(*pages[1:], name=name), 1)
        where = at(address) if address == "plans" else at(address, ours.public_id)
        client.get(where)
        with CaptureQueriesContext(connection) as asked:
            assert name in main_of(client.get(where))
        counts.append(len(asked))
    assert counts[0] == counts[1] < 45


def test_looking_for_pages_asks_as_often_for_many_as_for_few(signed_in):
    client, ours, counts = signed_in(LEAD), add_plan(), []
    change(client, ours, press="search", choosing="0", words="wanted")  # what is held in memory is there
    for count in (2, 48):
        for number in range(count):
            add_module(title=f"Wanted {count} {number}")
        with CaptureQueriesContext(connection) as asked:
            main = main_of(change(client, ours, press="search", choosing="0", words="wanted"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert main.count('name="add"') == 30 and "20 more" in main


NUMBERS = st.integers(min_value=0, max_value=6000)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60)
ENTRIES = st.one_of(
    st.builds(
        Entry,
        st.sampled_from([Sort.TASK, Sort.SESSION, Sort.EXTERNAL]),
        WORDS,
        key=st.uuids().map(lambda key: key.hex),
        note=WORDS,
        minutes=NUMBERS,
    ),
    st.builds(
        Entry,
        st.sampled_from([Sort.PAGE, Sort.QUIZ]),
        WORDS,
        number=st.integers(1, 999_999_999),
        note=WORDS,
        minutes=NUMBERS,
    ),
)
GROUPS = st.builds(
    Group, WORDS, st.lists(ENTRIES, max_size=5).map(tuple), st.none() | st.integers(min_value=1, max_value=5)
)
CONTENTS = st.builds(
    Content,
    WORDS,
    about=WORDS,
    for_whom=WORDS,
    is_induction=st.booleans(),
    groups=st.lists(GROUPS, max_size=4).map(tuple),
)


class AnyContent(TestCase):
    """Whatever a plan says, it is written and read without a loss."""

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(CONTENTS)
    def test_what_is_added_is_what_is_read(self, said):
        made = plans.add(said)
        assert plans.content_of(made) == said
        copy = plans.copy(made, school=None, maker=None)
        assert plans.content_of(copy) == said

    @settings(max_examples=60, deadline=None)
    @given(CONTENTS)
    def test_a_form_posts_what_it_was_given(self, said):
        draft = Draft.of(said)
        assert Draft.read(draft.data()) == draft
