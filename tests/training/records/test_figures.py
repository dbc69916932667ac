"""The figures of the training in the admin: who counts, who reads of what, and what is never told."""

import csv
import datetime
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import quizzes as factory
from tests.factories.accounts import SchoolFactory
from tests.factories.training import add_module
from tests.pages import cells_of
from tests.roles import PEOPLE
from tests.training.conftest import TRAINER, person
from tools.many_records import add_people
from training.models import ModulePage
from training.records import assigning, learning, plans
from training.records.dates import school_year_of
from training.records.figures import missed
from training.records.figures.cohorts import Measure, rows_of, school_years, schools_with_members
from training.records.models import LearningRecord, Outcome, Plan, PlanGroup, PlanItem, Sort
from training.records.views import figures as views

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]

EDITOR = PEOPLE["p"]
PAGE = reverse("training_figures")
TODAY = timezone.localdate


def school_of(count: int, **fields):
    """Return a school and so many people who belong to it."""
    school = SchoolFactory(**fields)
    return school, add_people({school: count})


def record(people, number: int, school, sort=Sort.PAGE, outcome=Outcome.DONE, day=None, **fields) -> list:
    """Let each of `people` have done something."""
    return LearningRecord.objects.bulk_create(
        LearningRecord(
            person=one,
            school=school,
            sort=sort,
            number=number,
            title="It",
            done_on=day or TODAY(),
            outcome=outcome,
            how="read",
            **fields,
        )
        for one in people
    )


def shown(measure, module, school, year=None):
    """Return the one figure of a school and a module."""
    schools = [one for one in schools_with_members() if one == school]
    return rows_of(measure, [module], schools, school_years(), year)[0].figures[0]


class TestWhoCounts:
    def test_each_person_once_and_only_what_stands(self):
        module, (school, people) = add_module(), school_of(8)
        record(people, module.pk, school, version="1")
        assert shown(Measure.READ, module, school) == 5
        record(people, module.pk, school, version="2")  # again, and each counts once
        assert shown(Measure.READ, module, school) == 5
        for one in people[:3]:
            for said in learning.of(one).standing():
                learning.take_back(said)
        assert shown(Measure.READ, module, school) == 5
        for said in learning.of(people[3]).standing():
            learning.take_back(said)
        assert shown(Measure.READ, module, school) is None  # four

    def test_at_the_school_for_which_they_acted(self):
        module, (school, people), (other, _) = add_module(), school_of(6), school_of(6)
        record(people, module.pk, school)
        assert (shown(Measure.READ, module, school), shown(Measure.READ, module, other)) == (5, 0)

    def test_a_quiz_that_was_passed_and_no_other(self):
        quiz = factory.add_quiz([factory.single()], purpose="assessment", pass_mark=80)
        module, same, (school, people) = add_module(quiz=quiz), add_module(quiz=quiz), school_of(12)
        record(people[:4], quiz.pk, school, Sort.QUIZ, Outcome.PASSED)
        record(people[4:], quiz.pk, school, Sort.QUIZ, Outcome.NOT_YET)
        assert shown(Measure.PASSED, module, school) is None
        record(people[4:5], quiz.pk, school, Sort.QUIZ, Outcome.PASSED)
        assert shown(Measure.PASSED, module, school) == shown(Measure.PASSED, same, school) == 5
        assert shown(Measure.PASSED, add_module(), school) == 0
        assert shown(Measure.READ, module, school) == 0

    def test_the_school_year(self):
        module, (school, people), year = add_module(), school_of(20), school_year_of(TODAY())
        record(people[:10], module.pk, school)
        record(people[5:], module.pk, school, day=datetime.date(year, 8, 31))
        record(people[:2], module.pk, school, day=datetime.date(year - 1, 9, 1))
        assert school_years() == [year, year - 1]
        figures = [shown(Measure.READ, module, school, each) for each in (year, year - 1, None)]
        assert figures == [10, 15, 20]

    def test_what_is_in_a_plan_and_not_done(self):
        module, (school, people) = add_module(), school_of(12)
        plan = Plan.objects.create(name="Start", school=school)
        group = PlanGroup.objects.create(plan=plan, title="All", order=0)
        PlanItem.objects.create(group=group, sort=Sort.PAGE, number=module.pk, title="It", order=0)
        assigning.assign(plan, people, school=school, by=None)
        assert shown(Measure.OPEN, module, school) == 10
        record(people[:2], module.pk, school)
        record(people[2:3], module.pk, school, Sort.QUIZ, Outcome.PASSED)
        assert shown(Measure.OPEN, module, school) == 10
        record(people[2:7], module.pk, school)
        assert shown(Measure.OPEN, module, school) == 5
        given = plans.Plan.objects.get(pk=plan.pk).assignments.all()
        tomorrow = TODAY() + datetime.timedelta(days=1)
        assigning.renew(given, begins=tomorrow, due_on=tomorrow)  # what was done before counts no more
        assert shown(Measure.OPEN, module, school) == 10
        for one in plan.assignments.current():
            assigning.end(one)
        assert shown(Measure.OPEN, module, school) == 0


