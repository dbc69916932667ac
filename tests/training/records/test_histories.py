"""Whatever happens to plans, pages and people: what somebody did stays, and nothing else is their status."""

import datetime
from contextlib import contextmanager

import pytest
import time_machine
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts import privacy
from portal.accounts.models import User
from tests.factories.accounts import SchoolFactory, UserFactory
from tests.factories.training import add_activity, add_module
from training.models import ModulePage, TrainingPage
from training.records import assigning, learning, plans
from training.records.models import AssignedItem, Assignment, How, LearningRecord, Outcome, Sort
from training.records.plans import Content, Entry, Group
from training.records.standing import OF_ITEM, progress_by_assignment

pytestmark = pytest.mark.django_db
PEOPLE, THINGS = 2, 5
WHO, WHAT = st.integers(0, PEOPLE - 1), st.integers(0, THINGS - 1)
ACTIONS = st.one_of(
    st.tuples(st.just("give"), WHO),
    st.tuples(st.just("choose"), WHO),
    st.tuples(st.just("renew"), WHO),
    st.tuples(st.just("end"), WHO),
    st.tuples(st.just("erase"), WHO),
    st.tuples(st.just("do"), WHO, WHAT, st.sampled_from([Outcome.DONE, Outcome.PASSED, Outcome.NOT_YET])),
    st.tuples(st.just("do"), WHO, WHAT, st.just(Outcome.DONE)),  # what happens most
    st.tuples(st.just("do"), WHO, WHAT, st.just(Outcome.DONE)),
    st.tuples(st.just("take back"), WHO, WHAT),
    st.tuples(st.just("edit plan"), st.sets(WHAT), st.integers(1, 3) | st.none()),
    st.tuples(st.just("bring up to date")),
    st.tuples(st.just("new version"), st.booleans()),
    st.tuples(st.just("unpublish"), WHAT),
    st.tuples(st.just("publish"), WHAT),
    st.tuples(st.just("delete page"), WHAT),
    st.tuples(st.just("put away")),
    st.tuples(st.just("days pass"), st.integers(1, 400)),
)


