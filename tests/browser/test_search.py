"""Searching in a browser: the list below the box by keyboard, with and without scripts, and two journeys."""

import sqlite3
import time

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import settled

WIDTHS = pytest.mark.parametrize("width", [375, 1280])
SCRIPTS = pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
BOX = "form[role=search] input[type=search]"


def offered(page, typed: str):
    """Type into the box of the page and wait for what it offers."""
    page.locator(BOX).click()
    page.keyboard.type(typed)
    page.locator("[role=option]").first.wait_for()
    return page.locator("[role=option]")


def ask(page, words: str) -> None:
    """Type words and press Enter, as on any form."""
    page.fill(BOX, words)
    page.locator(BOX).press("Enter")
    page.wait_for_url("**/search/?*")


@WIDTHS
@SCRIPTS
def test_a_report_about_a_member_of_staff(open_page, width, js):
    """Someone asks in their own words whom to tell about a teacher, and sees the number."""
    page = open_page("/", width, js=js)
    ask(page, "who do i report a teacher to")
    first = page.locator(".app-answer, .app-found > li").first
    assert "LADO" in first.inner_text()
    first.get_by_role("link").first.click()
    assert page.locator("h1").inner_text()
    assert page.complaints == []


@WIDTHS
@SCRIPTS
def test_the_front_door_of_the_other_authority(open_page, width, js):
    """A child lives in Thornmere: the place in the words chooses the entry, and can be taken away."""
    page = open_page("/directory/", width, js=js)
    ask(page, "thornmere mash")
    assert "Thornmere Front Door" in page.locator(".app-answer, .app-found > li").first.inner_text()
    chip = page.locator(".app-chips--removable a").first
    assert "Thornmere" in chip.inner_text()
    chip.click()
    assert "as=typed" in page.url
    page.get_by_role("link", name="Thornmere Front Door").first.click()
    expect(page.locator("a[href^='tel:']").nth(2)).to_be_attached()
    assert page.complaints == []


@WIDTHS
@SCRIPTS
def test_a_prevent_referral_with_a_wrong_letter(open_page, width, js):
    """A lead types "prevent refferal" in a hurry: the service that takes it comes first, in two clicks."""
    page = open_page("/", width, js=js)
    ask(page, "prevent refferal")
    first = page.locator(".app-answer, .app-found > li").first
    assert "Prevent and Channel" in first.locator("h2, h3").inner_text()
    first.get_by_role("link").first.click()
    text = settled(page).locator("main").inner_text()
    assert "Channel" in text
    assert "onsent" in text
    assert "999" in page.locator(".app-emergency").inner_text()


@WIDTHS
@SCRIPTS
def test_what_is_mash(open_page, width, js):
    """A newcomer asks what initials mean: the meaning stands on top, and the local entry one click away."""
    page = open_page("/", width, js=js)
    ask(page, "what is mash")
    answer = page.locator(".app-answer").first
    assert answer.locator(".app-kicker").inner_text() == "Glossary"
    assert "MASH" in answer.inner_text()
    expect(page.get_by_role("link", name="Ambleford Front Door").first).to_be_attached()
    answer.get_by_role("link").click()
    assert "front-door-mash" in page.url
    ask(page, "macpt")
    assert "MACPT" in page.locator(".app-answer").first.inner_text()


@WIDTHS
def test_a_wrong_letter_and_a_filter(open_page, width):
    page = open_page("/search/", width)
    ask(page, "camhs referal")
    assert "CAMHS" in page.locator(".app-found > li").first.inner_text()
    ask(page, "child")
    if width < 600:
        page.locator(".app-facets > summary").click()
    page.get_by_label("Directory entry").check()
    page.get_by_role("button", name="Show results").click()
    page.wait_for_url("**kind=service**")
    assert set(page.locator(".app-found .app-kicker").all_inner_texts()) == {"Directory entry"}


@WIDTHS
@pytest.mark.parametrize("path", ["/", "/search/"])
def test_the_list_by_keyboard(open_page, axe, path, width):
    """WAI-ARIA Authoring Practices: combobox with list autocomplete, manual selection."""
    page = open_page(path, width)
    box = page.locator(BOX)
    expect(box).to_have_attribute("role", "combobox")  # the script comes after the page
    assert box.get_attribute("aria-expanded") == "false"
    options = offered(page, "attend")
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-activedescendant") is None, "nothing is chosen by itself"
    assert f"{options.count()} suggestion" in page.locator("form[role=search] [role=status]").inner_text()
    assert axe(page) == []

    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert options.first.get_attribute("aria-selected") == "true"
    assert axe(page) == []
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    page.keyboard.press("Home")
    assert box.get_attribute("aria-activedescendant") is None
    assert box.evaluate("box => box.selectionStart") == 0
    page.keyboard.press("End")
    assert box.evaluate("box => box.selectionStart") == len("attend")
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "attend"
    page.keyboard.press("ArrowDown")
    options.first.wait_for()
    page.keyboard.press("ArrowDown")
    title = options.first.inner_text().splitlines()[0]
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/search/" not in url and url.rstrip("/").count("/") > 2)
    assert page.locator("h1").inner_text().split()[0].lower() in title.lower()
    assert page.complaints == []


@WIDTHS
def test_a_suggestion_can_be_tapped(open_page, width):
    page = open_page("/hub/", width)
    options = offered(page, "thornmere fr")
    for option in options.all():
        assert option.bounding_box()["height"] >= 24
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    options.first.click()
    page.wait_for_url("**/thornmere-front-door/")


def test_who_types_before_the_script_has_come_is_offered_titles_too(browser, site_url):
    page, waiting = browser.new_page(), []
    page.route("**/js/search*.js", lambda route: waiting.append(route))
    with page.expect_request("**/js/search*.js"):
        page.goto(site_url)
    page.locator(BOX).click()
    with page.expect_response("**/search/suggest/*"):
        page.keyboard.type("thornmere fr")
        page.wait_for_timeout(300)
        waiting.pop().continue_()
    page.locator("[role=option]").first.wait_for()
    page.close()


def test_enter_without_a_choice_searches(open_page):
    page = open_page("/")
    offered(page, "attend")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=attend")


def test_leaving_the_box_puts_the_list_away(open_page):
    page = open_page("/")
    offered(page, "attend")
    page.keyboard.press("Tab")
    assert page.locator("[role=listbox]").is_hidden()


def test_what_was_opened_is_told_without_a_cookie(open_page, site_database):
    page = open_page("/search/?q=thornmere+front+door")
    with page.expect_request("**/search/clicked/"):
        page.locator(".app-found > li[data-rank] a").first.click()
    assert settled(page).context.cookies() == []
    end = time.monotonic() + 30  # nobody waits for what is told, so it may come late
    while (1,) not in ranks_of(site_database, "thornmere front door"):
        assert time.monotonic() < end, "it was never told"
        page.wait_for_timeout(100)


def ranks_of(file, words: str) -> list[tuple]:
    """Return the places of what was opened after a search for `words`."""
    with sqlite3.connect(file) as database:
        rows = database.execute("SELECT clicked_rank FROM search_searchlog WHERE query = ?", [words])
        return rows.fetchall()


@WIDTHS
def test_on_paper_the_results_stand_without_the_box(open_page, width):
    page = open_page("/search/?q=child", width)
    page.emulate_media(media="print")
    assert page.locator(BOX).is_hidden()
    assert page.locator(".app-facets").is_hidden()
    assert page.locator(".app-found > li").first.is_visible()
    assert page.locator(".app-emergency").is_visible()
