"""What the search finds in the directory."""

from directory.enums import Criticality, ServiceKind
from directory.models import AlternateName, Assurance, Organization, Service, ServiceNote, ServiceTag
from portal.content.enums import Visibility
from portal.search.adapters import Adapter, Entry, Tool, register
from portal.search.enums import Kind

# A front door answers a worried person; a national link is further away than what is near.
WEIGHTS = {ServiceKind.FRONT_DOOR: 1.2, ServiceKind.HELPLINE: 0.9, ServiceKind.NATIONAL_LINK: 0.8}


class ServiceAdapter(Adapter):
    """A service: its name, its other names, what it helps with and where."""

    model = Service
    parts = {
        AlternateName: "service",
        ServiceNote: "service",
        Assurance: "service",
        ServiceTag: "content_object",
    }

    def public(self):
        return Service.objects.listed().select_related("organization")

    def entry(self, service) -> Entry:
        names = list(service.alternate_names.all())
        areas = list(service.areas.all())
        return Entry(
            kind=Kind.SERVICE,
            title=service.name,
            url=service.get_absolute_url(),
            summary=service.summary,
            body="\n".join(self._texts(service)),
            names=[each.name for each in names if not each.former],
            old_names=[each.name for each in names if each.former],
            place=" · ".join(["Directory", *(area.name for area in areas)]),
            status=service.status,
            checked_on=service.last_reviewed,
            weight=WEIGHTS.get(service.kind, 1.0) * (1.1 if service.criticality == Criticality.CORE else 1),
            areas=[area.slug for area in areas],
            tags=service.tags.slugs(),
        )

    def _texts(self, service) -> list[str]:
        notes = service.notes.filter(visibility=Visibility.PUBLIC)
        return [
            service.core_purpose,
            service.description,
            service.eligibility_description,
            service.organization.name,
            *(need.name for need in service.help_with.all()),
            *(note.text for note in notes),
        ]


class OrganizationAdapter(Adapter):
    """An organisation: its name and what it is for."""

    model = Organization

    def entry(self, organization) -> Entry:
        return Entry(
            kind=Kind.ORGANISATION,
            title=organization.name,
            url=organization.get_absolute_url(),
            summary=organization.description,
            place="Directory",
            status=organization.status,
            checked_on=organization.last_reviewed,
            weight=0.7,
        )


LADDER = Tool(
    name="thresholds",
    title="Levels of need: which level, and whom to call",
    url_name="directory:thresholds",
    summary="Four levels of need in plain words, with examples, the next step and the number for each area.",
    names=["threshold ladder", "thresholds", "level of need", "continuum of need", "is it serious enough"],
)
WHO_LEADS = Tool(
    name="who-leads",
    title="Which authority leads?",
    url_name="directory:who_leads",
    summary="Where the child lives and where the school is: who leads on each matter, and its rule.",
    names=["which council", "which authority", "child lives in another borough", "other local authority"],
)
POSTER = Tool(
    name="poster",
    title="A poster for the staff room",
    url_name="directory:poster",
    summary="The numbers that your school needs, on one side of A4.",
)

register(ServiceAdapter, OrganizationAdapter, LADDER, WHO_LEADS, POSTER)
