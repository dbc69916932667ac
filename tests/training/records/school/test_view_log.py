"""Who looked at what somebody did: noted once a day, shown to that person and to nobody else."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts import roles
from portal.accounts.models import Membership
from tests.factories.accounts import SchoolFactory, UserFactory
from tests.pages import main_of
from tests.roles import PEOPLE
from tests.training.records.school.given import MATRIX
from training.records.models import RecordView
from training.records.view_log import looked, looked_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_plans")]

WHO_LOOKED = reverse("records:who_looked")
What = RecordView.What


def seen(person) -> list[tuple]:
    return [(str(one.viewer), one.what, one.on.isoformat()) for one in looked_at(person)]


def address(name, person, school) -> str:
    row = Membership.objects.get(person=person, school=school)
    return reverse(f"records:{name}", args=[row.public_id])


def test_each_way_to_look_is_noted_once_a_day(signed_in, lead, rita, school, on_day):
    client = signed_in(lead.email)
    for _ in range(2):
        client.get(address("school_record", rita, school))
    assert seen(rita) == [("Lena Lead", What.RECORD, "2026-11-28")]
    client.get(address("school_record_file", rita, school))
    assert len(seen(rita)) == 1
    client.get(MATRIX)
    client.get(reverse("records:school_training_file", args=["csv"]))
    client.get(reverse("records:school_training_file", args=["xlsx"]))
    assert {what for _, what, _ in seen(rita)} == {What.RECORD, What.LIST, What.FILE}
    assert len(seen(rita)) == 3
    on_day(2026, 11, 29)
    client.cookies.clear()  # that session is over
    signed_in(lead.email).get(address("school_record", rita, school))
    assert seen(rita)[0] == ("Lena Lead", What.RECORD, "2026-11-29")
    assert seen(lead) == []  # oneself does not count


def test_only_who_is_on_the_page_or_in_the_file(signed_in, lead, rita, school):
    other = UserFactory(role=roles.READER, school=school, name="Omar Other", job_title="Tutor")
    far = UserFactory(role=roles.READER, school=SchoolFactory(), job_title="Mentor")
    client = signed_in(lead.email)
    client.get(f"{MATRIX}?job=Mentor")
    client.get(f"{reverse('records:school_training_file', args=['csv'])}?job=Mentor")
    assert len(seen(rita)) == 2
    assert seen(other) == seen(far) == []
    client.get(f"{MATRIX}?status=overdue")  # fits nobody
    assert seen(other) == []


def test_the_second_page_is_noted_when_it_is_opened(signed_in, lead, school):
    people = [UserFactory(role=roles.READER, school=school, name=f"M{n:02}") for n in range(52)]
    client = signed_in(lead.email)
    client.get(MATRIX)  # the lead and 49 of them
    assert sum(bool(seen(one)) for one in people) == 49
    client.get(f"{MATRIX}?page=2")
    assert all(seen(one) for one in people)


def test_what_is_refused_is_not_noted(signed_in, lead, rita, school, monkeypatch):
    elsewhere = UserFactory(role=roles.SCHOOL_LEAD, school=SchoolFactory())
    client = signed_in(elsewhere.email)
    assert client.get(address("school_record", rita, school)).status_code == 404
    assert signed_in(rita.email).get(MATRIX).status_code == 403
    monkeypatch.setattr("training.making.may_make", lambda request: False)
    client = signed_in(lead.email)
    client.get(address("school_record_file", rita, school))
    client.get(reverse("records:school_training_file", args=["csv"]))
    assert seen(rita) == seen(lead) == []


def test_an_administrator_who_opens_an_account(signed_in, rita):
    client = signed_in(PEOPLE["a"])
    assert client.get(reverse("wagtailusers_users:edit", args=[rita.pk])).status_code == 200
    assert [what for _, what, _ in seen(rita)] == [What.ADMIN]
    main = main_of(signed_in(rita.email).get(WHO_LOOKED))
    assert "Your account, as an administrator" in main and "Ellen Vance" in main


def test_who_may_not_open_an_account_is_not_noted(signed_in, client, rita):
    edit = reverse("wagtailusers_users:edit", args=[rita.pk])
    for email in (PEOPLE["t"], PEOPLE["p"], PEOPLE["r"]):
        assert signed_in(email).get(edit).status_code in (302, 403)
    assert seen(rita) == []
    own = UserFactory(is_superuser=True)
    admin = signed_in(PEOPLE["a"])
    assert admin.get(reverse("wagtailusers_users:edit", args=[own.pk])).status_code in (302, 403)
    assert seen(own) == []


def test_the_page_is_for_oneself(signed_in, client, lead, rita, school):
    signed_in(lead.email).get(address("school_record", rita, school))
    answer = signed_in(rita.email).get(WHO_LOOKED)
    main = main_of(answer)
    assert "no-store" in answer["Cache-Control"]
    assert "on which days you had supervision" in main
    for words in ("28 November 2026", "Lena Lead", "Your record of training"):
        assert words in main
    assert "Nobody did" in main_of(signed_in(lead.email).get(WHO_LOOKED))
    lead.delete()
    assert "Somebody whose account was erased" in main_of(signed_in(rita.email).get(WHO_LOOKED))
    client.cookies.clear()
    assert "/accounts/login/" in client.get(WHO_LOOKED)["Location"]


def test_fifty_on_a_page_in_as_few_questions(signed_in, lead, rita):
    client, day = signed_in(rita.email), datetime.date(2026, 11, 28)
    looked(lead, [rita.pk], What.LIST)
    looked(lead, [rita.pk], What.FILE)
    asked = []
    for count in (2, 60):
        for number in range(2, count):
            on = day - datetime.timedelta(days=number)
            RecordView.objects.create(person=rita, viewer=lead, what=What.LIST, on=on)
        client.get(WHO_LOOKED)
        with CaptureQueriesContext(connection) as queries:
            main = main_of(client.get(WHO_LOOKED))
        asked.append(len(queries))
        assert main.count('scope="col"') == 3 and main.count("<tr>") == min(count, 50) + 1
    assert asked[0] == asked[1]


def test_many_at_once_and_what_is_noted_already_is_only_read(lead, django_assert_num_queries):
    people = [UserFactory().pk for _ in range(3)]
    with django_assert_num_queries(2):  # a look and an insertion
        looked(lead, [*people, lead.pk, people[0]], What.FILE)
    assert RecordView.objects.count() == 3
    with django_assert_num_queries(1):
        looked(lead, people, What.FILE)
    newcomer = UserFactory().pk
    looked(lead, [*people, newcomer], What.FILE)
    assert RecordView.objects.count() == 4
    looked(lead, [], What.FILE)
    assert RecordView.objects.count() == 4


def test_a_list_that_two_windows_open_at_once_is_noted_once(lead, rita, monkeypatch):
    """The other window writes between this one's look and its note."""
    looked(lead, [rita.pk], What.LIST)
    nothing = RecordView.objects.none()
    monkeypatch.setattr(RecordView.objects, "filter", lambda **of: nothing)
    looked(lead, [rita.pk], What.LIST)
    monkeypatch.undo()
    assert len(seen(rita)) == 1
