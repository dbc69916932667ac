"""Who sees and changes which plan; copied, put away, and how many there may be."""

import datetime
import threading

import pytest

from tests.pages import plain_main_of as main_of
from tests.training.conftest import ELSEWHERE, LEAD, READER, TRAINER, person
from tests.training.records.pages import at
from tests.training.records.plans.planning import ALL, NEW, add_people, add_plan, change, content, task, typed
from training.records import assigning, plans
from training.records.models import Assignment, Plan
from training.records.plans import MOST_OF_A_SCHOOL
from training.records.views.plans import FULL as NO_ROOM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]
OF_ONE = ("plan", "change_plan", "copy_plan", "put_plan_away", "give_plan", "update_plan")


def test_readers_and_the_signed_out_see_no_plans(client, signed_in):
    ours = add_plan()
    for address in (ALL, NEW, at("plan", ours.public_id), at("change_plan", ours.public_id)):
        assert "/accounts/login/" in client.get(address)["Location"]
    client = signed_in(READER)
    for address in (ALL, NEW, *(at(name, ours.public_id) for name in OF_ONE)):
        assert client.get(address).status_code in (403, 405)
        assert client.post(address).status_code in (403, 405)


@pytest.mark.parametrize("who", [ELSEWHERE, TRAINER])
def test_plans_of_another_school_are_not_there(signed_in, who):
    ours, somebody = add_plan(), add_people(1)[0]
    assigning.assign(ours, [somebody], school=ours.school, by=person(LEAD))
    client = signed_in(who)
    addresses = [at(name, ours.public_id) for name in OF_ONE]
    addresses += [at("attended", ours.public_id, "meet-the-lead")]
    addresses += [at("take_plan_away", Assignment.objects.get().public_id)]
    for address in addresses:
        got = {client.get(address).status_code, client.post(address, {"press": "save"}).status_code}
        assert got in ({404}, {404, 405}), address
    assert ours.name not in main_of(client.get(ALL))
    assert Assignment.objects.current().count() == 1


def test_a_trainer_makes_and_changes_the_plans_of_the_portal_alone(signed_in, template):
    ours = add_plan(name="Only ours")
    client = signed_in(TRAINER)
    main = main_of(client.get(ALL))
    assert template.name in main and ours.name not in main and "Copy for our school" not in main
    client.post(NEW, {"name": "New one", "press": "save", "part-0-title": "A", **task("Do it")})
    assert plans.templates().filter(name="New one", maker=person(TRAINER)).exists()
    main = main_of(client.get(at("plan", template.public_id)))
    assert "Change it" in main and "Who has it" not in main and "Give it to people" not in main
    change(client, template, name="Better")
    template.refresh_from_db()
    assert (template.name, template.version, template.school) == ("Better", 2, None)
    assert client.post(at("copy_plan", template.public_id)).status_code == 302
    assert not Plan.objects.filter(name="Better").exclude(pk=template.pk).exists()


def test_a_lead_looks_at_a_template_and_changes_none(signed_in, template):
    client = signed_in(LEAD)
    main = main_of(client.get(at("plan", template.public_id)))
    assert "Copy for our school" in main and "Change it" not in main
    for name in ("change_plan", "put_plan_away", "give_plan", "update_plan"):
        assert client.post(at(name, template.public_id), typed(template, press="save")).status_code == 404
    assert client.post(f"{NEW}?for=everybody", {"for": "everybody"}).status_code == 403
    template.refresh_from_db()
    assert (template.version, template.put_away) == (1, False)


def test_a_template_is_copied_and_what_is_done_for_it_counts(signed_in, template):
    client = signed_in(LEAD)
    assert "Copy for our school" in main_of(client.get(ALL))
    main = main_of(client.post(at("copy_plan", template.public_id), follow=True))
    copy = Plan.objects.get(school=person(LEAD).school)
    assert "This plan is your school’s own now" in main
    assert plans.content_of(copy) == plans.content_of(template)
    assert copy.maker == person(LEAD)


def test_a_copy_that_is_pressed_twice_is_one(signed_in, template, time_machine):
    time_machine.move_to(datetime.datetime(2026, 9, 10, 12, 0, 0, tzinfo=datetime.UTC), tick=False)
    client, ours = signed_in(LEAD), Plan.objects.filter(school=person(LEAD).school)
    other = plans.add(content(name="Another"))
    first = client.post(at("copy_plan", template.public_id))["Location"]
    assert client.post(at("copy_plan", template.public_id))["Location"] == first
    assert client.post(at("copy_plan", other.public_id))["Location"] != first
    assert ours.count() == 2
    plans.copy(template, school=person(LEAD).school, maker=person(ELSEWHERE))  # somebody else wants their own
    change(client, ours.get(name=template.name, maker=person(LEAD)), name="Changed")
    client.post(at("copy_plan", template.public_id))
    assert ours.count() == 4
    time_machine.move_to(datetime.datetime(2026, 9, 10, 12, 0, 11, tzinfo=datetime.UTC), tick=False)
    client.post(at("copy_plan", template.public_id))
    assert ours.count() == 5


def test_what_is_put_away_is_given_to_nobody_and_comes_back(signed_in, template):
    client, ours = signed_in(LEAD), add_plan()
    assert "is put away" in main_of(client.post(at("put_plan_away", ours.public_id), follow=True))
    ours.refresh_from_db()
    assert ours.put_away
    assert "Put away" in main_of(client.get(ALL))
    assert "Take it out again first" in main_of(client.get(at("give_plan", ours.public_id), follow=True))
    client.post(at("put_plan_away", ours.public_id), {"back": "yes"})
    ours.refresh_from_db()
    assert not ours.put_away
    plans.put_away(template, True)
    assert client.get(at("plan", template.public_id)).status_code == 404


def test_a_school_has_only_so_many_plans(signed_in, template):
    client, ours = signed_in(LEAD), add_plan(name="Away")
    plans.put_away(ours, True)
    for number in range(MOST_OF_A_SCHOOL):
        add_plan(name=f"Plan {number}")
    assert NO_ROOM in main_of(client.post(at("copy_plan", template.public_id), follow=True))
    assert NO_ROOM in main_of(client.post(at("put_plan_away", ours.public_id), {"back": "yes"}, follow=True))
    posted = {"name": "One more", "press": "save", "part-0-title": "A", **task("Kept as typed")}
    main = main_of(client.post(NEW, posted), 400)
    assert NO_ROOM in main and 'value="Kept as typed"' in main
    assert Plan.objects.filter(school=ours.school).count() == MOST_OF_A_SCHOOL + 1


def test_two_leads_who_copy_at_once_stay_within_the_limit(at_once):
    template = plans.add(content(), maker=person(TRAINER))
    for number in range(MOST_OF_A_SCHOOL - 1):
        add_plan(name=f"Plan {number}")
    school = person(LEAD).school

    def copy() -> bool:
        try:
            return bool(plans.copy(template, school=school, maker=None))
        except plans.FullError:
            return False

    done = [one.result() for one in [at_once(copy), at_once(copy)]]
    assert sorted(done) == [False, True]


def test_two_presses_at_once_are_one_copy(at_once):
    template, lead = plans.add(content(), maker=person(TRAINER)), person(LEAD)
    ready = threading.Barrier(2)

    def copy() -> int:
        ready.wait()
        return plans.copy(template, school=lead.school, maker=lead).pk

    assert len({one.result() for one in [at_once(copy), at_once(copy)]}) == 1
