"""Ways to find a service: by need, in the list, from A to Z, by organisation.

No public page of the directory needs JavaScript, an account or a child's details.
"""

import string

from django.core.paginator import Paginator
from django.db.models.functions import Substr
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from directory.enums import ServiceKind, Urgency
from directory.finder import Finder
from directory.held import held
from directory.models import AlternateName, Organization, Service
from directory.querysets import GONE
from directory.rows import front_doors, rows_of
from portal.content.models import Area, HelpWith

PAGE_SIZE = 20


@require_safe
def home(request):
    """The directory by need, urgency and authority."""
    return render(
        request,
        "directory/home.html",
        {
            "doors": front_doors(held()),
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
        "rows": rows_of(finder.held, page.object_list),
    }
    if not page.paginator.count:
        context["doors"] = front_doors(finder.held)
    return render(request, "directory/services.html", context)


def _narrowing(finder: Finder) -> SafeString:
    """Return the form that narrows the list, written once for each choice of an edition.

    Its eighty boxes are a third of the work of the page, and the same for everybody. What people
    type is not kept: it hardly ever comes twice, and would push out what does.
    """
    html = None if finder.text else finder.held.forms.get(finder.query)
    if html is None:
        html = render_to_string("directory/parts/facets.html", {"finder": finder})
        if not finder.text:
            finder.held.forms[finder.query] = html
    return html


@require_safe
def a_z(request):
    """Every service by its first letter; other names stand beside the name."""
    listed = Service.objects.listed()
    first_letters = listed.order_by().values_list(Substr("name", 1, 1), flat=True).distinct()
    used = {_letter(first) for first in first_letters}
    wanted = request.GET.get("letter", "").upper()[:1]
    letter = wanted if wanted in used else min(used, default="A")
    found = listed.order_by("name").values_list("pk", flat=True)
    if letter == "#":
        found = found.exclude(name__regex=r"^[A-Za-z]")
    else:
        found = found.filter(name__istartswith=letter)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    letters = [(each, each in used) for each in [*string.ascii_uppercase, *(["#"] if "#" in used else [])]]
    other_names = _other_names(page)
    rows = [{**each, "other_names": other_names.get(each["service"].pk)} for each in rows_of(held(), page)]
    context = {"letters": letters, "letter": letter, "page_obj": page, "rows": rows}
    return render(request, "directory/a_z.html", context)


def _other_names(pks) -> dict[int, list[AlternateName]]:
    """Return the other names of each of these services that has any."""
    names: dict[int, list[AlternateName]] = {}
    for name in AlternateName.objects.filter(service__in=list(pks)):
        names.setdefault(name.service_id, []).append(name)
    return names


def _letter(first: str) -> str:
    return first.upper() if first.upper() in string.ascii_uppercase else "#"


@require_safe
def organisation(request, slug):
    """One organisation and what it offers."""
    found = get_object_or_404(
        Organization.objects.select_related("parent_organization"), slug=slug, live=True
    )
    pks = list(found.services.in_lists().values_list("pk", flat=True))
    page = Paginator(pks, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "directory/organisation.html",
        {
            "organisation": found,
            "page_obj": page,
            "rows": rows_of(held(), page),
            "closed": found.services.published().filter(availability__in=GONE),
            "unchecked": found.services.listed().exclude(pk__in=found.services.in_lists()),
        },
    )
