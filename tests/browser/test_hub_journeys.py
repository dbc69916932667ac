"""What people come to the hub for, from the home page: by keyboard, on a phone, without JavaScript."""

import re

from playwright.sync_api import expect

from tests.browser.test_journeys import SCRIPTS, WIDTHS, Keyboard, shows


@WIDTHS
@SCRIPTS
def test_t07_a_report_for_a_conference_up_to_its_form(open_page, width, js):
    """The topic names the form, asks for the child's voice and for who covers in a holiday."""
    page = open_page("/", width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", "Good practice")
    keyboard.follow("link", "Child protection conferences")
    assert keyboard.actions <= 4
    expect(page.get_by_role("heading", level=1)).to_have_text("Child protection conferences")
    now = page.locator(".app-now")
    expect(now).to_contain_text("Name your holiday lead")
    expect(now).to_contain_text("Ask what they would like the grown-ups to know")
    form = page.locator(".app-resource").filter(has_text="School report for conference")
    expect(form).to_be_visible()
    expect(form).to_contain_text("F07")
    expect(form).to_contain_text("child’s voice and for holiday cover")
    calls = page.get_by_role("region", name="Who to call")
    for council in ("Child lives in Ambleford", "Child lives in Thornmere"):
        expect(calls).to_contain_text(council)
    assert calls.locator("a[href^='tel:']").count() >= 4


@WIDTHS
@SCRIPTS
def test_a_pupil_who_will_not_come_in_what_to_try_and_who_helps(open_page, width, js):
    """From the home page to the card: what to try in school, and numbers that the directory keeps."""
    page = open_page("/", width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", "A pupil who cannot face school")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    keyboard.follow("link", "A child who wants to come in and cannot")
    assert keyboard.actions <= 4
    shows(page, "What to notice", "What to try in school", "Name one adult")
    helps = page.get_by_role("region", name="Who helps")
    number = helps.locator("a[href^='tel:']").first
    expect(number).to_be_visible()
    service = helps.locator(".app-callers__name a").first
    said, name = number.inner_text(), service.inner_text()
    keyboard.follow("link", name)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator(".app-call").get_by_role("link", name=said).first).to_be_visible()


@WIDTHS
@SCRIPTS
def test_narrowing_the_hub_and_taking_it_back(open_page, width, js):
    page = open_page("/hub/", width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", re.compile("Communication"))
    expect(page.get_by_role("status").filter(has_text="page")).to_be_visible()
    keyboard.follow("link", re.compile("Remove What schools work on"))
    expect(page).to_have_url(re.compile(r"/hub/(\?.*)?$"))
    assert page.locator(".app-chips--removable").count() == 0


@WIDTHS
@SCRIPTS
def test_the_gate_leads_back_to_the_page(open_page, width, js):
    page = open_page("/hub/articles/bus-stops-and-back-lanes/", width, js)
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("region", name="Sign in to read the rest").get_by_role("link", name="Sign in").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/login/**")
    page.locator("[name=login]").fill("asha.mistry@ravensmoor.example.org")
    page.locator("[name=password]").fill("Ambleford-demo-2026")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/hub/articles/bus-stops-and-back-lanes/")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("body")).not_to_contain_text("Sign in to read the rest")
