"""A plan that a school requires: its lead keeps the lists, also of the portal's, and it comes again."""

import pytest

from tests.factories.quizzes import add_quiz
from tests.pages import plain_main_of as main_of
from tests.training.conftest import ELSEWHERE, LEAD, READER, TRAINER, person
from tests.training.records.pages import at
from tests.training.records.plans.planning import add_people, content
from training.records import assigning, plans
from training.records.models import Assignment, Requirement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]


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


def test_what_another_school_requires_is_not_told(lead, demo):
    quiz = add_quiz(title="Twice", attempts_allowed=2)
    plan, said = plans.add(content(quiz), maker=person(TRAINER)), "can be taken only so often in all"
    yearly = {"plan": plan, "by_month": 10, "by_day": 31}
    Requirement.objects.create(school=person(ELSEWHERE).school, **yearly)
    assert said not in main_of(lead.get(at("plan", plan.public_id)))
    Requirement.objects.create(school=person(LEAD).school, **yearly)
    assert said in main_of(lead.get(at("plan", plan.public_id)))
