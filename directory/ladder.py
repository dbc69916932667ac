"""The ladder of need: its levels, and whom to call at each by where the child lives."""

from dataclasses import dataclass, field

from django.db.models import Q

from directory.enums import ServiceKind
from directory.leads import Call
from directory.models import Service, ThresholdLevel
from directory.opening import status_of
from portal.content.enums import AreaTier
from portal.content.models import Area

FIRST, LAST = ServiceKind.FRONT_DOOR, ServiceKind.OUT_OF_HOURS


@dataclass(frozen=True)
class Place:
    """One authority: whom to call there. `is_gap` says that nobody is recorded, and the door stands in."""

    area: Area
    calls: list[Call] = field(default_factory=list)
    is_gap: bool = False


@dataclass(frozen=True)
class Rung:
    """One level with whom to call in each authority, and what answers for the whole country."""

    level: ThresholdLevel
    places: list[Place]
    anywhere: list[Call]


@dataclass(frozen=True)
class Ladder:
    """The levels, lowest first, and the front doors for whoever is not sure."""

    rungs: list[Rung]
    doors: list[Place]


def ladder(areas: list[Area]) -> Ladder:
    """Return every live level with whom to call in each of `areas`, in a constant number of queries."""
    levels = list(ThresholdLevel.objects.filter(live=True).prefetch_related("cites"))
    pairs = list(
        ThresholdLevel.services.through.objects.filter(thresholdlevel__in=levels).values_list(
            "thresholdlevel_id", "service_id"
        )
    )
    wanted = Q(pk__in={service for _, service in pairs}) | Q(kind=ServiceKind.FRONT_DOOR)
    services = sorted(Service.objects.listed().filter(wanted).for_list(), key=_order)
    doors = [
        Place(area, _calls([s for s in services if s.kind == ServiceKind.FRONT_DOOR], area)) for area in areas
    ]
    rungs = []
    for level in levels:
        keys = {service for level_pk, service in pairs if level_pk == level.pk}
        rungs.append(_rung(level, [s for s in services if s.pk in keys], doors))
    return Ladder(rungs, [door for door in doors if door.calls])


def _order(service: Service) -> tuple:
    """Return where a service stands among those of its level: the front door first, out of hours last."""
    return service.kind != FIRST, service.kind == LAST, service.name


def _rung(level: ThresholdLevel, services: list[Service], doors: list[Place]) -> Rung:
    places = []
    for door in doors:
        calls = _calls(services, door.area)
        places.append(Place(door.area, calls or door.calls, is_gap=not calls))
    return Rung(level, places, [_call(s) for s in services if _is_national(s)])


def _calls(services: list[Service], area: Area) -> list[Call]:
    return [_call(service, area) for service in services if area in service.areas.all()]


def _call(service: Service, area: Area | None = None) -> Call:
    return Call(service, service.phone_for(area), status_of(service))


def _is_national(service: Service) -> bool:
    return any(area.tier == AreaTier.NATION for area in service.areas.all())