class TestWhatIsNotTold:
    def test_no_figure_below_five_stands_in_page_or_file(self, signed_in):
        module, (school, people), (tiny, few) = add_module(), school_of(9), school_of(4)
        record(people[:4], module.pk, school)
        record(few, module.pk, tiny)
        none = add_module()
        client = signed_in(EDITOR)
        page = client.get(PAGE).text
        columns = [one.pk for one in client.get(PAGE).context["modules"]]
        place, other = columns.index(module.pk), columns.index(none.pk)
        assert cells_of(page, school.name)[place] == cells_of(page, tiny.name)[place] == "Fewer than 5"
        assert (cells_of(page, school.name)[other], cells_of(page, tiny.name)[other]) == ("0", "Fewer than 5")
        table = page[page.index('id="by-school"') : page.index('id="state"')]
        found = re.findall(r"<td>(?:<strong>)?(\d+)(?:</strong>)?</td>", table)
        figures = [each for state in client.get(PAGE).context["states"] for each in state.figures if each]
        assert found
        assert [each for each in [*map(int, found), *figures] if each % 5] == []
        file = client.get(PAGE, {"download": "1"})
        rows = [row for row in csv.reader(io.StringIO(file.text)) if row[1:3] == [school.name, str(module)]]
        assert rows[0][3:] == ["all school years", "Fewer than 5", "0", "0"]
        assert not re.search(r",[1-4](,|\r)", file.text)

    def test_one_person_more_in_all_years_than_in_one_cannot_be_seen(self):
        """Taking one figure from the other would tell that one person did it in the year before."""
        module, (school, people), year = add_module(), school_of(30), school_year_of(TODAY())
        record(people[:12], module.pk, school)
        before = [shown(Measure.READ, module, school, each) for each in (year, None)]
        record(people[12:13], module.pk, school, day=datetime.date(year, 8, 1))
        assert [shown(Measure.READ, module, school, each) for each in (year, None)] == before == [10, 10]

    def test_the_sum_tells_nothing_that_the_rows_do_not(self, signed_in):
        module, (school, people), (other, more) = add_module(), school_of(9), school_of(9)
        record(people[:7], module.pk, school)
        record(more[:3], module.pk, other)
        answer = signed_in(EDITOR).get(PAGE)
        place = [one.pk for one in answer.context["modules"]].index(module.pk)
        assert answer.context["sums"][place] == 5

    def test_no_person_is_named(self, signed_in):
        module, (school, people) = add_module(), school_of(9)
        record(people, module.pk, school)
        for query in ({}, {"download": "1"}):
            text = signed_in(EDITOR).get(PAGE, query).text
            assert not [one for one in people if one.name in text or one.email in text]


