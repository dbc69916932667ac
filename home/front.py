"""What stands on the home page, live from the directory and the guidance register."""

from dataclasses import dataclass

from directory.enums import ServiceKind
from directory.held import held
from directory.models import Phone, Service, ThresholdLevel
from directory.numbers import out_of_hours_numbers
from directory.opening import status_of
from directory.rows import services_of
from portal.content import register
from portal.content.models import Area, HelpWith
from training.records import my_plans

CHANGES = 5


@dataclass(frozen=True)
class Door:
    """The number to call for a child who lives in `area`. `opening` is what `status_of` answers.

    `away` are the numbers that answer when it is closed.
    """

    area: Area
    service: Service
    phone: Phone | None
    opening: object
    away: list[Phone]

    @property
    def answers_elsewhere(self) -> bool:
        """Return whether the door is closed and the number out of hours is the one to ring."""
        return bool(self.away) and self.opening.is_open is False


def going_on(user) -> my_plans.Open | None:
    """Return the training plan that somebody signed in goes on with: two queries, and none for others."""
    return my_plans.first_open(user) if user is not None and user.is_authenticated else None


def front_page() -> dict:
    """Return what the home page shows, in a constant number of queries."""
    services = _to_call()
    doors = [
        Door(area, service, service.phone_for(area), status_of(service), _away(service, area))
        for service in services
        if service.kind == ServiceKind.FRONT_DOOR
        for area in service.areas.all()
    ]
    doors.sort(key=lambda door: (door.area.name, door.service.name))
    return {
        "front_doors": doors,
        "opening_of_all": _shared([door.opening for door in doors if not door.answers_elsewhere]),
        "out_of_hours": _out_of_hours(services, doors),
        "has_levels": ThresholdLevel.objects.filter(live=True).exists(),
        "needs": HelpWith.objects.filter(on_home_page=True),
        "changed": register.changes()[:CHANGES],
    }


def _to_call() -> list[Service]:
    """Return the front doors and out-of-hours services, with their numbers, hours and areas."""
    kinds = [ServiceKind.FRONT_DOOR, ServiceKind.OUT_OF_HOURS]
    to_call = Service.objects.listed().filter(kind__in=kinds).order_by("name")
    return services_of(held(), to_call.values_list("pk", flat=True))


def _away(service: Service, area: Area) -> list[Phone]:
    """Return the numbers out of hours for `area`: its own, else those of everywhere."""
    numbers = out_of_hours_numbers(service)
    return [phone for phone in numbers if phone.area_id == area.pk] or numbers[:1]


def _out_of_hours(services: list[Service], doors: list[Door]) -> list[dict]:
    """Return the services out of hours, without those whose numbers all stand at a closed door already."""
    above = {phone.number for door in doors if door.answers_elsewhere for phone in door.away}
    found = [_numbers(service) for service in services if service.kind == ServiceKind.OUT_OF_HOURS]
    return [each for each in found if not {phone.number for _, phone in each["numbers"]} <= above]


def _numbers(service: Service) -> dict:
    """Return a service with its number for each area, once where it is the same everywhere."""
    numbers = [(area, service.phone_for(area)) for area in service.areas.all()]
    if len({phone for _, phone in numbers}) <= 1:
        numbers = [(None, service.main_phone)]
    return {"service": service, "numbers": [(area, phone) for area, phone in numbers if phone]}


def _shared(openings: list):
    """Return the opening that all of several doors have in common, else None: then each shows its own."""
    labels = {opening.label for opening in openings}
    return openings[0] if len(openings) > 1 and len(labels) == 1 else None
