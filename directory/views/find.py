"""Ways to find a service: by need, in the list, from A to Z, by organisation.

No public page of the directory needs JavaScript, an account or a child's details.
"""

import string

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from directory.enums import ServiceKind, Urgency
from directory.finder import Finder
from directory.models import Organization, Service
from directory.querysets import GONE
from directory.rows import row, rows_of
from portal.content.models import Area, HelpWith

PAGE_SIZE = 20
MOST_FORMS = 300


@require_safe
def home(request):
    """The directory by need, urgency and authority."""
    doors = [row(door) for door in Service.objects.front_doors().for_list()]
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
    page = Paginator(finder.pks, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "finder": finder,
        "narrowing": _narrowing(finder),
        "page_obj": page,
        "rows": rows_of(page.object_list),
    }
    if not page.paginator.count:
        context["doors"] = [row(door) for door in Service.objects.front_doors().for_list()]
    return render(request, "directory/services.html", context)


def _narrowing(finder: Finder) -> SafeString:
    """Return the form that narrows the list, written once for each query of an edition.

    Its eighty boxes are a third of the work of the page, and the same for everybody.
    """
    kept = finder.index.forms
    if finder.text or len(kept) >= MOST_FORMS:
        return render_to_string("directory/parts/facets.html", {"finder": finder})
    if finder.query not in kept:
        kept[finder.query] = render_to_string("directory/parts/facets.html", {"finder": finder})
    return kept[finder.query]


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
        {"letters": letters, "letter": letter, "page_obj": page, "rows": [row(service) for service in page]},
    )


def _letter(name: str) -> str:
    first = name[:1].upper()
    return first if first in string.ascii_uppercase else "#"


@require_safe
def organisation(request, slug):
    """One organisation and what it offers."""
    found = get_object_or_404(
        Organization.objects.select_related("parent_organization"), slug=slug, live=True
    )
    page = Paginator(found.services.in_lists().for_list(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "directory/organisation.html",
        {
            "organisation": found,
            "page_obj": page,
            "rows": [row(service) for service in page],
            "closed": found.services.published().filter(availability__in=GONE),
            "unchecked": found.services.listed().exclude(pk__in=found.services.in_lists()),
        },
    )
