"""The tasks that people come for, walked as they walk them: on a phone, by keyboard, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import settled

WIDTHS = pytest.mark.parametrize("width", [375, 1280])
SCRIPTS = pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])


class Keyboard:
    """Does everything with the keys that a person has; counts what a person would call an action."""

    def __init__(self, page):
        self.page = page
        self.actions = 0

    def follow(self, role, name):
        """Reach a link or button with Tab, see that its focus shows, and press Enter."""
        self.focus(role, name).press("Enter")
        settled(self.page)
        self.actions += 1

    def choose(self, label, option):
        """Reach a list of choices with Tab and type the first letters of one."""
        self.focus("combobox", label)
        self.page.keyboard.type(option[:4])
        self.actions += 1

    def type(self, role, label, text):
        """Reach a field with Tab, type into it and press Enter."""
        field = self.focus(role, label)
        self.page.keyboard.type(text)
        field.press("Enter")
        settled(self.page)
        self.actions += 1

    def focus(self, role, name):
        """Reach it with Tab; return its locator, whose `press` waits for a page that it opens."""
        target = self.page.get_by_role(role, name=name).first
        expect(target).to_be_visible()
        settled(self.page)  # with the load, the focus moves to the part that the address names
        for _ in range(150):
            self.page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return target
        pytest.fail(f"Tab never reaches the {role} {name!r}")


def shows(page, *texts):
    """Expect each text to be visible on the page."""
    for text in texts:
        expect(page.locator("body")).to_contain_text(text)


@WIDTHS
@SCRIPTS
def test_t01_the_number_for_a_child_who_lives_next_door(open_page, width, js):
    """From the home page to number, hours, out of hours, form and check: three actions at most."""
    page = open_page("/", width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", "Thornmere")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thornmere Front Door")
    call = page.locator(".app-call")
    expect(call.get_by_role("link", name="01632 960201").first).to_be_visible()
    expect(call).to_contain_text("01632 960202")
    expect(call).to_contain_text("8:45")
    expect(call.get_by_role("link", name=re.compile("form"))).to_be_visible()
    shows(page, "Checked ", "999")
    expect(page.locator("body")).not_to_contain_text("01632 960101")
    assert keyboard.actions <= 3


@WIDTHS
@SCRIPTS
def test_t19_who_leads_across_the_border(open_page, width, js):
    """Two choices and a button: an answer for each matter, and what to do when unsure."""
    page = open_page("/", width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", re.compile("Answer two questions|Which council leads"))
    keyboard.choose("The child lives in", "Thornmere")
    keyboard.choose("The school is in", "Ambleford")
    keyboard.follow("button", "Show who leads")
    assert keyboard.actions <= 4
    shows(page, "Lives in Thornmere, school in Ambleford", "Unsure?", "Do not delay")
    answers = page.locator("dl.app-keyfacts > div")
    assert answers.count() == 14
    expect(answers.filter(has_text="01632 960201").first).to_contain_text("Thornmere")
    expect(answers.filter(has_text="01632 960105").first).to_contain_text("Ambleford")
    expect(answers.filter(has_text="LADO").first).to_contain_text("ask")


@WIDTHS
@SCRIPTS
def test_t03_an_allegation_about_a_colleague(open_page, width, js):
    """By browsing: the need on the home page, then the LADO."""
    page = open_page("/", width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", "Allegation about staff")
    keyboard.follow("link", "Ambleford LADO")
    shows(page, "01632 960108", "lado@ambleford.example.org", "one working day", "Do this first")
    assert keyboard.actions <= 2


@WIDTHS
@SCRIPTS
def test_t08_a_prevent_referral(open_page, width, js):
    """By browsing: who can help, by need, then Prevent with its consent and emergency note."""
    page = open_page("/directory/", width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", "Radicalisation")
    keyboard.follow("link", re.compile("Prevent and Channel"))
    shows(page, "01632 960116", "999", "onsent")
    expect(page.locator(".app-call").get_by_role("link", name=re.compile("form"))).to_be_visible()
    assert keyboard.actions <= 2


@WIDTHS
def test_the_first_tab_skips_to_the_content(open_page, width):
    page = open_page("/", width)
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to main content")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()


@WIDTHS
@SCRIPTS
def test_t11_the_poster_with_our_own_key_contacts(open_page, sign_in, width, js):
    """Signed in, from the home page: the directory, the poster, the ones we use; five actions at most."""
    page = open_page("/livez", width, js)
    sign_in(page, "declan.roe@ravensmoor.example.org")
    open_page("/", page=page)
    keyboard = Keyboard(page)
    keyboard.follow("link", "Who can help")
    keyboard.follow("link", "A poster for the staff room")
    keyboard.follow("link", "Make a poster of the ones we use")
    assert keyboard.actions <= 5
    poster = page.locator(".app-paper")
    expect(poster.locator(".app-paper__people")).to_contain_text("Declan Roe")
    expect(poster.get_by_role("link", name="01632 960101").first).to_be_visible()
    shows(page, "Printed ", "Out of hours", "999", "Checked ")
    expect(poster.locator("svg")).to_have_count(1)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


@WIDTHS
@SCRIPTS
def test_a_reader_reports_a_change(open_page, width, js):
    """From the entry, by keyboard: choose what changed, a few words, send; then what happens next."""
    page = open_page("/directory/services/thornmere-front-door/", width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", re.compile("Report a change"))
    keyboard.follow("button", "Send the report")
    expect(page.get_by_role("alert")).to_contain_text("Choose what has changed")
    page.get_by_role("radio", name="The number is wrong").check()
    keyboard.focus("textbox", "What do you know?")
    page.keyboard.type(f"Heard on the phone at width {width}, {'with' if js else 'without'} scripts")
    page.wait_for_timeout(2100)  # sooner it takes the sender for a machine
    keyboard.follow("button", "Send the report")
    page.wait_for_url("**/report/?sent=1")
    shows(page, "Thank you", "two working days", "999")
