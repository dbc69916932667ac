"""The QR codes, read as a camera reads them, lead to the page that they stand on."""

import io

import pytest
import zxingcpp
from PIL import Image


def address_in(code, browser) -> str:
    """Return the path and query in the one code of a drawing; its host is that of the settings."""
    drawing = browser.new_page()  # large, for paper is finer than a screen
    drawing.set_content(
        f'<div style="width: 700px; padding: 40px">{code.evaluate("svg => svg.outerHTML")}</div>'
    )
    picture = Image.open(io.BytesIO(drawing.locator("svg").screenshot()))
    drawing.close()
    (found,) = zxingcpp.read_barcodes(picture)
    return "/" + found.text.split("/", 3)[3]


@pytest.mark.parametrize("slug", ["thornmere-front-door", "midmere-camhs-single-point-of-access"])
def test_the_code_of_an_entry_on_paper(open_page, browser, slug):
    page = open_page(f"/directory/services/{slug}/")
    page.emulate_media(media="print")
    assert address_in(page.locator("aside [role=img] svg"), browser) == f"/directory/services/{slug}/"


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize("paper", ["poster", "leaflet"])
def test_the_code_of_a_sheet_brings_the_same_sheet(open_page, browser, paper, count):
    first = open_page(f"/directory/{paper}/?area=thornmere")
    entries = first.locator(".app-paper__entries h2").all_inner_texts()
    again = first.get_by_role("link", name="Choose again").get_attribute("href")
    slugs = again.split("service=")[1].split(",")[:count]
    page = open_page(f"/directory/{paper}/?service={','.join(slugs)}")
    page.emulate_media(media="print")
    address = address_in(page.locator(".app-paper__qr svg"), browser)
    assert open_page(address).locator(".app-paper__entries h2").all_inner_texts() == entries[:count]
