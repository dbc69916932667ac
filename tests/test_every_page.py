"""The demo, page by page: everything that the sitemap names answers, and nothing private is shown."""

import re

import pytest
from django.test import Client

from hub.models import HubPage

HOSTILE = [
    "%22",
    "%22bullying",
    "%27%22",
    "%00",
    "a%00b",
    "%F0%9F%92%A9",
    "%ED%A0%80",
    "%E2%80%AE",
    "AND",
    "-x",
    "title:x",
    "x*",
    "NEAR(",
    "%25s",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%3B%20DROP%20TABLE",
    "+",
    "%20%20",
    "x" * 300,
    "%2B".join(["word"] * 60),
    "%0d%0aSet-Cookie:x",
    "..%2F..%2Fetc%2Fpasswd",
    "{{7*7}}",
    "x%22OR%22a%22*",
]
PARAMETERS = [
    "q",
    "need",
    "area",
    "urgency",
    "kind",
    "page",
    "letter",
    "home",
    "school",
    "next",
    "key",
    "status",
]
ADDRESSES = [
    "/",
    "/directory/",
    "/directory/services/",
    "/directory/a-z/",
    "/directory/who-leads/",
    "/guidance/",
    "/guidance/changes/",
    "/guidance/changes/feed/",
    "/guidance/circular-10-99/",
    "/hub/",
    "/hub/topics/child-protection-conferences/",
    "/hub/ask/",
    "/hub/contribute/",
    "/glossary/",
    "/glossary/macpt/",
    "/plain-language/",
    "/directory/services/thornmere-front-door/",
    "/accounts/login/",
    "/tags/attendance/",
    "/search/",
    "/search/suggest/",
    "/theme.css",
    "/sitemap.xml",
    "/livez",
    "/readyz",
    "/robots.txt",
    "/set-up/",
    "/no-such-page/",
]


def test_every_address_of_the_sitemap_answers(client, demo):
    addresses = re.findall(r"<loc>https?://[^/]+([^<]*)</loc>", client.get("/sitemap.xml").text)
    assert len(addresses) > 300
    pages = [page for page in HubPage.objects.all() if page.access == "public"]
    assert {page.url for page in pages} <= set(addresses) and len(pages) == 80
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_hostile_addresses_never_break_it(demo, address):
    client = Client(raise_request_exception=False)
    for name in PARAMETERS:
        for value in HOSTILE:
            status = client.get(f"{address}?{name}={value}").status_code
            assert status < 500 or (address == "/readyz" and status == 503), (
                f"{address}?{name}={value}: {status}"
            )


@pytest.mark.parametrize("page", ["-1", "0", "abc", "99999999999999999999999", "1e9", "²"])
def test_absurd_page_numbers_answer(client, demo, page):
    assert client.get("/directory/services/", {"page": page}).status_code == 200


def test_post_to_a_reading_page_is_refused(client, demo):
    assert client.post("/directory/services/").status_code == 405
