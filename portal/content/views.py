"""Pages of what every room shares: tags, the guidance register, the portal's colours."""

import colorsys
from hashlib import sha256

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from portal.content import register
from portal.content.enums import GuidanceKind
from portal.content.models import GuidanceRecord, PortalSettings, Tag
from portal.content.tags import TaggedThings, successor

PAGE_SIZE = 50
MOST_CHANGES = 20
FRESH_SECONDS = 5 * 60


@require_safe
def tag_page(request, slug):
    """Everything with one tag. A merged tag leads to its successor for good."""
    tag = get_object_or_404(Tag.objects.select_related("merged_into"), slug=slug)
    if tag.merged_into_id:
        return redirect(successor(tag), permanent=True)
    page = Paginator(TaggedThings(tag, request), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "content/tag.html", {"tag": tag, "page_obj": page})


@require_safe
def guidance_list(request):
    """The guidance register: what is current and what is coming; what no longer holds on request."""
    listing = register.Listing.asked(request.GET)
    page = Paginator(listing.records(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "listing": listing,
        "page_obj": page,
        "groups": register.grouped(page),
        "statuses": register.statuses(),
        "kinds": GuidanceKind.choices,
        "in_archive": register.in_archive(),
    }
    return render(request, "content/guidance_list.html", context)


@require_safe
def guidance_changes(request):
    """What changed in the register, the newest first."""
    page = Paginator(register.changes(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "content/guidance_changes.html", {"page_obj": page})


@require_safe
def guidance_record(request, slug):
    """One record: how it stands, what replaced it, then and now, and what here rests on it."""
    live = GuidanceRecord.objects.filter(live=True).select_related("replaced_by")
    record = get_object_or_404(live, slug=slug)
    context = {
        "record": record,
        "lines": [line for line in register.lines(record) if len(line) > 1],
        "comparison": record.comparison.select_related("stands_in"),
        "changes": record.changes.all()[:MOST_CHANGES],
        "dependents": register.what_rests_on(record, request),
    }
    return render(request, "content/guidance.html", context)


def _public_colours(request) -> str:
    """Return the portal's colours as custom properties, over those of the style sheet."""
    portal = PortalSettings.for_request(request)
    return (
        ":root{"
        f"--portal-brand:{portal.colour_brand};"
        f"--portal-brand-deep:{portal.colour_brand_deep};"
        f"--portal-link:{portal.colour_link};"
        f"--portal-go:{portal.colour_go}"
        "}\n"
    )


def _admin_colours(request) -> str:
    """Return the portal's colours as the custom properties of Wagtail's admin, which are in HSL."""
    portal = PortalSettings.for_request(request)
    return (
        ":root{"
        + ";".join(
            f"--w-color-{name}-hue:{hue:.1f};--w-color-{name}-saturation:{saturation:.1%};"
            f"--w-color-{name}-lightness:{lightness:.1%}"
            for name, colour in (("primary", portal.colour_brand), ("secondary", portal.colour_link))
            for hue, saturation, lightness in [_hsl(colour)]
        )
        + "}\n"
    )


def _hsl(colour: str) -> tuple[float, float, float]:
    """Return hue (degrees), saturation and lightness (0 to 1) of `#rrggbb`."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    return hue * 360, saturation, lightness


def _style_sheet(make):
    """Return a view that answers with what `make(request)` writes; unchanged, it is not sent again."""

    @require_safe
    @condition(etag_func=lambda request: f'"{sha256(make(request).encode()).hexdigest()[:16]}"')
    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponse(make(request), content_type="text/css; charset=utf-8")
        patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
        return response

    return view


theme = _style_sheet(_public_colours)
admin_theme = _style_sheet(_admin_colours)
