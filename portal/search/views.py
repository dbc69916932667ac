"""The search page, its suggestions, and the word that a result was opened."""

import time

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.lockout import address
from portal.content.enums import GuidanceStatus
from portal.content.models import Area, PortalSettings, Topic
from portal.limits import allow_in_memory
from portal.search import facets, help, log, offers, suggest
from portal.search.asked import Asked
from portal.search.enums import Group
from portal.search.find import PER_PAGE, Results, find
from portal.search.models import SearchFacet
from portal.search.snippets import Marker

POPULAR = 12
MINUTE = 60
SUGGESTIONS_A_MINUTE = 600  # from one address, which is often a whole school
CLICKS_A_MINUTE = 300


@require_safe
def search(request) -> HttpResponse:
    """The page: a box alone, or what was found."""
    asked = Asked.of(request.GET)
    if not asked.text:
        start = {"asked": asked, "parts": help.parts(), "topics": _popular()}
        return render(request, "search/start.html", start)
    areas = list(Area.objects.authorities().only("slug", "name"))
    home = asked.home or _home(request, areas)
    began = time.perf_counter()
    results = find(asked.text, asked.filters, asked.page, home=home, as_typed=asked.as_typed)
    milliseconds = round((time.perf_counter() - began) * 1000)
    if asked.page > max(results.pages, 1):
        return HttpResponseRedirect(asked.but(page=max(results.pages, 1)).address)
    row = log.row_of(results, milliseconds) if asked.page == 1 and log.is_counted(request) else None
    answer = render(request, "search/results.html", _context(asked, results, areas, home, row))
    answer.headers["X-Search-Engine"] = results.engine
    if row:
        log.write_after(answer, row)
    return answer


def _context(asked: Asked, results: Results, areas: list[Area], home: str, row) -> dict:
    wanted = {(group, value) for group, counts in results.counts.items() for value in counts}
    wanted |= {(group, value) for group, values in results.filters.items() for value in values}
    labels = facets.labels_of(wanted)
    marker = Marker(results.query.concepts)
    offered = offers.offering([result.document for result in results.results])
    return {
        "asked": asked,
        "results": results,
        "rows": [{**_row(r, marker), "offered": offered.get(r.document.key)} for r in results.results],
        "bets": results.best_bets if asked.page == 1 else [],
        "cards": [_card(card) for card in results.cards] if asked.page == 1 else [],
        "groups": facets.groups(results, labels),
        "chips": facets.chips(asked, results, labels),
        "areas": areas,
        "home": home,
        "page_obj": Paginator(range(results.pages * PER_PAGE), PER_PAGE).get_page(asked.page),
        "typed_address": asked.but(as_typed=True).address,
        "meant_address": asked.but(text=results.suggestion, as_typed=False).address,
        "unfiltered_address": asked.but(filters={}, as_typed=True).address,
        "parts": [] if results.total else help.parts(),
        "searched": row.pk if row else "",
    }


def _row(result, marker: Marker) -> dict:
    """Return a result as it is shown: its title and the telling piece of its text, marked."""
    document = result.document
    return {
        "document": document,
        "title": marker.marked(document.title),
        "snippet": marker.snippet(document.summary, document.body, title=document.title),
        "status": GuidanceStatus(document.status) if document.status in GuidanceStatus.values else None,
        "rank": result.rank,
    }


def _card(card) -> dict:
    digits = "".join(c for c in card.phone if c.isdigit() or c == "+")
    return {"card": card, "uri": f"tel:{digits}" if digits else ""}


def _home(request, areas: list[Area]) -> str:
    """Return the slug of the authority that the portal's settings name, one of `areas`; "" for none."""
    wanted = PortalSettings.for_request(request).home_authority_id
    return next((area.slug for area in areas if area.pk == wanted), "")


def _popular() -> list[Topic]:
    """Return the topics about which there is anything to find, in the order that editors gave them."""
    used = SearchFacet.objects.filter(group=Group.TOPIC).values("value")
    return list(Topic.objects.filter(slug__in=used)[:POPULAR])


@require_safe
def suggestions(request) -> JsonResponse:
    """Up to eight titles for what has been typed so far: `{"items": [{"title", "kind", "url"}]}`."""
    if not allow_in_memory("suggest", address(request), SUGGESTIONS_A_MINUTE, MINUTE):
        return JsonResponse({"items": []}, status=429)
    home = request.GET.get("home", "") or _home(request, list(Area.objects.authorities().only("slug")))
    items = suggest.suggest(request.GET.get("q", ""), home)
    answer = JsonResponse({"items": items})
    patch_cache_control(answer, public=True, max_age=300)
    return answer


@csrf_exempt  # it changes nothing for whoever sends it, and asks for the key of a search that only they have
@require_POST
def clicked(request) -> HttpResponse:
    """Take the word of a page (static/js/search.js) that one of its results was opened."""
    if allow_in_memory("search-click", address(request), CLICKS_A_MINUTE, MINUTE):
        said = request.POST
        log.clicked(said.get("search", ""), said.get("rank", ""), said.get("document", ""))
    return HttpResponse(status=204)
