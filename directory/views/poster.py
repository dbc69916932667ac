"""The poster for the staff room and the leaflet for families: one side of A4, or the boxes to choose from."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from directory.models import SchoolLink, Service
from directory.picker import Picker, address_of, chosen_slugs
from directory.posters import MOST, leaflet_of, poster_of
from directory.school_view import key_contacts_of

PAGE_SIZE = 30
CHOOSING = {"pick", "page"}


def with_boxes(view):
    """Call `view`; what the boxes post becomes an address, which can be kept, sent on and printed as a code.

    Nothing is changed by it and nothing is asked of whoever posts, so it needs no token and no cookie.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request):
        if request.method == "POST":
            return redirect(address_of(request.path, request.POST))
        return view(request)

    return wrapped


@with_boxes
def poster(request):
    """The poster of `?service=`, else of `?need=` and `?area=`, else of `?ours=1`; else the boxes."""
    if request.GET.get("ours") and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    school = request.user.school if request.user.is_authenticated else None
    links = _links(school)
    picker = Picker(request.GET)
    services = _chosen(request, picker, links)
    sheet = poster_of(services, links) if services is not None else None
    if sheet is None or not sheet.entries:
        return _boxes(
            request, picker, "directory/poster_picker.html", {"has_links": bool(links), "asked": sheet}
        )
    context = {
        "sheet": sheet,
        "most": MOST,
        "school": school,
        "need": picker.need_name if not chosen_slugs(request.GET) else "",
        "key_contacts": key_contacts_of(school) if school else [],
    }
    return render(request, "directory/poster.html", context)


@with_boxes
def leaflet(request):
    """The leaflet of `?service=` (several), else of `?need=` and `?area=`; else the boxes."""
    picker = Picker(request.GET, for_families=True)
    services = _chosen(request, picker, {})
    sheet = leaflet_of(services) if services is not None else None
    if sheet is None or not sheet.entries:
        return _boxes(request, picker, "directory/leaflet_picker.html", {"asked": sheet})
    return render(request, "directory/leaflet.html", {"sheet": sheet, "most": MOST})


def _links(school) -> dict:
    """Return the links that the school uses now, by service."""
    if school is None:
        return {}
    return {link.service_id: link for link in SchoolLink.objects.filter(school=school, used_now=True)}


def _chosen(request, picker, links):
    """Return the services that the address names, or None where the reader is still choosing."""
    if CHOOSING & set(request.GET):
        return None
    if slugs := chosen_slugs(request.GET):
        return Service.objects.listed().filter(slug__in=slugs)
    if picker.need or picker.area:
        return picker.services()
    return Service.objects.listed().filter(pk__in=list(links)) if request.GET.get("ours") else None


def _boxes(request, picker, template, extra):
    """Show the boxes; what is ticked already stays ticked, on every page of the list."""
    slugs = chosen_slugs(request.GET)
    chosen = Service.objects.listed().filter(slug__in=slugs).order_by("name").select_related("organization")
    page = Paginator(picker.services().exclude(slug__in=slugs), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "picker": picker,
        "chosen": list(chosen),
        "page_obj": page,
        "most": MOST,
        "many": "many" in request.GET,
        "nothing": bool(request.GET) and not CHOOSING & set(request.GET),
        **extra,
    }
    return render(request, template, context)
