"""What the list of services can be narrowed by, held in memory as one bit for each service.

A set of services is a whole number: bit n stands for the nth service of the list. So a count is
`(one & other).bit_count()`, and ten thousand services cost a request no query more than fifty.
Each process builds its own index, and again once the edition has risen or the day has changed
(`directory.held`).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Max

from directory.enums import Criticality, Format, HolidayCover, Referrer, ServiceKind, Urgency
from directory.freshness import Freshness, leaves_lists
from directory.held import Held
from directory.models import ReferralRoute, Service, ThresholdLevel
from portal.content.models import Area, HelpWith
from portal.content.models.areas import IS_AUTHORITY

ENGLAND = "england"
LEVELS = range(1, 5)
OPEN_IN_HOLIDAYS = {
    HolidayCover.FULL: "Open all year",
    HolidayCover.REDUCED: "Open, with less cover",
    HolidayCover.BY_CONTRACT: "By contract",
}
IN_SCHOOL = [
    Referrer.DSL,
    Referrer.SENCO,
    Referrer.HEAD,
    Referrer.ATTENDANCE_LEAD,
    Referrer.DESIGNATED_TEACHER,
]
# A DSL is a member of staff too: who may refer wherever a wider circle may.
ALSO_ALLOWED = {
    **{role: [Referrer.ANY_STAFF, Referrer.PROFESSIONAL] for role in IN_SCHOOL},
    Referrer.ANY_STAFF: [Referrer.PROFESSIONAL],
    Referrer.GP: [Referrer.PROFESSIONAL],
    Referrer.SOCIAL_WORKER: [Referrer.PROFESSIONAL],
}


@dataclass(frozen=True)
class Choice:
    """One value that a reader may choose, and the set of services that have it."""

    value: str
    label: str
    services: int


@dataclass(frozen=True)
class Index:
    """Every service of the lists, in their order, and what it can be found by."""

    pks: list[int]
    shown: int
    left_out: int  # nobody has checked them for too long
    groups: dict[str, list[Choice]]

    def pks_of(self, services: int) -> list[int]:
        """Return the primary keys of a set of services, in the order of the list."""
        bits = reversed(f"{services:b}")
        return [pk for pk, bit in zip(self.pks, bits, strict=False) if bit == "1"]

    def services_of(self, pks) -> int:
        """Return the set of services with these primary keys."""
        wanted = set(pks)
        return int("".join("1" if pk in wanted else "0" for pk in reversed(self.pks)) or "0", 2)


def index(held: Held) -> Index:
    """Return the index of the edition that `held` is of, built by the first who asks."""
    if held.index is None:
        with held.building:
            if held.index is None:
                held.index = build()
    return held.index


def build() -> Index:
    """Read the services and return their index: the same number of queries however many there are."""
    services = list(
        Service.objects.listed()
        .annotate(newest_check=Max("assurances__assured_at"))
        .local_first()
        .values_list(
            "pk", "kind", "level_from", "level_to", "formats", "holiday_cover", "criticality", "newest_check",
            named=True,
        )
    )  # fmt: skip
    bit_of = {service.pk: 1 << position for position, service in enumerate(services)}
    sets: dict[tuple[str, str], int] = defaultdict(int)
    for service in services:
        for key in _own_values(service):
            sets[key] |= bit_of[service.pk]
    needs = list(HelpWith.objects.values_list("slug", "name", "services"))  # None: no service yet
    areas = list(
        Area.objects.order_by("name").annotate(is_authority=IS_AUTHORITY)
        .values_list("slug", "name", "services", "is_authority")
    )  # fmt: skip
    for slug, _, pk in needs:
        sets["need", slug] |= bit_of.get(pk, 0)
    for slug, _, pk, _ in areas:
        sets["area", slug] |= bit_of.get(pk, 0)
    for pk, key in _routes():
        sets[key] |= bit_of.get(pk, 0)
    left_out = sets["left_out", "yes"]
    everything = (1 << len(services)) - 1
    authorities = {slug: name for slug, name, _, is_authority in areas if is_authority}
    groups = _groups(sets, {slug: name for slug, name, _ in needs}, authorities)
    return Index(list(bit_of), everything & ~left_out, left_out, groups)


def _own_values(service) -> Iterator[tuple[str, str]]:
    """Yield (group, value) for what stands in the service's own row."""
    yield "kind", service.kind
    yield "holidays", service.holiday_cover
    if service.level_from:
        for level in range(service.level_from, (service.level_to or service.level_from) + 1):
            yield "level", str(level)
    for each in service.formats:
        yield "format", each
    interval = Criticality(service.criticality).interval_days
    if leaves_lists(service.kind, Freshness(service.newest_check, interval)):
        yield "left_out", "yes"


def _routes() -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield (primary key of the service, (group, value)) for what stands in its routes."""
    routes = ReferralRoute.objects.order_by().values_list("service_id", "urgency", "who_may_refer")
    for pk, urgency, referrers in routes:
        yield pk, ("urgency", urgency)
        for referrer in referrers:
            yield pk, ("refer", referrer)


def _groups(sets, needs: dict[str, str], authorities: dict[str, str]) -> dict[str, list[Choice]]:
    """Return the choices of each group, in the order in which they are offered."""

    def choices(group, labels):
        return [Choice(str(value), str(label), sets[group, value]) for value, label in labels]

    national = sets["area", ENGLAND]
    return {
        "need": choices("need", needs.items()),
        "area": [Choice(slug, name, sets["area", slug] | national) for slug, name in authorities.items()],
        "level": choices("level", _levels()),
        "refer": [Choice(value, str(label), _may_refer(sets, value)) for value, label in Referrer.choices],
        "urgency": choices("urgency", Urgency.choices),
        "format": choices("format", Format.choices),
        "holidays": choices("holidays", OPEN_IN_HOLIDAYS.items()),
        "kind": choices("kind", ServiceKind.choices),
    }


def _levels() -> Iterator[tuple[str, str]]:
    """Yield each level of need with the name that the local threshold document gives it."""
    names = dict(ThresholdLevel.objects.filter(live=True).values_list("number", "name"))
    for level in LEVELS:
        yield str(level), f"Level {level}, {names[level]}" if level in names else f"Level {level}"


def _may_refer(sets, referrer: str) -> int:
    allowed = sets["refer", referrer]
    for wider in ALSO_ALLOWED.get(referrer, []):
        allowed |= sets["refer", wider]
    return allowed
