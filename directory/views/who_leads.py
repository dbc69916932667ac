"""Two choices, then who leads on each matter, whom to call there, and why."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory.held import held
from directory.leads import answers
from directory.rows import front_doors
from portal.content.models import Area

VISIT_COOKIE = "areas"


@require_safe
def who_leads(request):
    """Two choices, then who leads on each matter, whom to call there, and why."""
    areas = {area.slug: area for area in Area.objects.authorities()}
    remembered = (request.COOKIES.get(VISIT_COOKIE, "").split(".") + [""])[:2]
    home = areas.get(request.GET.get("home") or remembered[0])
    school = areas.get(request.GET.get("school") or remembered[1])
    asked = "home" in request.GET or "school" in request.GET
    now = held()
    context = {
        "areas": areas.values(),
        "home_area": home,
        "school_area": school,
        "answers": answers(now, home, school) if home and school else [],
        "doors": front_doors(now),
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
