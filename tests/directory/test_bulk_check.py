"""One check of many services at once, from the admin's list of services."""

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.models import Assurance, Service
from tests.factories.directory import ServiceFactory

BULK = "/admin/bulk/directory/service/checked-today/"
LIST = "/admin/snippets/directory/service/"
EDITOR = "directory.editor@ambleford.example.org"
BY_WEBSITE = {"checked": ["phone", "hours"], "method": "website", "note": "Their new site"}


@pytest.fixture
def services(demo):
    return [ServiceFactory(name=f"Service {number}") for number in range(3)]


def address(services) -> str:
    return f"{BULK}?{'&'.join(f'id={service.pk}' for service in services)}&next={LIST}"


def checks(services):
    return Assurance.objects.filter(service__in=services)


def test_the_list_offers_it(signed_in, demo):
    assert BULK in signed_in(EDITOR).get(LIST).text


def test_many_are_checked_in_one_way(signed_in, services):
    client = signed_in(EDITOR)
    asked = client.get(address(services[:2]))
    assert "Service 0" in asked.text and "Service 2" not in asked.text
    assert not checks(services).exists()
    answer = client.post(address(services[:2]), BY_WEBSITE)
    assert (answer.status_code, answer.url) == (302, LIST)
    assert {check.service for check in checks(services)} == set(services[:2])
    for check in checks(services):
        assert (check.method, check.fields, check.note) == ("website", ["phone", "hours"], "Their new site")
        assert (check.assurer.email, check.assured_at) == (EDITOR, timezone.localdate())
    assert "2 services checked today." in client.get(LIST).text


def test_a_mistake_is_taken_back_as_a_whole(signed_in, services):
    client = signed_in(EDITOR)
    client.post(address(services), BY_WEBSITE)
    (batch,) = client.get(reverse("directory_due:index")).context["just_checked"]
    client.post(reverse("directory_due:undo", args=[batch["checks"][0]]))
    assert not checks(services).exists()


@pytest.mark.parametrize("answers", [{}, {"checked": ["rumour"], "method": "phone"}, {"checked": ["phone"]}])
def test_a_form_that_is_not_whole_writes_nothing(signed_in, services, answers):
    answer = signed_in(EDITOR).post(address(services), answers)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert not checks(services).exists()


def test_a_draft_and_a_closed_one_are_left_out(signed_in, services):
    Service.objects.filter(pk=services[0].pk).update(live=False)
    Service.objects.filter(pk=services[1].pk).update(availability="defunct")
    client = signed_in(EDITOR)
    assert "These are left out" in client.get(address(services)).text
    client.post(address(services), BY_WEBSITE)
    assert {check.service for check in checks(services)} == {services[2]}


@pytest.mark.parametrize(
    "who", ["tom.aldous@ambleford.example.org", "asha.mistry@ravensmoor.example.org", None]
)
def test_whoever_may_not_check_writes_nothing(client, signed_in, services, who):
    client = signed_in(who) if who else client
    answer = client.post(address(services), BY_WEBSITE)
    assert answer.status_code in {302, 403}
    assert not checks(services).exists()


@pytest.mark.parametrize("ids", ["id=all", "id=x", f"id={'9' * 30}", "id=-1", "", "id=0"])
def test_an_address_that_names_no_service_of_the_list(signed_in, demo, ids):
    before = Assurance.objects.count()
    client = signed_in(EDITOR)
    answer = client.get(f"{BULK}?{ids}&next={LIST}")
    assert answer.status_code == 200
    assert "at most 50 can be checked at once" in answer.text
    assert client.post(f"{BULK}?{ids}&next={LIST}", BY_WEBSITE).status_code == 302
    assert Assurance.objects.count() == before


def test_a_second_click_adds_none(signed_in, services):
    client = signed_in(EDITOR)
    client.post(address(services), BY_WEBSITE)
    client.post(address(services), BY_WEBSITE)
    assert checks(services).count() == 3
