"""A printed entry stays on one side with its code, and the code leads back to the entry."""

import re

import pytest


@pytest.mark.parametrize(
    "slug",
    [
        "thornmere-front-door",
        "ambleford-front-door",
        "midmere-camhs-single-point-of-access",
        "ambleford-send-service",
        "midmere-emergency-duty-team",
        "ambleford-careers-and-connexions-desk",
    ],
)
def test_an_entry_prints_on_one_side_with_its_code(open_page, slug):
    page = open_page(f"/directory/services/{slug}/")
    code = page.locator("aside [role=img] svg")
    assert not code.is_visible()
    page.emulate_media(media="print")
    box = code.bounding_box()
    assert box["width"] == pytest.approx(box["height"], abs=1)
    assert 75 <= box["width"] <= 200  # from 2 cm, which a camera reads
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


def test_a_code_opened_alone_breaks_no_policy(open_page, site_url):
    page = open_page("/directory/services/thornmere-front-door/qr.svg")
    assert page.complaints == []
    assert page.evaluate("document.documentElement.tagName") == "svg"
