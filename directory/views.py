"""The directory's public pages. None of them needs JavaScript, an account or a child's details."""

import string

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directory.enums import ServiceKind, Urgency
from directory.finder import Finder
from directory.leads import answers
from directory.models import Contact, Organization, Phone, Protocol, Service, ServiceNote
from directory.opening import hours_in_words, status_of
from directory.visibility import levels_for
from portal.content.models import Area, HelpWith

PAGE_SIZE = 25
VISIT_COOKIE = "areas"


@require_safe
def home(request):
    """The directory by need, urgency and authority."""
    doors = [_row(door) for door in Service.objects.front_doors().for_list()]
    return render(
        request,
        "directory/home.html",
        {
            "doors": doors,
            "needs": HelpWith.objects.filter(services__live=True).distinct(),
            "urgencies": Urgency.choices,
            "areas": Area.objects.authorities(),
            "helplines": Service.objects.listed().filter(kind=ServiceKind.HELPLINE).exists(),
        },
    )


@require_safe
def services(request):
    """The list, narrowed by what the reader chose."""
    finder = Finder(request.GET)
    page = Paginator(finder.services().for_list(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"finder": finder, "page_obj": page, "rows": [_row(service) for service in page]}
    if not page.paginator.count:
        context["doors"] = [_row(door) for door in Service.objects.front_doors().for_list()]
    return render(request, "directory/services.html", context)


@require_safe
def a_z(request):
    """Every service by its first letter; other names stand beside the name."""
    names = Service.objects.listed().order_by("name").values_list("name", flat=True)
    used = {_letter(name) for name in names}
    wanted = request.GET.get("letter", "").upper()[:1]
    letter = wanted if wanted in used else min(used, default="A")
    found = Service.objects.listed().for_list().prefetch_related("alternate_names").order_by("name")
    if letter == "#":
        found = found.exclude(name__regex=r"^[A-Za-z]")
    else:
        found = found.filter(name__istartswith=letter)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    letters = [(each, each in used) for each in [*string.ascii_uppercase, *(["#"] if "#" in used else [])]]
    return render(
        request,
        "directory/a_z.html",
        {"letters": letters, "letter": letter, "page_obj": page, "rows": [_row(service) for service in page]},
    )


def _letter(name: str) -> str:
    first = name[:1].upper()
    return first if first in string.ascii_uppercase else "#"


def _row(service: Service) -> dict:
    """Return what a row of a list shows of a service."""
    return {"service": service, "phone": service.main_phone, "opening": status_of(service)}


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
        "check": service.newest_assurance,
        "freshness": service.freshness,
    }


def _visible(service, name, levels) -> list:
    """Return the rows of `name` that the viewer may see, asked for only where there are some."""
    if not getattr(service, f"has_{name}", True):
        return []
    return [row for row in getattr(service, name).all() if row.visibility in levels]


def _phones_in(service, areas) -> list:
    """Return the numbers of `service` for these areas: its own for each, else the main one."""
    numbers = list(service.phones.select_related("area"))
    own = [p for p in numbers if p.area and p.area in areas]
    return own or numbers[:1]


@require_safe
def organisation(request, slug):
    """One organisation and what it offers."""
    found = get_object_or_404(
        Organization.objects.select_related("parent_organization"), slug=slug, live=True
    )
    page = Paginator(found.services.listed().for_list(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "directory/organisation.html",
        {
            "organisation": found,
            "page_obj": page,
            "rows": [_row(service) for service in page],
            "closed": found.services.published().exclude(pk__in=found.services.listed()),
        },
    )


@require_safe
def who_leads(request):
    """Two choices, then who leads on each matter, whom to call there, and why."""
    areas = {area.slug: area for area in Area.objects.authorities()}
    remembered = (request.COOKIES.get(VISIT_COOKIE, "").split(".") + [""])[:2]
    home = areas.get(request.GET.get("home") or remembered[0])
    school = areas.get(request.GET.get("school") or remembered[1])
    asked = "home" in request.GET or "school" in request.GET
    context = {
        "areas": areas.values(),
        "home_area": home,
        "school_area": school,
        "answers": answers(home, school) if home and school else [],
        "doors": [_row(door) for door in Service.objects.front_doors().for_list()],
        "unknown": asked and not (home and school),
    }
    response = render(request, "directory/who_leads.html", context)
    if asked and home and school:
        # For the visit only: it ends with the browser, and names places, never a person.
        response.set_cookie(
            VISIT_COOKIE,
            f"{home.slug}.{school.slug}",
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response
