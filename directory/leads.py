"""Which authority leads: rules, two areas, and an answer for each matter."""

from dataclasses import dataclass, field

from directory.enums import Decides
from directory.held import Held
from directory.models import LeadRule, Phone, Service
from directory.opening import Opening, status_of
from directory.rows import front_door_pks, services_of
from portal.content.models import Area


@dataclass(frozen=True)
class Call:
    """One service to ring, with the number that serves the area."""

    service: Service
    phone: Phone | None
    opening: Opening


@dataclass(frozen=True)
class Gap:
    """An area for which nobody is recorded, and its front door (None: it has none), which will know."""

    area: Area
    door: Call | None


@dataclass(frozen=True)
class Answer:
    """What a reader is told about one matter."""

    rule: LeadRule
    leads: str
    calls: list[Call] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def answers(held: Held, home: Area, school: Area) -> list[Answer]:
    """Return an answer for each live rule, for a child of area `home` at a school in area `school`."""
    rules = list(LeadRule.objects.filter(live=True).prefetch_related("cites__replaced_by"))
    door_pks = front_door_pks(held)
    links = LeadRule.services.through.objects.filter(leadrule__in=rules)
    pairs = list(links.values_list("leadrule_id", "service_id"))
    found = services_of(held, [*door_pks, *(service for _, service in pairs)])
    running = {service.pk: service for service in found if not service.is_gone}
    doors = [running[pk] for pk in door_pks if pk in running]
    services: dict[int, list[Service]] = {}
    for rule, service in pairs:
        if service in running:
            services.setdefault(rule, []).append(running[service])
    return [_answer(rule, services.get(rule.pk, []), doors, home, school) for rule in rules]


def _answer(rule, services, doors, home, school) -> Answer:
    areas = _areas(rule, home, school)
    chosen = [s for s in services if _serves(s, areas)]
    gaps = [_gap(area, doors) for area in areas if not any(_serves(s, [area]) for s in chosen)]
    chosen.sort(key=lambda s: (len(s.areas.all()), _position(s, areas), s.name))
    area = areas[0] if len(areas) == 1 else None
    calls = [_call(service, area) for service in chosen]
    return Answer(rule, _leads(rule, home, school), calls, gaps)


def _gap(area, doors) -> Gap:
    door = next((door for door in doors if _serves(door, [area])), None)
    return Gap(area, _call(door, area) if door else None)


def _call(service, area) -> Call:
    return Call(service, service.phone_for(area), status_of(service))


def _areas(rule, home, school) -> list[Area]:
    """Return the areas whose services answer: one, or both where either may be right."""
    if not rule.ask and rule.decides == Decides.HOME:
        return [home]
    if not rule.ask and rule.decides in {Decides.SCHOOL, Decides.EMPLOYER, Decides.PROVIDER}:
        return [school]
    return [home] if home == school else [school, home] if rule.ask else [home, school]


def _serves(service, areas) -> bool:
    return any(area in areas for area in service.areas.all())


def _position(service, areas) -> int:
    return min((areas.index(area) for area in service.areas.all() if area in areas), default=len(areas))


def _leads(rule, home, school) -> str:
    """Return who leads, in the reader's own places."""
    if rule.ask:
        return "Ask either council" if home != school else f"Ask {school.name}"
    decides = Decides(rule.decides)
    if decides == Decides.HOME:
        return home.name
    if decides == Decides.SCHOOL:
        return school.name
    if decides == Decides.BOTH:
        return f"{school.name} and {home.name}" if home != school else home.name
    label = str(decides.label)
    return label[:1].upper() + label[1:]
