"""Services and what belongs to them, for tests."""

import datetime

import factory

from directory.enums import AssuranceMethod, Decides, OrganizationKind, ServiceKind
from directory.models import (
    Assurance,
    KeyContact,
    LeadRule,
    Organization,
    Phone,
    Protocol,
    Schedule,
    SchoolLink,
    Service,
)
from portal.content.models import Area, AreaTerm
from tests.factories.accounts import SchoolFactory

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]
EVERY_DAY = [*WEEKDAYS, "sat", "sun"]


def hours(opens="", closes="", days=WEEKDAYS, **fields) -> Schedule:
    """Return an unsaved row of hours: `hours("08:45", "17:15")`; without times it is "closed"."""
    read = datetime.time.fromisoformat
    return Schedule(
        days=days, opens=read(opens) if opens else None, closes=read(closes) if closes else None, **fields
    )


class AreaFactory(factory.django.DjangoModelFactory):
    """An area; `terms` takes (first day, last day) pairs."""

    class Meta:
        model = Area
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Testshire {n}")
    slug = factory.Sequence(lambda n: f"testshire-{n}")
    authority_name = "Testshire Council"

    @factory.post_generation
    def terms(self, create, extracted, **kwargs):
        """Add the terms."""
        for starts, ends in extracted or []:
            AreaTerm.objects.create(area=self, name="Term", starts=starts, ends=ends)


class OrganizationFactory(factory.django.DjangoModelFactory):
    """An organisation."""

    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"Testing Trust {n}")
    slug = factory.Sequence(lambda n: f"testing-trust-{n}")
    kind = OrganizationKind.VOLUNTARY
    description = "Helps families."


class PhoneFactory(factory.django.DjangoModelFactory):
    """A main number."""

    class Meta:
        model = Phone

    number = "+441632960101"


class ServiceFactory(factory.django.DjangoModelFactory):
    """A live service with a main number; `areas` and `schedules` take what they are to hold."""

    class Meta:
        model = Service
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Testing Service {n}")
    slug = factory.Sequence(lambda n: f"testing-service-{n}")
    summary = "Helps schools."
    kind = ServiceKind.SERVICE
    organization = factory.SubFactory(OrganizationFactory)
    main_number = factory.RelatedFactory(PhoneFactory, factory_related_name="service")

    @factory.post_generation
    def areas(self, create, extracted, **kwargs):
        """Set the areas: those given, else a new one."""
        self.areas = extracted if extracted is not None else [AreaFactory()]
        self.save()

    @factory.post_generation
    def schedules(self, create, extracted, **kwargs):
        """Add the rows of hours."""
        for row in extracted or []:
            row.service = self
            row.save()


class AssuranceFactory(factory.django.DjangoModelFactory):
    """A check by phone."""

    class Meta:
        model = Assurance

    service = factory.SubFactory(ServiceFactory)
    assurer_role = "the directory editor"
    method = AssuranceMethod.PHONE
    fields = ["phone", "hours"]


class LeadRuleFactory(factory.django.DjangoModelFactory):
    """A rule on who leads."""

    class Meta:
        model = LeadRule

    slug = factory.Sequence(lambda n: f"testing-matter-{n}")
    matter = factory.Sequence(lambda n: f"Testing matter {n}")
    decides = Decides.HOME
    rule = "The council where the child lives."


class ProtocolFactory(factory.django.DjangoModelFactory):
    """An agreement."""

    class Meta:
        model = Protocol

    title = factory.Sequence(lambda n: f"Testing agreement {n}")
    slug = factory.Sequence(lambda n: f"testing-agreement-{n}")


class SchoolLinkFactory(factory.django.DjangoModelFactory):
    """A school's link with a service."""

    class Meta:
        model = SchoolLink

    school = factory.SubFactory(SchoolFactory)
    service = factory.SubFactory(ServiceFactory)
    link_person = "Test Person"


class KeyContactFactory(factory.django.DjangoModelFactory):
    """A person on a school's poster."""

    class Meta:
        model = KeyContact

    school = factory.SubFactory(SchoolFactory)
    name = "Test Person"
    role = "Designated safeguarding lead"
