"""The pages on which a lead says what is asked again and again."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts import memberships
from portal.accounts.models import School
from tests.factories.accounts import SchoolFactory
from tests.pages import main_of
from tests.training.conftest import LEAD, READER, person
from tests.training.records.what_is_asked import YEAR, night, plan_of, rule_of, staff
from training.records.models import Assignment, Plan, Requirement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]
LIST = reverse("records:rules")
ADD = reverse("records:add_rule")


def change(rule, name="change_rule") -> str:
    return reverse(f"records:{name}", args=[rule.public_id])


@pytest.fixture
def ours(signed_in):
    """The school of the demo's lead, with a plan; the client is signed in as that lead."""
    client = signed_in(LEAD)
    school = School.objects.get(pk=person(LEAD).school_id)
    get_user_model().objects.filter(email=READER).update(job_title="Form tutor")
    memberships.current(person=person(READER)).update(job_title="Form tutor")
    return client, school, plan_of(school, "Fire safety")


def form(plan, **fields) -> dict:
    return {
        "plan": plan.pk,
        "job_title": "*",
        "rhythm": "year",
        "by_day": "31",
        "by_month": "10",
        "days_for_new": "30",
        **fields,
    }


def test_a_lead_adds_changes_and_deletes_one(ours):
    client, school, plan = ours
    page = main_of(client.get(ADD))
    assert "Form tutor" in page and "Fire safety" in page
    told = main_of(client.post(ADD, form(plan), follow=True))
    assert "Saved." in told and "Everybody, each school year by 31 October" in told
    rule = Requirement.objects.get()
    assert (rule.school, rule.made_by.email, rule.every_months) == (school, LEAD, None)
    data = form(plan, rhythm="months", every_months="24", job_title="Form tutor")
    told = main_of(client.post(change(rule), data, follow=True))
    assert "Form tutor, every 24 months" in told
    rule.refresh_from_db()
    assert (rule.every_months, rule.by_day, rule.by_month) == (24, None, None)
    assert 'value="24"' in main_of(client.get(change(rule)))
    night()
    assert Assignment.objects.current().count() == 1
    assert "Delete this requirement?" in main_of(client.get(change(rule, "delete_rule")))
    assert Requirement.objects.exists()
    assert "Deleted." in main_of(client.post(change(rule, "delete_rule"), follow=True))
    assert not Requirement.objects.exists()
    assert Assignment.objects.current().count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"plan": ""}, "Choose a training plan"),
        ({"plan": "99999999"}, "Select a valid choice"),
        ({"plan": "x"}, "Select a valid choice"),
        ({"rhythm": ""}, "Choose how often"),
        ({"rhythm": "never"}, "Select a valid choice"),
        ({"by_day": "31", "by_month": "11"}, "November has no day 31"),
        ({"by_day": "30", "by_month": "2"}, "February has no day 30"),
        ({"by_day": "0"}, "greater than or equal to 1"),
        ({"by_day": "", "by_month": ""}, "Say by which day"),
        ({"by_month": "13"}, "Select a valid choice"),
        ({"rhythm": "months"}, "Say every how many months"),
        ({"rhythm": "months", "every_months": "0"}, "greater than or equal to 1"),
        ({"rhythm": "months", "every_months": "99999999999999999999"}, "less than or equal to 120"),
        ({"rhythm": "months", "every_months": "two"}, "Enter a whole number"),
        ({"days_for_new": "0"}, "greater than or equal to 1"),
        ({"days_for_new": "366"}, "less than or equal to 365"),
        ({"days_for_new": ""}, "required"),
        ({"job_title": ""}, "Choose for whom"),
        ({"job_title": "Astronaut"}, "Select a valid choice"),
        ({"job_title": "\x00"}, "Select a valid choice"),
    ],
    ids=str,
)
def test_what_cannot_be_is_said(ours, fields, words):
    client, _, plan = ours
    answer = client.post(ADD, {**form(plan), **fields})
    assert answer.status_code == 400
    assert "There is a problem" in answer.text and words in answer.text
    assert not Requirement.objects.exists()


def test_29_february_may_be_said(ours):
    client, _, plan = ours
    client.post(ADD, form(plan, by_day="29", by_month="2"))
    assert Requirement.objects.get().by_day == 29


def test_the_same_twice_is_one(ours):
    client, _, plan = ours
    client.post(ADD, form(plan, job_title="Form tutor"))
    Requirement.objects.update(job_title="FORM TUTOR")
    answer = client.post(ADD, form(plan, job_title="Form tutor"))
    assert answer.status_code == 400 and "asks this of the same people already" in answer.text
    assert client.post(ADD, form(plan)).status_code == 302  # everybody is somebody else
    first = Requirement.objects.get(job_title="FORM TUTOR")
    assert "FORM TUTOR" in main_of(client.get(change(first)))
    same = form(plan, job_title="FORM TUTOR", days_for_new="10")
    assert client.post(change(first), same).status_code == 302
    assert client.post(change(first), form(plan)).status_code == 400


def test_another_schools_is_not_there_and_a_reader_gets_nothing(ours, signed_in):
    client, school, plan = ours
    other = SchoolFactory()
    theirs, own = rule_of(other, plan_of(other)), rule_of(school, plan)
    assert theirs.plan.name not in main_of(client.get(LIST)).replace(own.plan.name, "")
    for name in ("change_rule", "delete_rule"):
        assert client.get(change(theirs, name)).status_code == 404
        assert client.post(change(theirs, name), form(plan)).status_code == 404
    assert client.post(ADD, form(theirs.plan)).status_code == 400
    reader = signed_in(READER)
    for address in (LIST, ADD, change(own), change(own, "delete_rule")):
        assert reader.get(address).status_code == 403
        assert reader.post(address, form(plan)).status_code in (403, 405)
    assert set(Requirement.objects.all()) == {theirs, own}


def test_a_plan_that_was_put_away_stays_with_its_requirement(ours):
    client, school, plan = ours
    rule = rule_of(school, plan)
    Plan.objects.filter(pk=plan.pk).update(put_away=True)
    assert "The plan is put away" in main_of(client.get(LIST))
    assert "Fire safety" not in main_of(client.get(ADD))
    assert "Fire safety" in main_of(client.get(change(rule)))
    assert client.post(change(rule), form(plan)).status_code == 302


def test_there_is_an_end_to_them(ours, monkeypatch):
    client, school, plan = ours
    monkeypatch.setattr("training.records.requirements.MOST_OF_A_SCHOOL", 1)
    rule_of(school, plan)
    assert "Delete one first" in client.post(ADD, form(plan, job_title="Form tutor"), follow=True).text
    assert Requirement.objects.count() == 1


def test_the_list_costs_the_same_for_fifty(ours):
    client, school, _ = ours

    def queries(count) -> int:
        for number in range(count):
            rule_of(school, plan_of(school, f"Plan {number} of {count}"), **YEAR)
            staff(school)
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    few = queries(2)
    assert queries(46) == few
