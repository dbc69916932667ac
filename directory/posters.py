"""One side of A4 about some services: the poster for a staff room, and the leaflet for families.

Whatever leaves here holds public numbers only, whoever asks.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from directory import qr
from directory.enums import PhonePurpose, ServiceKind
from directory.models import Service
from directory.numbers import out_of_hours_numbers, public_numbers, with_numbers
from directory.opening import hours_in_words
from directory.picker import as_many_as_fit

MOST = 12  # more do not fit one side of A4 in letters that can be read on a wall
MOST_NAMED = 100  # of what did not fit
FEW, SOME = 3, 6
FEW_LETTERS, SOME_LETTERS = 600, 1500  # of the names and summaries on one sheet
NAME_LETTERS = 600  # of the names of many entries: beyond this each is cut short
FIRST_KINDS = [ServiceKind.FRONT_DOOR, ServiceKind.OUT_OF_HOURS, ServiceKind.LADO, ServiceKind.SERVICE]


@dataclass(frozen=True)
class Entry:
    """One service on paper: its numbers, hours, who may refer, and the school's own link or None."""

    service: Service
    numbers: list
    hours: list[str]
    out_of_hours: list
    link: object | None = None

    @property
    def number(self):
        """Return the number to ring first, or None."""
        return self.numbers[0] if self.numbers else None

    @property
    def letters(self) -> int:
        """Return how long its words are: the name, and the longer of the two texts that paper may show."""
        service = self.service
        return len(service.name) + max(len(service.summary), len(service.core_purpose))

    @property
    def others(self) -> list:
        """Return the further numbers, each spelling once."""
        by_number = {phone.number: phone for phone in reversed(self.numbers)}
        return [phone for phone in self.numbers[1:] if by_number[phone.number] is phone]

    @property
    def referrers(self) -> str:
        """Return who may refer by the first route, in words, or nothing."""
        routes = list(self.service.routes.all())
        return routes[0].referrers if routes else ""


@dataclass(frozen=True)
class Sheet:
    """What is printed, what did not fit, and the code that leads back to the page."""

    entries: list[Entry]
    left_out: list[Service]
    qr: SafeString

    @property
    def home(self) -> str:
        """Return the address of the directory as people type it."""
        return (_home() + reverse("directory:home")).partition("://")[2]

    @property
    def density(self) -> str:
        """Return how much room each entry has: few, some or many. Long words need smaller letters too."""
        count, letters = len(self.entries), sum(entry.letters for entry in self.entries)
        if count <= FEW and letters <= FEW_LETTERS:
            return "few"
        return "some" if count <= SOME and letters <= SOME_LETTERS else "many"

    @property
    def longest_name(self) -> int:
        """Return how many letters of a name there is room for."""
        return 150 if self.density != "many" else 45 if self._is_crowded else 70

    @property
    def longest_text(self) -> int:
        """Return how many letters of a summary there is room for."""
        return 300 if self.density != "many" else 50 if self._is_crowded else 100

    @property
    def _is_crowded(self) -> bool:
        return sum(len(entry.service.name) for entry in self.entries) > NAME_LETTERS

    @property
    def oldest_check(self):
        """Return the day of the oldest check, or None where an entry was never checked."""
        days = [entry.service.last_reviewed for entry in self.entries]
        known = [day for day in days if day]
        return min(known) if known and len(known) == len(days) else None

    @property
    def slugs(self) -> str:
        """Return the chosen services, as many as an address holds, for a link that chooses again."""
        chosen = [*(entry.service for entry in self.entries), *self.left_out]
        return ",".join(as_many_as_fit([service.slug for service in chosen]))


def poster_of(services, links: dict | None = None) -> Sheet:
    """Return the poster of `services` (a queryset); `links` are the school's own by service, or None."""
    kept, left_out = _first(services)
    entries = [
        Entry(
            one,
            public_numbers(one),
            hours_in_words(one),
            out_of_hours_numbers(one),
            (links or {}).get(one.pk),
        )
        for one in kept
    ]
    return Sheet(entries, left_out, _code("directory:poster", kept))


def leaflet_of(services) -> Sheet:
    """Return the leaflet of `services` (a queryset): no numbers for professionals."""
    kept, left_out = _first(services)
    entries = [
        Entry(
            one,
            _for_families(public_numbers(one)),
            hours_in_words(one),
            _for_families(out_of_hours_numbers(one)),
        )
        for one in kept
    ]
    return Sheet(entries, left_out, _code("directory:leaflet", kept))


def _first(services) -> tuple[list[Service], list[Service]]:
    """Return the first of `services` with all that paper shows, and the rest with their names alone."""
    rank = Case(
        *(When(kind=kind, then=Value(n)) for n, kind in enumerate(FIRST_KINDS)), default=len(FIRST_KINDS)
    )
    ranked = list(
        services.select_related(None).only("name", "slug").order_by(rank, "name", "pk")[:MOST_NAMED]
    )
    found = (
        with_numbers(Service.objects.all()).prefetch_related("routes").in_bulk([s.pk for s in ranked[:MOST]])
    )
    return [found[service.pk] for service in ranked[:MOST]], ranked[MOST:]


def _for_families(numbers: list) -> list:
    return [phone for phone in numbers if phone.purpose != PhonePurpose.PROFESSIONALS]


def _home() -> str:
    """Return the portal's own address, from the settings: a request may name any host."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")


def _code(name: str, services: list[Service]) -> SafeString:
    """Return the QR code of the live page: short, so that its squares are large."""
    address = f"{_home()}{reverse(name)}?service={','.join(service.slug for service in services)}"
    if len(address) > qr.LONGEST:
        address = _home() + reverse("directory:home")
    return mark_safe(qr.svg(address))
