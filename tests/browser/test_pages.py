"""Every kind of page and state: axe finds nothing, nothing overflows, nobody else is asked for anything."""

import re

import pytest

PUBLIC = [
    "/",
    "/directory/",
    "/directory/services/",
    "/directory/services/?need=mental-health&area=ambleford",
    "/directory/services/?q=nothing-like-this",
    "/directory/services/thornmere-front-door/",
    "/directory/organisations/ambleford-council/",
    "/directory/a-z/?letter=M",
    "/directory/who-leads/",
    "/directory/who-leads/?home=thornmere",
    "/directory/who-leads/?home=thornmere&school=ambleford",
    "/directory/services/thornmere-front-door/report/",
    "/directory/services/thornmere-front-door/report/?sent=1",
    "/directory/services/thornmere-front-door/it-worked/",
    "/directory/thresholds/",
    "/directory/thresholds/?area=thornmere",
    "/guidance/",
    "/guidance/working-together-2023/",
    "/tags/safeguarding/",
    "/accessibility/",
    "/privacy/",
    "/cookies/",
    "/contact/",
    "/no-such-page/",
    "/accounts/login/",
    "/accounts/password/reset/",
]
SIGNED_IN = [
    "/",
    "/accounts/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/accounts/logout/",
]
WIDTHS = pytest.mark.parametrize("width", [375, 1280])


def sound(page, axe):
    """Assert that the page breaks no rule of WCAG, does not scroll sideways and asks no other host."""
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert len(page.hosts) == 1
    assert [line for line in page.complaints if "404" not in line] == []


@WIDTHS
@pytest.mark.parametrize("path", PUBLIC)
def test_signed_out(open_page, axe, path, width):
    sound(open_page(path, width), axe)


@WIDTHS
@pytest.mark.parametrize("state", ["overdue", "closed", "unavailable", "never checked", "no number"])
def test_states_of_a_service(open_page, axe, state, width):
    slug = {
        "overdue": "thornmere-attendance-support-team",
        "closed": "ambleford-careers-and-connexions-desk",
        "unavailable": "thistledown-saturday-group",
        "never checked": "samaritans-and-shout",
        "no number": "cafcass",
    }[state]
    page = open_page(f"/directory/services/{slug}/", width)
    assert page.locator("h1").count() == 1
    sound(page, axe)


@WIDTHS
@pytest.mark.parametrize("path", SIGNED_IN)
def test_signed_in(open_page, axe, sign_in, path, width):
    page = open_page("/livez", width)
    sign_in(page, "declan.roe@ravensmoor.example.org")
    page.complaints.clear()
    sound(open_page(path, page=page), axe)


@pytest.mark.parametrize("path", ["/", "/directory/services/", "/directory/services/thornmere-front-door/"])
def test_page_is_light(open_page, path):
    """At most 100 kB cross the wire before images."""
    page = open_page("/livez")
    sizes = []
    page.on("requestfinished", lambda request: sizes.append(sum_of(request)))
    open_page(path, page=page)
    page.wait_for_timeout(200)
    assert 0 < sum(sizes) <= 100_000, sizes


def sum_of(request) -> int:
    size = request.sizes()
    return size["responseBodySize"] + size["responseHeadersSize"]


@pytest.mark.parametrize(
    "slug", ["thornmere-front-door", "ambleford-lado", "midmere-camhs-single-point-of-access"]
)
def test_service_prints_on_one_side(open_page, slug):
    page = open_page(f"/directory/services/{slug}/")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
