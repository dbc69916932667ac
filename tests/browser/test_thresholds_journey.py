"""T04: a school lead checks whether a worry meets the threshold; and the ladder on paper."""

import re

from playwright.sync_api import expect

from tests.browser.test_journeys import SCRIPTS, WIDTHS, Keyboard, shows


@WIDTHS
@SCRIPTS
def test_t04_does_this_worry_meet_the_threshold(open_page, width, js):
    """From the home page to the level, its examples, what to do and whom to call: four actions at most."""
    page = open_page("/", width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", "Check the levels")
    keyboard.choose("The child lives in", "Thornmere")
    keyboard.follow("button", "Show whom to call")
    assert keyboard.actions <= 4
    section = page.locator("section", has=page.get_by_role("heading", name=re.compile("^Level 4"))).last
    for part in ("For example", "Do this next", "Ring now", "Consent", "lives in Thornmere", "Not sure?"):
        expect(section).to_contain_text(part)
    expect(section.get_by_role("link", name="01632 960201").first).to_be_visible()
    expect(section.get_by_role("link", name="01632 960101")).to_have_count(0)
    shows(page, "999", "Levels of help in Thornmere", "dated 18 May 2026")


@WIDTHS
def test_a_level_has_an_address(open_page, width):
    page = open_page("/directory/thresholds/#level-3", width)
    expect(page.get_by_role("heading", name=re.compile("^Level 3"))).to_be_in_viewport()


def test_the_ladder_of_one_area_prints_on_two_sides(open_page):
    page = open_page("/directory/thresholds/?area=ambleford")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 2
