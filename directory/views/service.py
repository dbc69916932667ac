"""One service: whom to call, when, who may refer, consent, what next, checked when and how."""

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from directory import qr
from directory.addresses import live_address
from directory.models import Contact, Phone, Protocol, Service, ServiceNote
from directory.opening import hours_in_words, status_of
from directory.school_view import link_with
from portal.content.enums import Visibility
from portal.content.visibility import levels_for


@require_safe
def service(request, slug):
    """One service: whom to call, when, who may refer, consent, what next, checked when and how."""
    found = get_object_or_404(_for_page(Service.objects.published(), request.user), slug=slug)
    return render(request, "directory/service.html", service_context(found, request))


def _for_page(queryset, user):
    """Add the rows of a service's page; those that few entries have are only asked for where they exist."""
    levels = levels_for(user)
    return (
        queryset.select_related("organization", "out_of_hours_service", "replaced_by")
        .prefetch_related(
            Prefetch("phones", Phone.objects.filter(visibility__in=levels).select_related("area")),
            "schedules",
            "areas__terms",
            "alternate_names",
            "assurances",
            "routes",
            "escalation_steps",
            "help_with",
        )
        .annotate(
            has_contacts=Exists(Contact.objects.filter(service=OuterRef("pk"), visibility__in=levels)),
            has_notes=Exists(ServiceNote.objects.filter(service=OuterRef("pk"), visibility__in=levels)),
            has_cites=Exists(Service.cites.through.objects.filter(service=OuterRef("pk"))),
            has_protocols=Exists(Protocol.objects.filter(services=OuterRef("pk"), live=True)),
        )
    )


def service_context(service: Service, request) -> dict:
    """Return what the service template shows; a preview of a draft uses it too."""
    levels = levels_for(request.user)
    partners = Service.objects.none()
    if service.pk:
        partners = (
            Service.objects.listed()
            .filter(Q(works_with=service.pk) | Q(worked_with_by=service.pk))
            .distinct()
        )
    main = service.main_phone
    routes = list(service.routes.all())
    away = service.out_of_hours_service
    away = away if away and away.live else None
    return {
        "service": service,
        "phone": main,
        "other_phones": [p for p in service.phones.all() if p is not main and p.visibility in levels],
        "opening": status_of(service),
        "hours": hours_in_words(service),
        "out_of_hours": away,
        "out_of_hours_phones": _phones_in(away, service.areas.all()) if away else [],
        "first_route": routes[0] if routes else None,
        "routes": routes[1:],
        "partners": partners.only("name", "slug"),
        "contacts": _visible(service, "contacts", levels),
        "notes": _visible(service, "notes", levels),
        "protocols": service.protocols.select_related("document")
        if getattr(service, "has_protocols", True)
        else [],
        "school_link": link_with(request.user, service),
        "check": service.newest_assurance,
        # Made by us, of our own address: no reader's text is in it. A draft may have no address yet.
        "code": mark_safe(qr.svg(live_address(service))) if service.slug else "",
        "freshness": service.freshness,
    }


def _visible(service, name, levels) -> list:
    """Return the rows of `name` that the viewer may see, asked for only where there are some."""
    if not getattr(service, f"has_{name}", True):
        return []
    return [row for row in getattr(service, name).all() if row.visibility in levels]


def _phones_in(service, areas) -> list:
    """Return the public numbers of `service` for these areas: its own for each, else the main one."""
    numbers = list(service.phones.filter(visibility=Visibility.PUBLIC).select_related("area"))
    own = [p for p in numbers if p.area and p.area in areas]
    return own or numbers[:1]