class TestTheScreen:
    def test_a_trainer_reads_of_what_they_made_or_look_after(self, signed_in):
        editor = person(EDITOR)
        own = add_module(title="Made by me", owner=person(TRAINER), maintainer=editor)
        kept = add_module(title="Kept by me")
        other = add_module(title="Of somebody else", maintainer=editor)
        draft = add_module(title="A draft", live=False)
        modules = signed_in(TRAINER).get(PAGE).context["modules"]
        assert {own, kept} <= set(modules)
        assert other not in modules
        assert draft not in modules
        client = signed_in(TRAINER)
        for text in (client.get(PAGE).text, client.get(PAGE, {"download": "1"}).text):
            assert "Kept by me" in text
            assert "Of somebody else" not in text
        assert {own, kept, other} <= set(signed_in(EDITOR).get(PAGE).context["modules"])

    def test_the_area_narrows_page_and_file(self, signed_in):
        from portal.content.models import Area

        areas = [Area.objects.create(name=name, slug=name.lower()) for name in ("Eastshire", "Westshire")]
        (east, _), (west, _) = (school_of(1, area=area) for area in areas)
        add_module()
        client = signed_in(EDITOR)
        for query in ({}, {"download": "1"}):
            text = client.get(PAGE, {"area": areas[0].pk, **query}).text
            assert east.name in text
            assert west.name not in text

    @pytest.mark.parametrize("name", ["measure", "year", "area", "p"])
    @pytest.mark.parametrize("value", ["x", "-1", "99999999999999999999", "²"])
    def test_what_is_absurd_is_passed_over(self, signed_in, name, value):
        assert signed_in(EDITOR).get(PAGE, {name: value}).status_code == 200

    def test_modules_that_are_out_of_date_are_named(self, signed_in):
        module = add_module(title="Signs", version=2, next_review=TODAY() - datetime.timedelta(days=1))
        school, people = school_of(11)
        record(people, module.pk, school, version="1")
        record(people[:5], module.pk, school, version="2")
        client = signed_in(EDITOR)
        state = next(one for one in client.get(PAGE).context["states"] if one.module == module)
        assert (state.most_read_an_older, state.figures) == (True, [10, 5])
        text = client.get(PAGE).text
        assert "Its review is overdue. Most who read it read an older version." in text
        record(people[5:6], module.pk, school, version="2")
        state = next(one for one in client.get(PAGE).context["states"] if one.module == module)
        assert not state.most_read_an_older

    def test_modules_that_have_no_room_are_said_and_stand_in_the_file(self, signed_in, monkeypatch):
        monkeypatch.setattr(views, "MOST", 2)
        client = signed_in(TRAINER)
        made = [add_module(title=f"Mine {n}", owner=person(TRAINER)) for n in range(3)]
        ModulePage.objects.filter(pk=made[2].pk).update(next_review=TODAY() - datetime.timedelta(1))
        answer = client.get(PAGE)
        count = len(answer.context["modules"])
        assert count == 2
        assert len(answer.context["states"]) == 2
        assert answer.context["states"][0].module == made[2]  # what is to be seen to is never cut off
        total = answer.context["modules_in_all"]
        assert f"The first 2 of your {total} modules are shown. The file has all of them." in answer.text
        assert f"2 of your {total} modules are shown, those to see to first." in answer.text
        file = client.get(PAGE, {"download": "1"}).text
        assert all(str(module) in file for module in made)
        monkeypatch.setattr(views, "MOST", 40)
        assert "are shown. The file" not in client.get(PAGE).text

    def test_the_schools_are_asked_for_once(self, signed_in):
        add_module()
        client = signed_in(EDITOR)
        client.get(PAGE)
        for query in ({}, {"download": "1"}):
            with CaptureQueriesContext(connection) as queries:
                client.get(PAGE, query)
            asked = [one for one in queries if 'FROM "accounts_school"' in one["sql"]]
            assert len(asked) == 1

    def test_the_menu_leads_to_it(self, signed_in):
        assert PAGE in signed_in(EDITOR).get("/admin/").text
        assert PAGE not in signed_in(PEOPLE["d"]).get("/admin/").text

    def test_as_many_queries_for_two_schools_as_for_fifty(self, signed_in):
        client, module = signed_in(EDITOR), add_module()
        client.get(PAGE)
        counts = []
        for more in (2, 48):
            for _ in range(more):
                school, people = school_of(6)
                record(people, module.pk, school)
                add_module()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(PAGE).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestMissed:
    PAGE = reverse("training_missed")

    def quiz(self, wrong: int, **fields):
        quiz = factory.add_quiz([factory.single("q")], **fields)
        for place in range(5):
            answer = "q-2" if place < wrong else "q-1"
            factory.add_attempt(quiz.newest_version, {"q": [answer]})
        return quiz

    def test_the_questions_that_fewest_get_right_come_first(self, signed_in):
        hard, easy = self.quiz(4, title="The hard one"), self.quiz(1, title="The easy one")
        few = factory.add_quiz([factory.single("q")], title="Taken by four")
        for _ in range(4):
            factory.add_attempt(few.newest_version, {"q": ["q-2"]})
        answer = signed_in(EDITOR).get(self.PAGE)
        found = [(one.quiz, round(one.question.figures.facility)) for one, _ in answer.context["missed"]]
        assert found[:2] == [(hard, 20), (easy, 80)]
        assert reverse("quizzes_statistics", args=[hard.pk]) in answer.text
        assert "Taken by four" not in answer.text

    def test_quizzes_that_have_no_room_are_said(self, signed_in, monkeypatch):
        monkeypatch.setattr(missed, "MOST_QUIZZES", 1)
        self.quiz(4, title="Taken by five")
        more = self.quiz(1, title="Taken by six")
        factory.add_attempt(more.newest_version, {"q": ["q-1"]})
        client = signed_in(EDITOR)
        answer = client.get(self.PAGE)
        assert [one.quiz for one, _ in answer.context["missed"]] == [more]
        assert "Of the 2 quizzes that 5 people or more took, only the 1 that most people took" in answer.text
        monkeypatch.setattr(missed, "MOST_QUIZZES", 50)
        assert "that most people took" not in client.get(self.PAGE).text

    def test_what_people_wrote_is_not_asked_for(self, signed_in):
        self.quiz(4)
        client = signed_in(EDITOR)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(self.PAGE).context["missed"]
        assert not [one for one in queries if '"quizzes_quizresponse"."response"' in one["sql"]]

    def test_a_trainer_reads_of_theirs(self, signed_in):
        self.quiz(4, title="Kept by another", maintainer=person(EDITOR))
        self.quiz(4, title="Mine", owner=person(TRAINER))
        text = signed_in(TRAINER).get(self.PAGE).text
        assert "Mine" in text
        assert "Kept by another" not in text

    def test_as_many_queries_for_two_quizzes_as_for_twenty(self, signed_in):
        client = signed_in(EDITOR)
        client.get(self.PAGE)
        counts = []
        for more in (2, 18):
            for _ in range(more):
                self.quiz(3)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(self.PAGE).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert len(client.get(self.PAGE).context["missed"]) == 10
