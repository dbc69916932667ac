"""How to reach somebody: numbers and addresses become links, and nothing else of the line changes."""

import pytest
from django.utils.html import strip_tags

from directory.templatetags.reach import reachable

NUMBER = '<a class="app-number" href="tel:+441632960305">01632 960305</a>'
MAIL = '<a href="mailto:camhs@midmere-mh.example.org">camhs@midmere-mh.example.org</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Ring 01632 960305 and ask for this role.", f"Ring {NUMBER} and ask for this role."),
        ("Ring 01632960305, or write to camhs@midmere-mh.example.org", f"Ring {NUMBER}, or write to {MAIL}"),
        ("The duty manager", "The duty manager"),
        ("Room 12, 3rd floor, before 17:15", "Room 12, 3rd floor, before 17:15"),
        ("", ""),
        ("<b>01632 960305</b>", f"&lt;b&gt;{NUMBER}&lt;/b&gt;"),
    ],
)
def test_numbers_and_addresses_are_links(text, html):
    assert reachable(text) == html


def test_a_steps_way_in_stands_behind_a_colon(client, demo):
    page = " ".join(client.get("/directory/services/midmere-camhs-single-point-of-access/").text.split())
    steps = page.split("If you disagree, or hear nothing")[1].split("</ol>")[0]
    assert "Access manager: Ring 01632 960305 and ask" in strip_tags(steps)
    assert 'href="tel:+441632960305"' in steps
    assert 'href="mailto:partnership@ascp.example.org"' in steps
