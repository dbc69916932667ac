"""The training as people use it: a form, a letter, an activity led, what stays in the browser."""

import re

import pytest
from playwright.sync_api import expect

from portal.no_names import looks_personal
from tests.browser.test_journeys import SCRIPTS, WIDTHS, Keyboard, shows

UNIT = "/training/toolkit/working-with-partners/"
FORM = "/training/sheets/front-door-call-planner/fill/"


@WIDTHS
@SCRIPTS
def test_t07_the_school_report_for_a_conference(open_page, width, js):
    """From the topic to the form in four actions: with the child's voice, and who covers in a holiday."""
    page = open_page("/", width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", "Good practice")
    keyboard.follow("link", "Child protection conferences")
    keyboard.follow("link", re.compile("School report for conference"))
    keyboard.follow("link", "Fill it in on the screen")
    assert keyboard.actions <= 4
    expect(page.get_by_role("heading", level=1)).to_have_text("School report for a conference")
    words = page.get_by_label("The child’s own words", exact=True)
    words.focus()
    page.keyboard.type("I like it when we talk first.")
    cover = page.get_by_label("Holiday cover")
    cover.focus()
    page.keyboard.type("Deputy head")
    with page.expect_download() as file:
        keyboard.follow("button", "Download my PDF")
    assert file.value.suggested_filename == "F07-school-report-for-a-conference-completed.pdf"


@WIDTHS
@SCRIPTS
def test_t17_a_letter_about_an_online_meeting(open_page, width, js):
    """The letter leads to the consent and to the agenda of the meeting, and these lead back to it."""
    page = open_page("/", width, js)
    keyboard = Keyboard(page)
    keyboard.type("combobox" if js else "searchbox", "Search this site", "letter online meeting")
    keyboard.follow("link", re.compile("Invitation to an attendance meeting"))
    for other in ("F02 Online meeting: guidance and consent", "F22 Phone and video meeting, step by step"):
        page.get_by_role("link", name=other).first.click()
        page.get_by_role("link", name="F01 Invitation to an attendance meeting").click()
    keyboard.follow("link", "Fill it in on the screen")
    assert keyboard.actions <= 3
    expect(page.get_by_role("heading", level=1)).to_have_text("Invitation to an attendance meeting")
    place = page.get_by_label("Contact in school")
    place.focus()
    page.keyboard.type("The attendance lead")
    keyboard.follow("button", "Show it to print")
    shows(page, "The attendance lead")


@WIDTHS
@SCRIPTS
def test_a_new_colleague_works_through_a_module(open_page, width, js):
    """From the training to M1: outcomes, text, question, task with its answer, and the sheet to fill in."""
    page = open_page("/training/", width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", re.compile("Modules"))
    keyboard.follow("link", re.compile("Starting in a pastoral role"))
    assert keyboard.actions <= 2
    expect(page.get_by_role("heading", level=1)).to_have_text("Starting in a pastoral role")
    shows(page, "45 minutes", "Five contacts for your first week", "Think of an adult who noticed you")
    keyboard.follow("link", re.compile("Fill it in ?: Thirty-day induction checklist"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Thirty-day induction checklist")


@WIDTHS
@SCRIPTS
def test_a_facilitator_walks_through_an_activity(open_page, width, js):
    """From the unit to activity 3.3, its steps large, its sheet, and on to the next."""
    page = open_page(UNIT, width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", re.compile("^3.3 "))
    expect(page.get_by_role("heading", level=1)).to_have_text("Who hears what, and what for?")
    shows(page, "1 hour", "in the unit")
    keyboard.follow("link", "Facilitator’s view")
    shows(page, "Cards or sticky notes", "Where did we want to write", "Trainers see their notes here")
    timer = page.locator("[data-timer]")
    if js:
        keyboard.follow("button", "Start")
        keyboard.follow("button", "Stop")
        expect(page.get_by_role("button", name="Start")).to_be_visible()
    else:
        expect(timer).to_be_hidden()
    keyboard.follow("link", re.compile("^R3.3 "))
    expect(page.get_by_role("heading", level=1)).to_have_text("Who should hear, and what for?")
    page.go_back()
    keyboard.follow("link", "Back to the activity as participants see it")
    keyboard.follow("link", re.compile("^Next: 4.1"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@WIDTHS
@SCRIPTS
def test_a_leader_picks_a_use(open_page, width, js):
    page = open_page(UNIT, width, js)
    keyboard = Keyboard(page)
    keyboard.follow("link", "Look again at a policy and at what really happens")
    chosen = page.locator("#chosen")
    expect(chosen).to_contain_text("activities serve this")
    expect(chosen.get_by_role("link", name=re.compile(r"^\d\.\d "))).to_have_count(3)


def test_a_timer_runs_and_stops(open_page):
    page = open_page(f"{UNIT}saying-it-well/who-hears-what/?view=facilitator")
    left = page.get_by_role("timer")
    expect(left).to_have_text("60:00")
    page.get_by_role("button", name="Start").click()
    expect(left).to_have_text(re.compile("^59:"))
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Begin again").click()
    expect(left).to_have_text("60:00")
    assert page.complaints == []


@WIDTHS
def test_what_is_typed_stays_in_the_browser_until_it_is_cleared(open_page, width):
    page = open_page(FORM, width)
    sent = []
    page.on("request", lambda request: sent.append(request.post_data or "") and None)
    words = page.locator("main textarea").first
    words.fill("The pupil came late")
    words.blur()
    open_page(FORM, page=page)
    expect(words).to_have_value("The pupil came late")
    expect(page.locator(".sheet-kept")).to_contain_text("is back")
    page.get_by_role("button", name="Clear what is kept here").click()
    expect(words).to_have_value("")
    expect(page.locator(".sheet-kept")).to_contain_text("Nothing of this sheet is kept")
    open_page(FORM, page=page)
    expect(words).to_have_value("")
    assert not any("came late" in data for data in sent)


def test_what_is_older_than_a_day_is_forgotten(open_page):
    page = open_page(FORM)
    words = page.locator("main textarea").first
    words.fill("The pupil came late")
    page.evaluate(
        "for (const key of Object.keys(localStorage)) localStorage.setItem(key, JSON.stringify("
        "{...JSON.parse(localStorage.getItem(key)), at: Date.now() - 25 * 60 * 60 * 1000}))"
    )
    open_page(FORM, page=page)
    expect(page.locator(".sheet-kept")).to_be_visible()
    expect(words).to_have_value("")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('sheet:'))") == []


def test_what_the_server_sends_back_is_not_written_over(open_page):
    page = open_page(FORM)
    words = page.locator("main textarea").first
    words.evaluate("field => field.removeAttribute('maxlength')")
    words.fill("y" * 4500)
    page.get_by_role("button", name="Show it to print").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(words).to_have_value("y" * 4500)


def test_a_name_gets_a_soft_warning_and_nothing_else(open_page):
    page = open_page(FORM)
    words = page.locator("main textarea").first
    words.fill("We rang Ms Okoro, born on 3 May")
    words.blur()
    warning = page.locator(".sheet-warning")
    expect(warning).to_contain_text("“Ms Okoro” looks like a name.")
    expect(warning).to_contain_text("date of birth")
    words.fill("We rang the parent")
    words.blur()
    expect(warning).to_have_count(0)
    words.fill("We rang Ms Okoro")
    page.get_by_role("button", name="Show it to print").click()
    expect(page.locator(".sheet-answer").first).to_have_text("We rang Ms Okoro")


TEXTS = [
    "The pupil came late.",
    "Her number is A123456789012 or a12345678901b.",
    "XA123456789012 is none, and éA123456789012 neither.",
    "Born 03/05/2015, seen 03/05/1950 and 1.2.2012.",
    "DOB 3 May, d.o.b. unknown; date of birth below",
    "Mr Smith, Mrs. O’Neil and Dr Éric met Ms Örs.",
    "The child Sana and her mother, Amina came; a girl called Mia.",
    "then Alice Jones spoke to Family Help, Social Care and Ravensmoor High.",
    "Mr A, Ms Bo, Mr Cy, Ms Di, Mr Ed, Ms Flo, Mr Gus are many",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_browser_warns_of_what_the_server_would(open_page, text):
    page = open_page(FORM)
    found = page.evaluate(
        "async ([address, text]) => (await import(address)).looksPersonal(text)",
        [
            page.locator("script[type=module]").first.get_attribute("src").rsplit("/", 1)[0] + "/no-names.js",
            text,
        ],
    )
    assert found == looks_personal(text)
