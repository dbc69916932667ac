"""Whom to call about a topic or a need: read from the directory each time, by authority."""

from dataclasses import dataclass

from directory.held import held
from directory.models import Service
from directory.querysets import NATIONAL
from directory.rows import row, services_of

EVERYWHERE = "Wherever the child lives"
COUNTRYWIDE = "Anywhere in the country"
MOST = 12  # a card is read in a minute; the directory's list has them all


@dataclass(frozen=True)
class Place:
    """The services for children who live in one place; each with when to call it."""

    name: str
    rows: list[dict]


def calls_of(topic) -> list[Place]:
    """Return whom to call about `topic`. What has left the directory is left out."""
    calls = list(topic.calls.all())
    services = services_of(held(), [call.service_id for call in calls])
    found = {service.pk: service for service in services if not service.is_gone}
    rows = [{**row(found[call.service_id]), "why": call.why} for call in calls if call.service_id in found]
    return _by_place(rows)


def helpers_with(need) -> list[Place]:
    """Return who helps with `need`, what is near first."""
    helping = Service.objects.in_lists().filter(help_with=need).local_first()
    pks = helping.values_list("pk", flat=True)[:MOST]
    return _by_place([row(service) for service in services_of(held(), pks)])


def _by_place(rows: list[dict]) -> list[Place]:
    """Return `rows` by where the child lives: one area, all of them, the whole country."""
    places: dict[str, list[dict]] = {}
    for each in rows:
        places.setdefault(_place(each["service"]), []).append(each)
    last = (EVERYWHERE, COUNTRYWIDE)
    names = sorted(places, key=lambda name: (last.index(name) if name in last else -1, name))
    return [Place(name, places[name]) for name in names]


def _place(service: Service) -> str:
    if service.kind in NATIONAL:
        return COUNTRYWIDE
    areas = list(service.areas.all())
    return f"Child lives in {areas[0].name}" if len(areas) == 1 else EVERYWHERE