class World:
    """A school, two people, a plan and five things; every record that was ever written, as it was then."""

    def __init__(self):
        self.today = datetime.date(2026, 9, 1)
        self.school = SchoolFactory()
        self.people = [UserFactory(role="Reader", school=self.school) for _ in range(PEOPLE)]
        self.module = add_module(title="Signs", minutes=30, version=1)
        pages = [self.module, add_activity(title="Meet"), add_activity(title="Map")]
        self.things = [plans.entry_of(page) for page in pages]
        self.things += [Entry(Sort.TASK, "Find it", key="find"), Entry(Sort.QUIZ, "Quiz", number=2**30)]
        self.plan = plans.add(self.content(range(THINGS), 1), school=self.school)
        self.records: dict[int, dict] = {}
        self.lists: dict[int, list] = {}

    def content(self, chosen, needed) -> Content:
        entries = tuple(self.things[place] for place in sorted(chosen))
        return Content("First weeks", groups=(Group("All", entries[:2]), Group("Some", entries[2:], needed)))

    def alive(self, who: int) -> User | None:
        return User.objects.filter(pk=self.people[who].pk, is_active=True).first()

    def current(self, who: int):
        return Assignment.objects.current().filter(person=self.people[who], school=self.school)

    def act(self, name: str, *told) -> None:
        getattr(self, name.replace(" ", "_"))(*told)

    def give(self, who):
        if person := self.alive(who):
            assigning.assign(self.plan, [person], school=self.school, by=None)

    def choose(self, who):
        if person := self.alive(who):
            assigning.choose(self.plan, person)

    def renew(self, who):
        rows = list(self.current(who).select_related("plan"))
        assigning.renew(rows, begins=self.today, due_on=self.today + datetime.timedelta(days=60))

    def end(self, who):
        for row in self.current(who):
            assigning.end(row)

    def erase(self, who):
        if person := self.alive(who):
            privacy.erase_everything(person)
            assert not LearningRecord.objects.filter(person=person).exists()
            assert not Assignment.objects.filter(person=person).exists()
            self.records = {pk: row for pk, row in self.records.items() if row["person"] != person.pk}

    def do(self, who, what, outcome):
        person, thing = self.alive(who), self.things[what]
        if person is None:
            return
        if thing.sort == Sort.PAGE:
            if page := learning.page_for(person, thing.number):
                learning.note(person, page, learning.version_of(page))
        elif thing.sort == Sort.TASK:
            item = AssignedItem(sort=thing.sort, key=thing.key, title=thing.title)
            learning.note_task(person, item, self.today)
        else:
            told = {"title": thing.title, "number": thing.number, "done_on": self.today, "outcome": outcome}
            LearningRecord.objects.create(person=person, sort=Sort.QUIZ, how=How.TAKEN, **told)

    def take_back(self, who, what):
        thing = self.things[what]
        mine = LearningRecord.objects.standing().filter(person=self.people[who])
        for record in mine.filter(sort=thing.sort, number=thing.number, key=thing.key):
            learning.take_back(record)

    def edit_plan(self, chosen, needed):
        plans.change(self.plan, self.content(chosen, needed), self.plan.version)

    def bring_up_to_date(self):
        promised, had = assigning.would_change(self.plan, self.school), self.titles()
        assert assigning.bring_up_to_date(self.plan, self.school, self.plan.version) == promised.people
        got = self.titles()
        assert set().union(*(got[pk] - had[pk] for pk in got)) <= set(promised.added)
        assert set().union(*(had[pk] - got[pk] for pk in got)) <= set(promised.removed)
        assert not assigning.would_change(self.plan, self.school)
        self.lists = {}

    def titles(self) -> dict[int, set]:
        return {row.pk: {item.title for item in row.items.all()} for row in Assignment.objects.all()}

    def new_version(self, ask_again):
        page = ModulePage.objects.filter(pk=self.module.pk).first()
        if page:
            page.version += 1
            page.read_again_from = page.version if ask_again else page.read_again_from
            page.save()

    def unpublish(self, what):
        TrainingPage.objects.filter(pk=self.things[what].number).update(live=False)

    def publish(self, what):
        TrainingPage.objects.filter(pk=self.things[what].number).update(live=True)

    def delete_page(self, what):
        if page := TrainingPage.objects.filter(pk=self.things[what].number).first():
            page.specific.delete()

    def put_away(self):
        type(self.plan).objects.filter(pk=self.plan.pk).update(put_away=True)

    def days_pass(self, days):
        self.today += datetime.timedelta(days=days)

    def check(self):
        """Nothing done is lost or changed; and lists change by asking alone."""
        there = {row.pk: model_to_dict(row) for row in LearningRecord.objects.filter(person__in=self.people)}
        assert {pk: there.get(pk) for pk in self.records} == self.records
        self.records = there
        rows = list(Assignment.objects.filter(person__in=self.people))
        lists = {
            row.pk: list(row.items.values_list("sort", "number", "key", "group", "needed")) for row in rows
        }
        assert {pk: lists.get(pk) for pk in self.lists if pk in lists} == {
            pk: told for pk, told in self.lists.items() if pk in lists
        }
        self.lists = lists

    def check_progress(self):
        """How far each is, is what their records say."""
        rows = list(Assignment.objects.filter(person__in=self.people))
        found = progress_by_assignment(rows)
        for row in rows:
            self.check_status(row, found[row.pk])

    def check_status(self, row, progress):
        """Say it again, slowly: with a query for each item."""
        assert [tuple(step.item) for step in progress.steps] == list(row.items.values_list(*OF_ITEM))
        groups: dict[int, list] = {}
        for step in progress.steps:
            item = step.item
            about = {"sort": item.sort, "number": item.number, "key": item.key}
            mine = LearningRecord.objects.filter(person=row.person, correction=None, **about)
            mine = mine.exclude(outcome=Outcome.TAKEN_BACK)
            if row.counts_from:
                mine = mine.filter(done_on__gte=row.counts_from)
            done = mine.exclude(outcome=Outcome.NOT_YET).order_by("done_on").first()
            assert step.is_done == (done is not None)
            assert step.done_on == (done.done_on if done else None)
            groups.setdefault(item.group_order, []).append((item.needed, done))
        wanted = {
            place: len(told) if told[0][0] is None else min(told[0][0], len(told))
            for place, told in groups.items()
        }
        counted = {
            place: min(wanted[place], sum(bool(done) for _, done in groups[place])) for place in groups
        }
        assert (progress.done, progress.needed) == (sum(counted.values()), sum(wanted.values()))
        assert progress.is_complete == (bool(groups) and counted == wanted)
        assert (progress.completed_on is not None) == progress.is_complete


@contextmanager
def on(day: datetime.date):
    """At noon of `day`."""
    with time_machine.travel(datetime.datetime.combine(day, datetime.time(12), datetime.UTC), tick=False):
        yield


@pytest.fixture
def start(demo):
    """A world that every history begins with; what happened in one is undone before the next."""
    with on(datetime.date(2026, 9, 1)):
        World()  # shelves and the like are made once
    return World


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(ACTIONS, min_size=15, max_size=30))
def test_no_history_loses_or_changes_what_somebody_did(start, history):
    with transaction.atomic():
        with on(datetime.date(2026, 9, 1)):
            world = start()
        for name, *told in [("give", 0), ("give", 1), *history]:
            with on(world.today):
                assert timezone.localdate() == world.today
                world.act(name, *told)
                world.check()
        world.check_progress()
        transaction.set_rollback(True)
