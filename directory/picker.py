"""A list of services with a box for each: for a poster, a leaflet, or the services a school uses."""

import re
from itertools import accumulate
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import cached_property

from directory.enums import Referrer, ServiceKind
from directory.models import Service
from portal.content.models import Area, HelpWith
from portal.search.words import words

LONGEST_CHOICE = 30  # services that one address carries
LONGEST_LIST = 1700  # characters of their slugs; the portal refuses a query of more than 2,048
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}")
FAMILIES = [Referrer.PARENT, Referrer.YOUNG_PERSON]


class Picker:
    """What a reader narrowed the boxes to. A value that no list knows is left out, never an error."""

    def __init__(self, query: QueryDict, for_families: bool = False):
        self.text = query.get("q", "").strip()
        self.wanted = query
        self.for_families = for_families

    @cached_property
    def needs(self) -> list[tuple[str, str]]:
        """Return the needs to choose from: slug and name."""
        return list(HelpWith.objects.values_list("slug", "name"))

    @cached_property
    def areas(self) -> list[tuple[str, str]]:
        """Return the authorities to choose from: slug and name."""
        return list(Area.objects.authorities().values_list("slug", "name"))

    @property
    def need(self) -> str:
        """Return the slug of the chosen need, or nothing."""
        wanted = self.wanted.get("need", "")
        return wanted if wanted and wanted in dict(self.needs) else ""

    @property
    def area(self) -> str:
        """Return the slug of the chosen area, or nothing."""
        wanted = self.wanted.get("area", "")
        return wanted if wanted and wanted in dict(self.areas) else ""

    def services(self):
        """Return the services that have a box, by name, what is near before what is national."""
        found = open_to_families(Service.objects.listed()) if self.for_families else Service.objects.listed()
        if self.need:
            found = found.filter(
                pk__in=Service.help_with.through.objects.filter(helpwith__slug=self.need).values("service")
            )
        if self.area:
            found = found.filter(
                pk__in=Service.areas.through.objects.filter(area__slug__in=[self.area, "england"]).values(
                    "service"
                )
            )
        return found.matching(words(self.text)).select_related("organization").local_first()

    @property
    def need_name(self) -> str:
        """Return the name of the chosen need, or nothing."""
        return dict(self.needs)[self.need] if self.need else ""

    def query(self) -> str:
        """Return what was chosen as a query string, for the links of pages."""
        pairs = [("q", self.text), ("need", self.need), ("area", self.area)]
        return urlencode([(name, value) for name, value in pairs if value])


def chosen_slugs(query: QueryDict) -> list[str]:
    """Return the slugs of `?service=`, each once, as many as fit: `service=a&service=b` or `service=a,b`."""
    return as_many_as_fit(_ticked(query))


def address_of(path: str, ticked: QueryDict) -> str:
    """Return the address that says what was posted: short enough for a server, however much was ticked."""
    pairs = {name: ticked.get(name, "") for name in ("need", "area", "pick", "page")}
    pairs = {name: value for name, value in pairs.items() if SLUG.fullmatch(value)}
    chosen = chosen_slugs(ticked)
    if len(chosen) < len(_ticked(ticked)):
        pairs |= {"pick": "1", "many": "1"}
    pairs["service"] = ",".join(chosen)
    return f"{path}?{urlencode(pairs, safe=',')}"


def as_many_as_fit(slugs: list[str]) -> list[str]:
    """Return the first of `slugs` that one address carries."""
    lengths = accumulate(len(slug) + 1 for slug in slugs[:LONGEST_CHOICE])
    return slugs[: sum(1 for length in lengths if length <= LONGEST_LIST)]


def _ticked(query: QueryDict) -> list[str]:
    slugs = (slug.strip() for value in query.getlist("service") for slug in value.split(","))
    return list(dict.fromkeys(slug for slug in slugs if SLUG.fullmatch(slug)))


def open_to_families(services):
    """Return those of `services` that a parent or a young person may turn to themselves."""
    takes_them = Q()
    for referrer in FAMILIES:
        takes_them |= Q(routes__who_may_refer__contains=f",{referrer},")
    open_to_them = Service.objects.filter(takes_them | Q(kind=ServiceKind.HELPLINE)).values("pk")
    return services.filter(pk__in=open_to_them)
