"""What the models refuse, and what they say of themselves."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from directory.freshness import State
from directory.models import Contact, Phone, Service
from directory.privacy import describe, erase, export
from tests.factories.accounts import SchoolFactory, UserFactory
from tests.factories.directory import (
    AreaFactory,
    AssuranceFactory,
    KeyContactFactory,
    OrganizationFactory,
    PhoneFactory,
    SchoolLinkFactory,
    ServiceFactory,
    hours,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 1, 4)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, None, ""),
        (1, 4, "Any level"),
        (3, None, "Level 3"),
        (2, 2, "Level 2"),
        (3, 4, "Level 3 or 4"),
        (1, 3, "Levels 1 to 3"),
    ],
)
def test_levels(low, high, words):
    assert Service(level_from=low, level_to=high).levels == words


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"level_from": 5}, "level_from"),
        ({"level_from": 3, "level_to": 2}, "level_to"),
        ({"availability": "temporarily closed"}, "availability_note"),
    ],
)
def test_a_service_refuses(fields, field):
    with pytest.raises(ValidationError) as error:
        Service(**fields).clean()
    assert field in error.value.message_dict


@pytest.mark.parametrize("field", ["replaced_by", "out_of_hours_service"])
def test_a_service_does_not_name_itself(field):
    service = ServiceFactory()
    setattr(service, field, service)
    with pytest.raises(ValidationError) as error:
        service.clean()
    assert field in error.value.message_dict


def test_organisations_are_not_part_of_each_other_in_a_circle():
    council = OrganizationFactory()
    team = OrganizationFactory(parent_organization=council)
    team.clean()
    council.parent_organization = team
    with pytest.raises(ValidationError):
        council.clean()


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (hours(), "opens"),
        (hours(opens="09:00"), "closes"),
        (hours("09:00", "17:00", valid_to=DAY), "valid_from"),
        (hours("09:00", "17:00", valid_from=DAY, valid_to=DAY - dt.timedelta(days=1)), "valid_to"),
    ],
)
def test_hours_refuse(row, field):
    with pytest.raises(ValidationError) as error:
        row.clean()
    assert field in error.value.message_dict


def test_numbers_are_stored_in_one_spelling():
    phone = Phone(number="01632 960 101")
    phone.clean()
    assert (phone.number, phone.display, phone.uri) == ("+441632960101", "01632 960101", "tel:+441632960101")
    for wrong in (Phone(number="ring us"), Phone(number="01632 960101", visibility="staff")):
        with pytest.raises(ValidationError):
            wrong.clean()
    with pytest.raises(ValidationError):
        Contact(title="Manager", phone="ext 4").clean()


def test_the_number_of_an_area_comes_before_the_main_one():
    area = AreaFactory()
    service = ServiceFactory(areas=[area])
    own = PhoneFactory(service=service, number="+441632960202", purpose="professionals", area=area)
    service = Service.objects.get(pk=service.pk)
    assert service.phone_for(area) == own
    assert service.phone_for(None) == service.main_phone
    assert service.main_phone.number == "+441632960101"


def test_the_newest_check_counts():
    service = ServiceFactory(criticality="core")
    assert service.freshness.state == State.NEVER
    today = timezone.localdate()
    AssuranceFactory(service=service, assured_at=today - dt.timedelta(days=40))
    assert service.freshness.state == State.OVERDUE
    AssuranceFactory(service=service, assured_at=today)
    assert (service.last_reviewed, service.freshness.state) == (today, State.CHECKED)
    assert service.next_review == today + dt.timedelta(days=30)
    assert service.newest_assurance.in_words == "By phone, by the directory editor"


def test_no_check_is_in_the_future():
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(ValidationError):
        AssuranceFactory.build(assured_at=tomorrow, service=None).clean()


def test_what_is_gone_keeps_its_address_and_leaves_the_lists():
    gone = ServiceFactory(availability="defunct")
    draft = ServiceFactory(live=False)
    assert gone.is_gone
    assert gone in Service.objects.published()
    assert gone not in Service.objects.listed()
    assert draft not in Service.objects.published()


def test_one_link_for_each_school_and_service():
    link = SchoolLinkFactory()
    with pytest.raises(IntegrityError):
        SchoolLinkFactory(school=link.school, service=link.service)


def test_privacy_of_people():
    school = SchoolFactory()
    ann = UserFactory(name="Ann Ash", school=school)
    check = AssuranceFactory(assurer=ann)
    SchoolLinkFactory(school=school, link_person="Ann Ash")
    KeyContactFactory(school=school, name="ann ash")
    elsewhere = KeyContactFactory(name="Ann Ash")
    models = {holding.model for holding in describe()}
    assert {"directory.Assurance", "directory.SchoolLink", "directory.Contact"} <= models
    assert {"school links", "key contacts"} <= set(export(ann))
    erase(ann)
    check.refresh_from_db()
    elsewhere.refresh_from_db()
    assert check.assurer is None
    assert export(ann) == {}
