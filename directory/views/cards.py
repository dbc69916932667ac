"""Numbers to carry away: vCards and QR codes. What leaves here holds public numbers only."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from directory import qr as qr_codes
from directory.addresses import live_address
from directory.exporters import vcard as vcard_files
from directory.finder import Finder
from directory.models import Service
from directory.numbers import with_numbers

MOST_CARDS = 200


@require_safe
def vcard(request, slug):
    """One service for the contacts of a phone. One that has closed has no card."""
    service = get_object_or_404(with_numbers(Service.objects.listed()), slug=slug)
    if not vcard_files.has_card(service):
        raise Http404("nothing to ring and nowhere to write")
    return _file([service], service.slug)


@require_safe
def vcards(request):
    """The services of a list, narrowed as the list is, in one file. A long list gets words instead."""
    finder = Finder(request.GET)
    count = len(finder.pks)
    services = _with_cards(finder.pks) if count <= MOST_CARDS else []
    if services:
        return _file(services, "services")
    context = {"finder": finder, "count": count, "most": MOST_CARDS}
    return render(request, "directory/no_cards.html", context, status=400 if count else 404)


def _with_cards(pks: list[int]) -> list[Service]:
    """Return those of the services that have something to save, in this order."""
    found = with_numbers(Service.objects.listed()).in_bulk(pks)
    return [found[pk] for pk in pks if pk in found and vcard_files.has_card(found[pk])]


def _file(services, name) -> HttpResponse:
    """Return the cards as a download. `name` is a slug or ours: it stands in a header."""
    return HttpResponse(
        vcard_files.cards(services),
        content_type="text/vcard; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.vcf"'},
    )


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def qr(request, slug):
    """The address of a service's page as a QR code: a drawing for posters and newsletters."""
    service = get_object_or_404(Service.objects.published(), slug=slug)
    return HttpResponse(qr_codes.svg(live_address(service)), content_type="image/svg+xml")
