"""What stands in a person's name at a school goes to a colleague of that school, and nothing else does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import KeyContact, SchoolLink
from portal.accounts import memberships, roles
from portal.accounts.handing_over import everything_in_the_name_of
from portal.accounts.memberships import current
from tests.factories.accounts import SchoolFactory, UserFactory
from tests.factories.directory import SchoolLinkFactory
from training.records.models import OwnSheet, Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def client(school, password_step):
    return password_step(UserFactory(role=roles.SCHOOL_LEAD, school=school, name="Lena Lead").email)[0]


@pytest.fixture
def ann(school):
    return current(person=UserFactory(role=roles.READER, school=school, name="Ann Lee")).get()


@pytest.fixture
def bo(school):
    return current(person=UserFactory(role=roles.READER, school=school, name="Bo Reed")).get()


def own_sheet(school, person, title="Ours"):
    return OwnSheet.objects.create(
        school=school, maker=person, title=title, origin_title="X", origin_body=[], body=[]
    )


def everything(school, person):
    """Give `person` one thing of each sort, and things that are not theirs beside them."""
    link = SchoolLinkFactory(school=school, link_person="ann lee", cover="Deputy")
    cover = SchoolLinkFactory(school=school, link_person="SENCO", cover="DSL, Ann Lee (mornings)")
    SchoolLinkFactory(school=school, link_person="Joann Leeson", cover="Ann Leeds")
    contact = KeyContact.objects.create(school=school, name="Ann Lee", role="DSL")
    shared = Programme.objects.create(name="Autumn", maker=person, school=school, shared=True)
    private = Programme.objects.create(name="Mine", maker=person, school=school)
    return link, cover, contact, shared, private, own_sheet(school, person)


def path(membership):
    return reverse("people:hand_over", args=[membership.public_id])


def test_all_at_once(client, school, ann, bo):
    link, cover, contact, shared, private, sheet = everything(school, ann.person)
    held = everything_in_the_name_of(ann)
    assert [one.sort for one in held] == [
        "Shared programme",
        "Our own sheet",
        "Link person",
        "Cover",
        "Key contact",
    ]
    page = client.get(path(ann)).text
    assert page.count(" checked>") == 5
    answer = client.post(
        path(ann), {"key": [one.key for one in held], "successor": bo.public_id}, follow=True
    )
    assert "Bo Reed has 5 of them now" in answer.text and "Nothing is in their name" in answer.text
    for row in (link, cover, contact, shared, private, sheet):
        row.refresh_from_db()
    assert (link.link_person, cover.cover, contact.name) == ("Bo Reed", "DSL, Bo Reed (mornings)", "Bo Reed")
    assert contact.role == "DSL"
    assert (shared.maker, sheet.maker, private.maker) == (bo.person, bo.person, ann.person)
    assert SchoolLink.objects.filter(school=school, link_person="Joann Leeson", cover="Ann Leeds").exists()


def test_each_to_another_and_after_they_left(client, school, ann, bo):
    everything(school, ann.person)
    memberships.leave(ann)
    lena = current(school=school, lead=True).get()
    first, *rest = [one.key for one in everything_in_the_name_of(ann)]
    client.post(path(ann), {"key": [first], "successor": lena.public_id})
    assert {one.key for one in everything_in_the_name_of(ann)} == set(rest)
    client.post(path(ann), {"key": rest, "successor": bo.public_id})
    assert everything_in_the_name_of(ann) == []


def test_a_key_of_another_person_or_school_is_passed_over(client, school, ann, bo):
    everything(school, ann.person)
    elsewhere = SchoolFactory()
    links = [SchoolLinkFactory(school=elsewhere, link_person="Ann Lee"), SchoolLinkFactory(school=school)]
    theirs = own_sheet(elsewhere, ann.person)
    keys = [f"directory.link_person.{link.pk}" for link in links] + [
        f"records.sheet.{theirs.pk}",
        "x",
        "records.sheet.y",
    ]
    client.post(path(ann), {"key": keys, "successor": bo.public_id})
    theirs.refresh_from_db()
    assert theirs.maker == ann.person
    assert not SchoolLink.objects.filter(link_person="Bo Reed").exists()


def test_nobody_of_another_school_takes_over_or_looks(client, school, ann, password_step):
    everything(school, ann.person)
    lead = UserFactory(role=roles.SCHOOL_LEAD, school=SchoolFactory())
    outsider = current(person=lead).get()
    keys = [one.key for one in everything_in_the_name_of(ann)]
    for successor in (outsider.public_id, ann.public_id, "nonsense", ""):
        answer = client.post(path(ann), {"key": keys, "successor": successor})
        assert answer.status_code == 400 and "Choose who takes over" in answer.text
    assert len(everything_in_the_name_of(ann)) == 5
    theirs, _ = password_step(lead.email)
    assert theirs.get(path(ann)).status_code == theirs.post(path(ann), {"key": keys}).status_code == 404


def test_two_of_one_name_are_not_ticked(client, school, ann, bo):
    everything(school, ann.person)
    UserFactory(role=roles.READER, school=school, name="ANN LEE")
    page = client.get(path(ann)).text
    assert "Somebody else here has the same name" in page and " checked>" not in page


def test_it_costs_the_same_for_fifty(client, school, ann, bo):
    def queries():
        client.get(path(ann))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path(ann)).status_code == 200
        return len(captured)

    def more(count):
        for number in range(count):
            KeyContact.objects.create(school=school, name="Ann Lee", role=f"Role {number}")
            own_sheet(school, ann.person)
            UserFactory(role=roles.READER, school=school)

    more(2)
    few = queries()
    more(48)
    assert queries() == few
