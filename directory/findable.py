"""What the search finds in the directory."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Prefetch

from directory import edition
from directory.enums import Criticality, ServiceKind
from directory.models import (
    AlternateName,
    Assurance,
    EscalationStep,
    LeadRule,
    Organization,
    Phone,
    Protocol,
    ReferralRoute,
    Service,
    ServiceNote,
    ServiceTag,
    ThresholdLevel,
)
from portal.content.enums import Visibility
from portal.content.models import Area, HelpWith, Tag
from portal.search import cards, synonyms
from portal.search.adapters import Adapter, Entry, LeftOut, Tool, joined, register
from portal.search.enums import Kind

# A front door answers a worried person; a national link is further away than what is near.
WEIGHTS = {ServiceKind.FRONT_DOOR: 1.2, ServiceKind.HELPLINE: 0.9, ServiceKind.NATIONAL_LINK: 0.8}
CORE = 1.1
ABOUT = ("core_purpose", "description", "availability_note", "coverage_note", "hours_note", "holiday_note")
CARE = ("consent_note", "confidentiality", "safeguards", "out_of_hours_note")
ROUTE = ("use_when", "do_not_use_when", "do_first", "have_ready", "what_happens_next", "expected_response")


class ServiceAdapter(Adapter):
    """A service: its names, what it helps with, how to ask it for help, and where."""

    model = Service
    parts = {
        AlternateName: "alternate_names",
        Assurance: "assurances",
        EscalationStep: "escalation_steps",
        Phone: "phones",
        ReferralRoute: "routes",
        ServiceNote: "notes",
        ServiceTag: "tagged_items",
        Tag: "tagged_items__tag",
        Area: "areas",
        HelpWith: "help_with",
        Organization: "organization",
        Protocol: "protocols",
    }

    def public(self):
        """Return what runs, with the rows that everybody may see."""
        seen = {"visibility": Visibility.PUBLIC}
        return (
            Service.objects.listed()
            .select_related("organization")
            .prefetch_related(
                Prefetch("phones", Phone.objects.filter(**seen).select_related("area")),
                Prefetch("notes", ServiceNote.objects.filter(**seen)),
                "alternate_names",
                "areas",
                "assurances",
                "escalation_steps",
                "help_with",
                Prefetch("protocols", Protocol.objects.filter(live=True)),
                "routes",
                "tagged_items__tag",
            )
        )

    def entry(self, service) -> Entry:
        """Return what readers see of it; of its people nothing."""
        names, areas = list(service.alternate_names.all()), list(service.areas.all())
        important = CORE if service.criticality == Criticality.CORE else 1.0
        return Entry(
            kind=Kind.SERVICE,
            title=service.name,
            url=service.get_absolute_url(),
            summary=service.summary,
            body=joined(_texts(service)),
            names=[each.name for each in names if not each.former],
            old_names=[each.name for each in names if each.former],
            place=" · ".join(["Directory", *(area.name for area in areas)]),
            status=service.status,
            checked_on=service.last_reviewed,
            weight=WEIGHTS.get(ServiceKind(service.kind), 1.0) * important,
            areas=[area.slug for area in areas],
            tags=[item.tag.slug for item in service.tagged_items.all()],
        )


def _texts(service) -> list[str]:
    """Return what stands on the page of a service, piece by piece, the most telling first."""
    return [
        *_of(service, ABOUT[:2]),
        *(need.name for need in service.help_with.all()),
        service.organization.name if service.organization.live else "",
        *_of(service, ABOUT[2:]),
        *(text for route in service.routes.all() for text in (route.name, *_of(route, ROUTE))),
        *_of(service, CARE),
        *(step.role for step in service.escalation_steps.all()),
        *(note.text for note in service.notes.all()),
        *(protocol.title for protocol in service.protocols.all()),
        *(phone.display for phone in service.phones.all()),
    ]


def _of(thing, fields) -> list[str]:
    return [getattr(thing, field) for field in fields]


class OrganizationAdapter(Adapter):
    """An organisation: its name and what it is for."""

    model = Organization
    parts = {Area: "areas"}

    def public(self):
        """Return what everybody may see, with its areas."""
        return super().public().prefetch_related("areas")

    def entry(self, organization) -> Entry:
        """Return what readers see of it."""
        return Entry(
            kind=Kind.ORGANISATION,
            title=organization.name,
            url=organization.get_absolute_url(),
            summary=organization.description,
            place="Directory",
            status=organization.status,
            checked_on=organization.last_reviewed,
            weight=0.7,
            areas=[area.slug for area in organization.areas.all()],
        )


def _levels() -> list[str]:
    shown = ("summary", "example_1", "example_2", "next_step", "consent")
    levels = ThresholdLevel.objects.filter(live=True)
    return [text for level in levels for text in (str(level), *_of(level, shown))]


def _rules() -> list[str]:
    rules = LeadRule.objects.filter(live=True)
    return [text for rule in rules for text in _of(rule, ("matter", "rule", "emergency_note"))]


register(
    ServiceAdapter,
    OrganizationAdapter,
    Tool(
        name="thresholds",
        title="Levels of need: which level, and whom to call",
        url_name="directory:thresholds",
        summary="Four levels of need in plain words, with examples, the next step and the number for each "
        "area.",
        names=(
            "threshold ladder",
            "thresholds",
            "level of need",
            "continuum of need",
            "is it serious enough",
        ),
        made_of=(ThresholdLevel,),
        texts=_levels,
    ),
    Tool(
        name="who-leads",
        title="Which authority leads?",
        url_name="directory:who_leads",
        summary="Where the child lives and where the school is: who leads on each matter, and its rule.",
        names=(
            "which council",
            "which authority",
            "child lives in another borough",
            "other local authority",
        ),
        made_of=(LeadRule,),
        texts=_rules,
    ),
    Tool(
        name="poster",
        title="A poster for the staff room",
        url_name="directory:poster",
        summary="The numbers that your school needs, on one side of A4.",
        names=("staffroom poster", "numbers to print"),
    ),
    Tool(
        name="leaflet",
        title="A leaflet of services to hand out",
        url_name="directory:leaflet",
        summary="Choose services; what they do and how to reach them goes onto paper.",
    ),
    Tool(
        name="my-school",
        title="My school",
        url_name="directory:my_school",
        summary="For school leads who sign in: your school’s own contacts and the services that you use.",
        names=("our contacts", "link workers"),
        weight=0.8,
    ),
    LeftOut(Protocol, "It has no page of its own: the services that keep to it are found by its title."),
)


def _own_name(service) -> str:
    """Return the name of a service without its area: Ambleford's and Thornmere's Front Door are one."""
    for area in service.areas.all():
        if service.name.startswith(f"{area.name} "):
            return service.name.removeprefix(f"{area.name} ")
    return service.name


def pairs() -> list[synonyms.Pair]:
    """Return the other names of services as synonyms: of those that lead to one name only.

    A name that services of different names share ("early help") finds each of them as it is, and says
    nothing more. One everyday word ("housing") finds the service, but the service does not find the word.
    """
    named = defaultdict(list)
    for service in Service.objects.listed().prefetch_related("alternate_names", "areas").order_by("pk"):
        for other in service.alternate_names.all():
            named[other.name.casefold()].append((other, _own_name(service)))
    found = []
    for uses in named.values():
        other, name = uses[0]
        if len({each for _, each in uses}) == 1:
            both = not other.former and (" " in other.name or not other.name.islower())
            found.append(synonyms.Pair(other.name, name, both, all(each.former for each, _ in uses)))
    return found


def phones(keys: Sequence[str], home: str) -> dict[str, str]:
    """Return the number to ring of each service, by its key in the index: that of the area `home`, if any."""
    by_pk = {key.partition(":")[2]: key for key in keys}
    seen = Phone.objects.filter(visibility=Visibility.PUBLIC).select_related("area")
    found = {}
    for service in Service.objects.listed().filter(pk__in=by_pk).prefetch_related(Prefetch("phones", seen)):
        own = (phone for phone in service.phones.all() if phone.area and phone.area.slug == home)
        if number := next(own, service.main_phone):
            found[by_pk[str(service.pk)]] = number.display
    return found


synonyms.register(pairs, edition.number)
cards.register_phones(phones)
